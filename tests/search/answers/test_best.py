"""A question is answered by implications only if they fit well."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from corpus.evidence.notice import Notice
from corpus.folder.read import DEMO
from corpus.post import Post
from search.answers.best import answers
from search.answers.sure import SIGNS, Weights
from search.engine.seam import Snapshot
from search.question import Question
from search.results import Expansion, Facets, Hit, Passage, Results, Understanding

MARKED = Passage("Prune roses in winter.", ((0, 5), (6, 11), (15, 21)))


def hit(rank: int, score: float, **changes: object) -> Hit:
    made = Hit(
        rank=rank,
        score=score,
        post=Post(id=f"p{rank}", title="T", summary="Winter."),
        title=MARKED,
        implication=MARKED,
        passage=None,
        words=("prune", "roses", "winter"),
        covered=1.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each is a field of it


def results(*hits: Hit, **changes: object) -> Results:
    made = Results(
        question=Question.parse("when to prune roses in winter"),
        understanding=Understanding(used=("prune", "roses", "winter")),
        hits=hits,
        total=len(hits),
        offset=0,
        sort="relevance",
        facets=Facets(),
        answered=bool(hits),
        nearest=(),
        generation="g",
        seconds=0.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # each is a field of it


@pytest.fixture
def by_coverage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learned weights that go by coverage alone: with all of it, a hit is likely to answer."""
    learned = Weights(-2.0, {**dict.fromkeys(SIGNS, 0.0), "covered": 2.4}, 0.4, 0.84)
    monkeypatch.setattr("search.answers.best.weights", lambda by_meaning: learned)


def ranks(found: Results) -> list[int]:
    return [hit.rank for hit in answers(found)]


@pytest.mark.usefixtures("by_coverage")
def test_at_most_three_of_the_best_hits_answer() -> None:
    assert ranks(results(*(hit(n, 5.0) for n in range(1, 6)))) == [1, 2, 3]
    assert ranks(results(hit(1, 5.0), hit(2, 3.9), hit(3, 1.0))) == [1, 2]
    assert ranks(results()) == []


@pytest.mark.usefixtures("by_coverage")
def test_a_retracted_study_never_answers() -> None:
    gone = Post(id="p1", title="T", summary="S", notices=(Notice("retraction"),))
    found = results(hit(1, 9.0, post=gone), hit(2, 5.0), hit(3, 4.9))
    assert ranks(found) == [2, 3]
    assert ranks(results(hit(1, 9.0, post=gone))) == []


@pytest.mark.usefixtures("by_coverage")
def test_a_post_without_the_subject_of_the_question_does_not_answer() -> None:
    other = Post(id="p1", title="T", summary="Summer.")
    assert ranks(results(hit(1, 5.0, post=other), hit(2, 5.0))) == []
    assert ranks(results(hit(1, 5.0), hit(2, 5.0, post=other), hit(3, 4.5))) == [1, 3]


@pytest.mark.usefixtures("by_coverage")
def test_a_hit_that_is_unlikely_to_answer_is_not_shown() -> None:
    assert ranks(results(hit(1, 5.0, covered=0.4))) == []
    assert ranks(results(hit(1, 5.0), hit(2, 5.0, covered=0.4), hit(3, 5.0))) == [1, 3]


@pytest.mark.usefixtures("by_coverage")
def test_a_hit_that_surely_answers_may_show_fewer_words_but_not_none() -> None:
    long = Understanding(used=("prune", "roses", "winter", "frost", "ladder"), unmet=("spade",))
    assert ranks(results(hit(1, 5.0), understanding=long)) == []
    four = replace(hit(1, 5.0, covered=2.0), words=("prune", "roses", "winter", "frost"))
    assert ranks(results(four, understanding=long)) == [1]
    assert ranks(results(replace(four, words=("prune", "roses")), understanding=long)) == []


@pytest.mark.usefixtures("by_coverage")
@pytest.mark.parametrize(
    "changes",
    [
        {"implication": None},
        {"words": ("prune",)},
        {"words": ("prune", "pruned", "Pruning")},
        {"score": 0.0},
        {"score": -1.0},
    ],
)
def test_a_hit_that_does_not_fit_well_does_not_answer(changes: dict[str, object]) -> None:
    changed = replace(hit(1, 5.0), **changes)  # type: ignore[arg-type]  # each is a field of a hit
    assert ranks(results(changed)) == []


