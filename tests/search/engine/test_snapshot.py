"""A snapshot answers questions over one generation: filters, phrases, sorting, no answer."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.generation import write_generation
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.errors import PostMissing
from search.question import Question
from search.results import Results, SearchOptions, Sort
from tests.digests import garden

SHORT = {p.id: p.id[8:] for p in garden.POSTS}


def ask(
    snapshot: Snapshot,
    text: str,
    *,
    limit: int = 10,
    offset: int = 0,
    sort: Sort = "relevance",
    expand: bool = True,
    off: tuple[str, ...] = (),
    explain: bool = False,
) -> Results:
    options = SearchOptions(limit, offset, sort, expand, off, explain)
    return snapshot.search(Question.parse(text), options)


def ids(results: Results) -> list[str]:
    return [hit.post.id for hit in results.hits]


def short(results: Results) -> list[str]:
    return [SHORT[i] for i in ids(results)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("compost", "compost-feeds-tired-beds"),
        ("do beer traps keep slugs down?", "slugs-and-beer"),
        ("does a garden help children pay attention", "school-gardens-and-attention"),
        ("N-of-1", "mulch-keeps-water-in"),
        ("cafe", "school-gardens-and-attention"),
        ("children dropping out", "children-who-dig"),
        ("IPM", "ladybirds-eat-aphids"),
        ("mouse", "mice-in-the-shed"),
        ("color of beans", "rain-barrels"),
    ],
)
def test_the_post_that_answers_comes_first(
    garden_snapshot: Snapshot, question: str, first: str
) -> None:
    results = ask(garden_snapshot, question)
    assert short(results)[0] == first
    assert results.answered


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('"beer traps"', {"slugs-and-beer"}),
        ('"integrated pest management"', {"ladybirds-eat-aphids"}),
        ('beans "leaf mould"', {"mulch-keeps-water-in"}),
        ("slugs -beer", set()),
        ("author:Hill -attention", {"children-who-dig", "drip-lines-save-water"}),
        ("author:muller", {"drip-lines-save-water", "rain-barrels"}),
        ("topic:children", {"children-who-dig", "school-gardens-and-attention"}),
        ("research:review", {"ladybirds-eat-aphids", "hedges-shelter-ladybirds"}),
        ("beans year:2022", {"rain-barrels"}),
        ("topic:towers", set()),
    ],
)
def test_operators_select_exactly_the_matching_posts(
    garden_snapshot: Snapshot, question: str, expected: set[str]
) -> None:
    results = ask(garden_snapshot, question)
    assert set(short(results)) == expected
    assert results.total == len(expected)


def test_an_empty_question_lists_the_posts_that_pass_newest_first(
    garden_snapshot: Snapshot,
) -> None:
    everything = ask(garden_snapshot, "")
    months = [h.post.month or "" for h in everything.hits]
    assert months == sorted(months, reverse=True)
    assert everything.answered
    assert everything.total == len(garden.POSTS)
    assert ids(ask(garden_snapshot, "", sort="oldest")) == ids(everything)[::-1]
    soil = ask(garden_snapshot, "topic:soil")
    assert ids(soil) == [i for i in ids(everything) if i in set(ids(soil))]


def test_hits_can_be_sorted_by_month_and_paged(garden_snapshot: Snapshot) -> None:
    newest = ids(ask(garden_snapshot, "beans", sort="newest"))
    assert newest == sorted(newest, reverse=True)
    assert ids(ask(garden_snapshot, "beans", sort="oldest")) == newest[::-1]
    whole = ask(garden_snapshot, "beans")
    assert set(ids(whole)) == set(newest)
    pages = [ask(garden_snapshot, "beans", limit=2, offset=o) for o in range(0, whole.total, 2)]
    assert [i for page in pages for i in ids(page)] == ids(whole)
    assert [h.rank for page in pages for h in page.hits] == list(range(1, whole.total + 1))
    assert {page.total for page in pages} == {whole.total}
    beyond = ask(garden_snapshot, "beans", offset=100)
    assert beyond.hits == ()
    assert beyond.total == whole.total
    assert ask(garden_snapshot, "beans", limit=0).hits == ()


def test_facets_count_all_hits_and_filters_narrow_to_them(garden_snapshot: Snapshot) -> None:
    results = ask(garden_snapshot, "beans", limit=1)
    for value in results.facets.topics:
        assert ask(garden_snapshot, f"beans topic:{value.value}").total == value.count
    for value in results.facets.research:
        assert ask(garden_snapshot, f"beans research:{value.value}").total == value.count
    assert sum(v.count for v in results.facets.years) == results.total


def test_counts_of_other_kinds_ignore_the_chosen_kind(garden_snapshot: Snapshot) -> None:
    open_ = ask(garden_snapshot, "beans")
    for value in open_.facets.research:
        chosen = ask(garden_snapshot, f"beans research:{value.value}")
        told = {kind.value: kind.count for kind in chosen.facets.research}
        assert told == {kind.value: kind.count for kind in open_.facets.research}
        assert [kind.value for kind in chosen.facets.research if kind.chosen] == [value.value]
    dated = ask(garden_snapshot, "beans year:2017")
    assert [v.value for v in dated.facets.years] == [v.value for v in open_.facets.years]


def test_a_hit_shows_passages_with_its_words_marked(garden_snapshot: Snapshot) -> None:
    hit = ask(garden_snapshot, "drip lines in a drought").hits[0]
    assert hit.implication is not None
    assert hit.passage is not None
    assert hit.implication.text.startswith("Lay drip lines before a drought.")
    assert [hit.title.text[a:b] for a, b in hit.title.marks] == ["Drip", "lines", "drought"]
    assert {"drip", "lines", "drought"} <= {w.lower() for w in hit.words}
    assert hit.contributions == ()


def test_the_contributions_of_a_hit_add_up_to_its_score(garden_snapshot: Snapshot) -> None:
    for hit in ask(garden_snapshot, "beans in a drought", explain=True).hits:
        assert hit.contributions
        assert sum(c.value for c in hit.contributions) == pytest.approx(hit.score, abs=1e-4)
        assert all(c.label for c in hit.contributions)


def test_expansions_are_shown_and_can_be_switched_off(garden_snapshot: Snapshot) -> None:
    both = ask(garden_snapshot, "compost")
    (expansion,) = both.understanding.expansions
    alone = ask(garden_snapshot, "compost", off=(expansion.id,))
    assert set(ids(alone)) < set(ids(both))
    assert ids(ask(garden_snapshot, "compost", expand=False)) == ids(alone)


def test_a_correction_is_used_if_nothing_is_found_or_it_is_clear_and_otherwise_offered(
    garden_snapshot: Snapshot,
) -> None:
    corrected = ask(garden_snapshot, "ladybrids")
    assert corrected.understanding.corrected == "ladybirds"
    assert corrected.understanding.meant is None
    assert "ladybirds-eat-aphids" in short(corrected)
    offered = ask(garden_snapshot, "slugs in lettuce, beer and baens")
    assert offered.understanding.meant == "slugs in lettuce, beer and beans"
    assert offered.understanding.corrected is None
    among = ask(garden_snapshot, "slugs year:2016..2017 ladybrids topic:pests")
    assert among.understanding.corrected == "slugs year:2016..2017 ladybirds topic:pests"
    filtered = ask(garden_snapshot, "ladybrids research:review year:2017")
    assert filtered.total == 2
    elsewhere = ask(garden_snapshot, "ladybrids topic:water")
    assert elsewhere.total == 0
    assert elsewhere.understanding.corrected is None


def test_without_an_answer_topics_to_try_are_offered(
    garden_snapshot: Snapshot,
) -> None:
    results = ask(garden_snapshot, "xylophone zebra")
    assert not results.answered
    assert results.hits == ()
    assert results.nearest
    assert all(t.count for t in results.nearest)
    assert results.understanding.unknown == ("xylophone", "zebra")
    assert results.understanding.notes


def test_a_long_question_an_empty_one_and_an_unknown_filter_get_a_note(
    garden_snapshot: Snapshot,
) -> None:
    assert any("long" in n for n in ask(garden_snapshot, "beans " * 500).understanding.notes)
    filler = ask(garden_snapshot, "what should I do?")
    assert any("common words" in n for n in filler.understanding.notes)
    for signs in ("😀", "* ? %", "-"):
        assert any("no words" in n for n in ask(garden_snapshot, signs).understanding.notes)
    assert any("no topic" in n for n in ask(garden_snapshot, "topic:moon").understanding.notes)


def test_the_order_for_an_evaluation_includes_all_posts(garden_snapshot: Snapshot) -> None:
    question = Question.parse("compost for beans")
    ranked = garden_snapshot.order(question, 100)
    assert len(ranked) == len(garden.POSTS)
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)
    assert ranked[0][0] == "2015-03-compost-feeds-tired-beds"
    assert garden_snapshot.order(question, 3) == ranked[:3]
    assert garden_snapshot.order(Question.parse("xylophone"), 5) == []
    plain = garden_snapshot.order_plainly(question, 100)
    assert plain[0][0] == "2015-03-compost-feeds-tired-beds"
    assert {i for i, _ in garden_snapshot.order(Question.parse("beans topic:soil"), 9)} == {
        p.id for p in garden.POSTS if "Soil" in p.topics
    }


def test_similar_posts_exclude_the_post_and_across_its_topics_too(
    garden_snapshot: Snapshot,
) -> None:
    post = garden.POSTS[6]
    found = [i for i, _ in garden_snapshot.alike(post.id, 100)]
    assert sorted([*found, post.id]) == sorted(SHORT)
    across = {i for i, _ in garden_snapshot.alike(post.id, 100, across=True)}
    assert across == {p.id for p in garden.POSTS if not set(p.topics) & set(post.topics)}
    assert len(garden_snapshot.alike(post.id, 3, plain=True)) == 3


def test_posts_are_found_and_have_neighbours_in_time(garden_snapshot: Snapshot) -> None:
    newest = list(garden_snapshot.archive())
    assert garden_snapshot.neighbours(newest[0].id).newer is None
    assert garden_snapshot.neighbours(newest[-1].id).older is None
    for newer, older in itertools.pairwise(newest):
        assert garden_snapshot.neighbours(newer.id).older == older
        assert garden_snapshot.neighbours(older.id).newer == newer
    for post in garden.POSTS:
        assert garden_snapshot.post(post.id) == post


@pytest.mark.parametrize("method", ["post", "related", "alike"])
def test_a_missing_post_is_reported(garden_snapshot: Snapshot, method: str) -> None:
    more = (5,) if method == "alike" else ()
    with pytest.raises(PostMissing, match="no post has the id “nowhere”") as raised:
        getattr(garden_snapshot, method)("nowhere", *more)
    assert raised.value.hint
    with pytest.raises(PostMissing):
        garden_snapshot.neighbours("nowhere")


def test_topics_kinds_and_months_count_all_posts(garden_snapshot: Snapshot) -> None:
    topics = {t.value: t.count for t in garden_snapshot.topics()}
    assert topics == {"soil": 3, "pests": 4, "children": 2, "water": 3, "towers": 0}
    assert [t.value for t in garden_snapshot.topics()][-1] == "towers"
    assert {k.value: k.count for k in garden_snapshot.kinds()} == {
        "field-trial": 4,
        "survey": 3,
        "review": 2,
    }
    months = garden_snapshot.months()
    assert [m.value for m in months] == sorted({p.month for p in garden.POSTS if p.month})[::-1]
    assert sum(m.count for m in months) == len(garden.POSTS)
    assert [p.id for p in garden_snapshot.month("2017-06")] == [
        "2017-06-ladybirds-eat-aphids",
        "2017-06-hedges-shelter-ladybirds",
    ]


@pytest.mark.parametrize(
    "month", ["2017-07", "2017-6", "201706", "junk", "", "-------", "٢٠١٧-٠٦x"]
)
def test_a_month_without_posts_has_none(garden_snapshot: Snapshot, month: str) -> None:
    assert garden_snapshot.month(month) == ()


def test_suggestions_complete_the_typed_text(garden_snapshot: Snapshot) -> None:
    found = garden_snapshot.suggest("wat", 6)
    assert found[0].kind == "topic"
    assert ("post", "2019-09-mulch-keeps-water-in") in {(s.kind, s.value) for s in found}
    assert "towers" not in {s.value for s in found}


@given(
    st.text()
    | st.lists(st.sampled_from(list('beans "-:. topic author year slugs')), max_size=30).map(
        "".join
    )
)
def test_any_text_can_be_asked(garden_snapshot: Snapshot, text: str) -> None:
    results = ask(garden_snapshot, text)
    assert results.total >= len(results.hits)
    for hit in results.hits:
        for passage in (hit.title, hit.implication, hit.passage):
            if passage is not None:
                assert all(0 <= a < b <= len(passage.text) for a, b in passage.marks)


def test_a_phrase_that_no_post_has_counts_as_words_beside_other_words(
    garden_snapshot: Snapshot,
) -> None:
    plainly = ask(garden_snapshot, "slugs traps lettuce beer")
    quoted = ask(garden_snapshot, 'slugs traps "lettuce beer"')
    assert ids(quoted) == ids(plainly)
    assert any("in these very words" in note for note in quoted.understanding.notes)
    alone = ask(garden_snapshot, '"lettuce beer"')
    assert not alone.answered
    assert not alone.hits
    exact = ask(garden_snapshot, 'slugs "beer traps"')
    assert not any("in these very words" in note for note in exact.understanding.notes)


def test_a_post_is_found_by_its_former_ids(tmp_path: Path) -> None:
    folder = tmp_path / "000001-abcdef"
    folder.mkdir(mode=0o700)
    old, new = "2001-01-old", garden.POSTS[0].id
    posts = (replace(garden.POSTS[0], aliases=(old, "/2001/old/")), *garden.POSTS[1:])
    write_generation(folder, garden.digest(*posts))
    with open_generation(folder, semantic=False) as snapshot:
        assert snapshot.moved(old) == snapshot.moved("2001/old") == new
        assert snapshot.moved(new) is snapshot.moved("") is None
        with pytest.raises(PostMissing):
            snapshot.post(old)
        assert snapshot.post(new) == posts[0]
