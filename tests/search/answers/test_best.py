"""A question is answered by implications only if they fit well."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from corpus.evidence.notice import Notice
from corpus.folder.read import DEMO
from corpus.post import Post
from search.answers.best import answers, fits_of
from search.answers.sure import Fit
from search.engine.seam import Snapshot
from search.question import Question
from search.results import Apart, Expansion, Facets, Hit, Passage, Results, Understanding

APART = Apart(("prune", "roses"), (True, True))
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
@pytest.mark.parametrize(
    "changes",
    [
        {"implication": None},
        {"words": ()},
        {"words": ("gnomes",)},
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
        {"understanding": Understanding(used=("prune", "roses"), apart=(APART,))},
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
def test_many_words_that_no_post_has_prevent_an_answer() -> None:
    asked = Question.parse("prune roses in winter with the tools that I have not got")
    for unmet, found in ((("spade",), [1]), (("spade", "shovel", "barrow", "rake"), [])):
        made = Understanding(used=("prune", "roses"), unmet=unmet)
        assert ranks(results(hit(1, 5.0), understanding=made, question=asked)) == found


@pytest.mark.usefixtures("by_coverage")
def test_in_a_short_question_the_others_must_outweigh_a_word_that_no_post_has() -> None:
    asked = Question.parse("prune roses in winter with the spade that I have not got")
    for unmet in ("spade", "WOMAC"):
        made = Understanding(used=("prune", "roses"), unmet=(unmet,))
        assert ranks(results(hit(1, 5.0), understanding=made)) == []
        assert ranks(results(hit(1, 5.0), understanding=made, question=asked)) == [1]
    slip = Understanding(used=("prune", "roses"), unmet=("spaed",))
    assert ranks(results(hit(1, 5.0), understanding=slip)) == [1]


@pytest.mark.usefixtures("by_coverage")
def test_a_post_must_speak_of_the_setting_asked_about() -> None:
    asked = Question.parse("when to prune roses in groups")
    apart = Post(id="p1", title="T", summary="Winter. Both groups pruned.")
    together = Post(id="p1", title="T", summary="Winter. They pruned in groups.")
    assert ranks(results(hit(1, 5.0, post=apart), question=asked)) == []
    assert ranks(results(hit(1, 5.0, post=together), question=asked)) == [1]


def fit_of(made: Understanding, one: Hit, question: str = "prune roses") -> Fit:
    found = results(one, understanding=made, question=Question.parse(question))
    return next(fits_of(found, found.hits))


def test_generic_words_of_a_question_count_little() -> None:
    made = Understanding(used=("effective", "outcome", "better", "roses"))
    rose = fit_of(made, hit(1, 5.0, words=("rose",)))
    others = fit_of(made, hit(1, 5.0, words=("effective", "outcomes", "better")))
    assert rose.shown > others.shown > 0
    assert rose.known == rose.shown + others.shown


def test_a_hit_that_has_as_much_of_the_question_casts_no_doubt_on_another() -> None:
    made = Understanding(used=("prune", "roses"))
    first, second, third = (
        hit(n, 6.0 - n, post=Post(id=str(n), title=title, summary="Winter."))
        for n, title in enumerate(("Prune roses.", "Roses to prune.", "Roses."), 1)
    )
    fits = fits_of(results(first, second, third, understanding=made), (first, second, third))
    assert [fit.second for fit in fits] == [3.0, 3.0, 0.0]


def test_a_term_found_counts_for_each_of_its_words() -> None:
    made = Understanding(used=("climbing", "garden", "roses", "prune", "rake"))
    assert fit_of(made, hit(1, 5.0, words=("climbing garden roses",))).shown == 3
    assert fit_of(made, hit(1, 5.0, words=("garden roses",))).shown == 2


def test_an_expansion_found_counts_for_its_word_unless_switched_off() -> None:
    beside = Expansion("cut", "prune", "cutting back")
    for on, shown in ((True, 2), (False, 1)):
        made = Understanding(used=("prune", "roses"), expansions=(replace(beside, on=on),))
        assert fit_of(made, hit(1, 5.0, words=("cut", "back", "roses"))).shown == shown


def test_a_misspelling_is_not_unmet() -> None:
    many = ("prune", "roses", "winter")
    assert fit_of(Understanding(used=many, unmet=("spade",)), hit(1, 5.0)).unmet == 1
    assert fit_of(Understanding(used=many, unmet=("spaed",)), hit(1, 5.0)).unmet == 0


def test_what_a_post_has_in_one_sentence_counts_apart_from_what_it_has_at_all() -> None:
    made = Understanding(used=("prune", "roses", "helps"))
    one = Post(id="p", title="T", summary="Roses bloom. Prune roses.")
    two = Post(id="p", title="T", summary="Roses bloom. Prune apples.")
    for post, together in ((one, 1.0), (two, 0.5)):
        found = fit_of(made, hit(1, 5.0, post=post))
        assert (found.within, found.together) == (1.0, together)


def test_terms_that_a_post_lacks_are_counted() -> None:
    post = Post(id="p", title="CBT", summary="For panic.")
    found = fit_of(Understanding(used=("CBT",)), hit(1, 5.0, post=post), "CBT, EMDR for panic")
    assert (found.subjects, found.lacking, found.apart) == (3, 1, 1)


@pytest.mark.usefixtures("by_coverage")
def test_if_the_best_hit_does_not_answer_none_does() -> None:
    assert ranks(results(hit(1, 5.0, words=()), hit(2, 5.0))) == []
    assert ranks(results(hit(1, 5.0), hit(2, 5.0, words=()), hit(3, 4.5))) == [1, 3]


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
    assert asked > 80
    # The figures were measured without the meaning leg: docs/relevance.md.
    assert sum(grade >= 2 for grade in shown) / len(shown) > 0.6
    assert sum(grade >= 1 for grade in shown) / len(shown) > 0.65


def test_a_post_that_compares_other_things_is_no_answer(by_coverage: None) -> None:
    assert [one.rank for one in answers(results(hit(1, 1.0), hit(2, 0.9, compared=False)))] == [1]
    assert answers(results(hit(1, 1.0, compared=False))) == ()
