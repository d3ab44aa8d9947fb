"""Two digests about gardens, with different months, kinds and topics, answer as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from corpus.digest import Digest, ResearchKind, Topic
from search.engine.generation import write_generation
from search.engine.open import open_generation
from search.engine.seam import Member, Snapshot
from search.engine.several.snapshot import SeveralSnapshot
from search.errors import PostMissing
from search.index.files.folder import live_name
from search.index.model.known import ALIKE, ANSWERING
from search.question import Question, Years
from search.results import SearchOptions
from tests.digests import garden

SLUGS = "2016-05-slugs-and-beer"
BEES = garden.post(
    40,
    id="2020-05-bees",
    month="2020-05",
    title="Bees of the city, and beans",
    summary="Bees of roofs visited more beans than those of fields. Slugs were rare.",
    implications="Sow beans where bees are.",
    topics=("Pests and Weeds", "Bees"),
    research="Survey",
    updates=("2016-05-slugs-and-beer",),
    aliases=("/old/bees",),
)
SAME = garden.post(41, id=SLUGS, month="2016-05", title="Slugs of another digest", topics=("Soil",))
CITY = replace(
    garden.digest(BEES, SAME),
    name="City Digest",
    topics=(
        Topic("pests", "Pests and Weeds"),
        garden.SOIL,
        Topic("bees", "Bees"),
    ),
    kinds=(ResearchKind("survey", "Survey"), garden.TRIAL),
)


class Digests(NamedTuple):
    """Two digests as one, and one digest with the same posts."""

    several: SeveralSnapshot
    whole: Snapshot


@contextmanager
def opened(folder: Path, **digests: Digest) -> Iterator[dict[str, Member]]:
    """A generation of each digest, by name; the first is the third of its index."""
    with ExitStack() as ending:
        found = {}
        for number, (name, digest) in enumerate(digests.items(), 3):
            generation = folder / f"{number:06d}-abcdef"
            generation.mkdir(mode=0o700)
            write_generation(generation, digest)
            found[name] = ending.enter_context(open_generation(generation, semantic=False))
        yield cast(dict[str, Member], found)


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Digests]:
    halves = {n: garden.digest(*garden.POSTS[at::2]) for at, n in enumerate(("plots", "town"))}
    folder = tmp_path_factory.mktemp("halves")
    with opened(folder, **halves, whole=garden.digest()) as found:
        whole = found.pop("whole")
        yield Digests(SeveralSnapshot(found), whole)


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeveralSnapshot]:
    """The digest about gardens, and one whose ids, topics and kinds partly differ."""
    folder = tmp_path_factory.mktemp("cities")
    with opened(folder, plots=garden.digest(), city=CITY) as found:
        yield SeveralSnapshot(found)


def ids(snapshot: Snapshot, text: str, **options: object) -> list[str]:
    found = snapshot.search(Question.parse(text), SearchOptions(**options))  # type: ignore[arg-type]
    return [hit.post.id.rpartition("/")[2] for hit in found.hits]


@pytest.mark.parametrize(
    "text",
    [
        "beans in a drought",
        "slugs",
        "she wants to die",
        '"leaf mould"',
        "author:Smith",
        "zeppelins",
        "ladybrids",
        "",
    ],
)
def test_halves_of_a_digest_answer_as_the_whole(digests: Digests, text: str) -> None:
    """The mean length of posts differs between the halves, and so scores differ a little."""
    several, whole = (one.search(Question.parse(text)) for one in digests)
    assert several.answered == whole.answered
    assert several.total == whole.total
    assert sorted(ids(digests.several, text)) == sorted(ids(digests.whole, text))
    assert ids(digests.several, text)[:1] == ids(digests.whole, text)[:1]
    assert several.understanding.unknown == whole.understanding.unknown
    assert several.understanding.corrected == whole.understanding.corrected
    assert several.understanding.harms == whole.understanding.harms
    assert replace(several.facets, digests=()) == whole.facets
    assert sum(value.count for value in several.facets.digests) == several.total


def test_scores_are_computed_over_the_posts_of_both(digests: Digests) -> None:
    several, whole = (dict(one.order(Question.parse("beans"), 10)) for one in digests)
    for post, score in several.items():
        assert score == pytest.approx(whole[post.rpartition("/")[2]], abs=0.25)


def test_pages_of_results_follow_each_other(digests: Digests) -> None:
    for sort in ("relevance", "newest", "oldest"):
        for text in ("", "beans"):
            every = ids(digests.several, text, sort=sort)
            parts = [
                post
                for offset in range(0, 12, 3)
                for post in ids(digests.several, text, sort=sort, limit=3, offset=offset)
            ]
            assert parts == every
    found = digests.several.search(Question.parse(""), SearchOptions(limit=3, offset=3))
    assert [hit.rank for hit in found.hits] == [4, 5, 6]
    assert ids(digests.several, "", sort="newest") == ids(digests.whole, "", sort="newest")


def test_ids_begin_with_the_digest_so_that_none_clash(cities: SeveralSnapshot) -> None:
    assert f"plots/{SLUGS}" in cities.ids and f"city/{SLUGS}" in cities.ids
    assert cities.post(f"city/{SLUGS}").title == "Slugs of another digest"
    assert cities.post(f"plots/{SLUGS}").title == "Slugs prefer beer to lettuce"
    assert cities.post("city/2020-05-bees").updates == (f"city/{SLUGS}",)
    for missing in (SLUGS, "plots/2020-05-bees", "nowhere/x", ""):
        for ask in (cities.post, cities.related, cities.neighbours, cities.alike):
            with pytest.raises(PostMissing):
                ask(missing)


def test_the_address_of_a_post_in_its_own_digest_leads_to_it(cities: SeveralSnapshot) -> None:
    assert cities.moved("/old/bees") == "city/2020-05-bees"
    assert cities.moved("2020-05-bees") == "city/2020-05-bees"
    assert cities.moved(SLUGS) == f"plots/{SLUGS}"
    assert cities.moved("city/old/bees") == "city/2020-05-bees"
    assert cities.moved("city/2020-05-bees") is None
    assert cities.moved("nothing") is None


def test_topics_and_kinds_of_one_slug_are_one(cities: SeveralSnapshot) -> None:
    assert [topic.slug for topic in cities.digest.topics] == [
        *("soil", "pests", "children", "water", "towers", "bees")
    ]
    counts = {value.value: value.count for value in cities.topics()}
    assert (counts["pests"], counts["bees"], counts["soil"]) == (5, 1, 4)
    post = cities.post("city/2020-05-bees")
    assert post.topics == ("Pests, Weeds, and Blight", "Bees")
    assert post.research == "survey"
    found = cities.search(Question.parse("topic:pests"))
    assert {hit.post.id.partition("/")[0] for hit in found.hits} == {"plots", "city"}
    assert {value.value: value.count for value in cities.kinds()}["survey"] == 4


def test_a_topic_of_only_one_digest_selects_its_posts(cities: SeveralSnapshot) -> None:
    found = cities.search(Question.parse("topic:bees"))
    assert [hit.post.id for hit in found.hits] == ["city/2020-05-bees"]
    assert [(v.value, v.count) for v in found.facets.digests] == [("city", 1)]
    nothing = cities.search(Question.parse("topic:bees topic:water"))
    assert (nothing.total, nothing.hits) == (0, ())
    unknown = cities.search(Question.parse("beans topic:nothing"))
    assert unknown.total == 0 and len(unknown.understanding.notes) == 1


def test_a_reader_may_choose_digests(cities: SeveralSnapshot) -> None:
    question = replace(Question.parse("beans"), digests=("city",))
    found = cities.search(question)
    assert {hit.post.id.partition("/")[0] for hit in found.hits} == {"city"}
    every = cities.search(Question.parse("beans"))
    assert [(v.value, v.chosen) for v in found.facets.digests] == [("plots", False), ("city", True)]
    assert [v.label for v in every.facets.digests] == ["Garden Digest", "City Digest"]
    assert cities.found(question) == tuple(hit.post.id for hit in found.hits)
    odd = cities.search(replace(question, digests=("elsewhere",)))
    assert odd.total == every.total
    assert odd.understanding.notes == ("There is no digest “elsewhere” here.",)
    none = cities.search(replace(Question.parse("topic:water"), digests=("city",)))
    assert none.total == 0


def test_a_word_that_one_digest_has_is_not_unknown(cities: SeveralSnapshot) -> None:
    made = cities.search(Question.parse("roofs")).understanding
    assert (made.unknown, made.corrected) == ((), None)
    assert cities.search(Question.parse("zeppelins")).understanding.unknown == ("zeppelins",)
    assert not cities.answers(Question.parse("zeppelins"))
    assert cities.answers(Question.parse("roofs"))


def test_two_things_are_apart_only_where_no_digest_has_a_post_on_both(tmp_path: Path) -> None:
    told = ("EMDR came first.", "Grief came late.", "EMDR met grief.")
    first, second, third = (
        garden.digest(garden.post(n, id=f"2020-0{n}-p", summary=text, title="T"))
        for n, text in enumerate(told, 1)
    )
    question = Question.parse("EMDR for grief")
    with opened(tmp_path, first=first, second=second, third=third) as found:
        whole = SeveralSnapshot(found)
        assert whole.search(question).understanding.pairs == ()
        del found["third"]
        assert SeveralSnapshot(found).search(question).understanding.pairs == (("EMDR", "grief"),)
        del found["second"]
        assert SeveralSnapshot(found).search(question).understanding.pairs == ()


def test_a_phrase_is_searched_in_each_digest(cities: SeveralSnapshot) -> None:
    found = cities.search(Question.parse('beans "bees of roofs"'))
    assert [hit.post.id for hit in found.hits] == ["city/2020-05-bees"]
    assert not found.understanding.notes


def test_all_posts_are_listed_in_order_of_time(cities: SeveralSnapshot) -> None:
    months = [post.month or "" for post in cities.archive()]
    assert months == sorted(months, reverse=True)
    assert len(months) == len(cities.ids) == len(garden.POSTS) + 2
    assert [value.value for value in cities.months()] == sorted(set(months), reverse=True)
    assert [post.id for post in cities.month("2016-05")] == [f"plots/{SLUGS}", f"city/{SLUGS}"]


def test_related_posts_and_neighbours_are_of_the_same_digest(cities: SeveralSnapshot) -> None:
    beside = cities.neighbours("city/2020-05-bees")
    assert beside.newer is None and beside.older and beside.older.id == f"city/{SLUGS}"
    related = cities.related("plots/2017-06-hedges-shelter-ladybirds")
    assert [one.post.id for one in related.across] == ["plots/2018-01-children-who-dig"]
    for post, _ in cities.alike("plots/2017-06-hedges-shelter-ladybirds"):
        assert post.startswith("plots/")


def test_suggestions_are_those_of_each(cities: SeveralSnapshot) -> None:
    found = {(one.kind, one.value) for one in cities.suggest("be")}
    assert ("topic", "bees") in found and ("post", "city/2020-05-bees") in found
    assert [one.value for one in cities.suggest("pest") if one.kind == "topic"] == ["pests"]


def test_the_generation_s_name_depends_on_all(cities: SeveralSnapshot) -> None:
    number, _, mark = cities.generation.partition("-")
    assert number == "000007" and len(mark) == 6


def test_a_missing_digest_is_noted_with_the_answer(cities: SeveralSnapshot) -> None:
    plots, _ = cities._members
    alone = SeveralSnapshot({"plots": plots.snapshot}, ["city"])
    assert alone.generation != SeveralSnapshot({"plots": plots.snapshot}).generation
    told = alone.search(Question.parse("beans"))
    assert told.total and "city" in told.understanding.notes[0]


def test_filters_by_year_apply_to_each_digest(cities: SeveralSnapshot) -> None:
    question = replace(Question.parse("beans"), years=(Years(2020, 2020),))
    found = cities.search(question)
    assert {hit.post.month for hit in found.hits} == {"2020-05"}
    assert len(found.facets.years) > 1


def test_a_post_in_another_language_says_so(tmp_path: Path) -> None:
    french = replace(
        garden.digest(garden.post(1, title="Les haricots et les limaces")),
        name="Le jardin",
        language="fr",
    )
    with opened(tmp_path, plots=garden.digest(), jardin=french) as found:
        several = SeveralSnapshot(found)
        (hit,) = several.search(Question.parse("haricots")).hits
        assert (hit.language, hit.told.title) == ("fr", "Les haricots et les limaces")
        assert several.digest.languages == ("en", "fr")
        assert all(not hit.language for hit in several.search(Question.parse("slugs")).hits)


def test_models_read_a_question_once_for_all_digests(
    semantic_garden_index: Path, read_by_models: Counter[tuple[str, str]]
) -> None:
    live = live_name(semantic_garden_index)
    assert live
    generation = semantic_garden_index / live
    with open_generation(generation) as plots, open_generation(generation) as town:
        assert plots.semantic and town.semantic
        both = SeveralSnapshot(cast(dict[str, Member], {"plots": plots, "town": town}))
        asking: list[Callable[[Question], object]] = [
            both.search,
            both.found,
            both.order,
            both.answers,
            lambda question: both.search(question, SearchOptions(limit=3, offset=3)),
            lambda question: both.search(replace(question, digests=("town",))),
        ]
        for ask in asking:
            for text in ("beans in a drought", "zeppelins of the moon"):
                read_by_models.clear()
                ask(Question.parse(text))
                assert read_by_models == {(ALIKE.name, text): 1, (ANSWERING.name, text): 1}


def test_without_an_answer_at_most_three_topics_and_posts_are_given(
    cities: SeveralSnapshot,
) -> None:
    found = cities.search(Question.parse("timber zeppelins of the moon and of mars"))
    assert not found.answered and len(found.nearest) <= 3
    assert found.total == len(found.hits) <= 3
    beyond = cities.search(found.question, SearchOptions(offset=3))
    assert not beyond.hits