@pytest.mark.usefixtures("by_coverage")
@pytest.mark.parametrize(
    "changes",
    [
        {"question": Question.parse("prune"), "understanding": Understanding(used=("prune",))},
        {"understanding": Understanding(used=("helps",))},
        {"understanding": Understanding(used=("prune", "roses"), only_near=("winter roses",))},
        {"sort": "newest"},
        {"offset": 10},
        {"answered": False},
    ],
)
def test_only_results_in_order_of_relevance_have_answers(
    changes: dict[str, object],
) -> None:
    assert ranks(results(hit(1, 5.0), **changes)) == []


@pytest.mark.usefixtures("by_coverage")
def test_a_word_that_no_post_has_does_not_prevent_an_answer() -> None:
    made = Understanding(used=("prune", "roses"), unknown=("gnomes",))
    assert ranks(results(hit(1, 5.0), understanding=made)) == [1]


@pytest.mark.usefixtures("by_coverage")
def test_one_word_used_of_a_question_may_be_enough() -> None:
    made = {"understanding": Understanding(used=("prune",))}
    assert ranks(results(hit(1, 5.0, words=("pruning",)), **made)) == [1]
    assert ranks(results(hit(1, 5.0, words=("roses",)), **made)) == []


@pytest.mark.usefixtures("by_coverage")
def test_generic_words_of_a_question_count_little() -> None:
    used = ("effective", "outcome", "better", "roses")
    made = {"understanding": Understanding(used=used)}
    assert ranks(results(hit(1, 5.0, words=("rose",)), **made)) == [1]
    assert ranks(results(hit(1, 5.0, words=("effective", "outcomes", "better")), **made)) == []


@pytest.mark.usefixtures("by_coverage")
def test_a_term_found_counts_for_each_of_its_words() -> None:
    made = {"understanding": Understanding(used=("climbing", "garden", "roses", "prune", "rake"))}
    assert ranks(results(hit(1, 5.0, words=("climbing garden roses",)), **made)) == [1]
    assert ranks(results(hit(1, 5.0, words=("garden roses",)), **made)) == []


@pytest.mark.usefixtures("by_coverage")
def test_an_expansion_found_counts_for_its_word_unless_switched_off() -> None:
    beside = Expansion("cut", "prune", "cutting back")
    for on, found in ((True, [1]), (False, [])):
        made = Understanding(used=("prune", "roses"), expansions=(replace(beside, on=on),))
        shown = hit(1, 5.0, words=("cut", "back", "roses"))
        assert ranks(results(shown, understanding=made)) == found


@pytest.mark.usefixtures("by_coverage")
def test_an_unmet_word_must_be_outweighed_by_the_others() -> None:
    many = ("prune", "roses", "winter", "frost", "soil")
    shown = hit(1, 5.0, words=many)
    for used, found in ((many, [1]), (many[:2], [])):
        made = Understanding(used=used, unmet=("spade",))
        assert ranks(results(shown, understanding=made)) == found
    slips = Understanding(used=many[:2], unmet=("spaed",))
    assert ranks(results(shown, understanding=slips)) == [1]
    unmet = Understanding(used=many, unmet=("spade", "shovel", "barrow", "rake"))
    assert ranks(results(shown, understanding=unmet)) == []


@pytest.mark.usefixtures("by_coverage")
def test_if_the_best_hit_does_not_answer_none_does() -> None:
    assert ranks(results(hit(1, 5.0, words=("prune",)), hit(2, 5.0))) == []
    assert ranks(results(hit(1, 5.0), hit(2, 5.0, words=("prune",)), hit(3, 4.5))) == [1, 3]


@pytest.mark.usefixtures("by_coverage")
def test_a_short_question_needs_all_its_words() -> None:
    two = {"understanding": Understanding(used=("prune",), phrases=("in winter",))}
    assert ranks(results(hit(1, 5.0, words=("prune", "winter")), **two)) == [1]
    assert ranks(results(hit(1, 5.0, words=("prune",)), **two)) == []


@pytest.mark.slow
def test_answers_to_the_judged_questions_are_mostly_right(demo_snapshot: Snapshot) -> None:
    text = (DEMO / "relevance" / "questions.toml").read_text("utf-8")
    shown: list[int] = []
    asked = 0
    for question in tomllib.loads(text)["question"]:
        found = demo_snapshot.search(Question.parse(question["text"]))
        best = answers(found)
        asked += bool(best)
        shown += [question["grades"].get(hit.post.id, 0) for hit in best]
    assert asked > 110
    # The figures were measured without the meaning leg: docs/relevance.md.
    assert sum(grade >= 2 for grade in shown) / len(shown) > 0.6
    assert sum(grade >= 1 for grade in shown) / len(shown) > 0.65
