"""The engine over a cluster gives the same answers as the embedded one, in the same order."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from corpus.folder.read import DEMO
from indexer.publish import publish
from search.engine.distributed import held, whole
from search.engine.distributed.snapshot import ClusterSnapshot
from search.engine.distributed.writing.library import Library
from search.engine.inventory import related_lists
from search.engine.location import staging_folder
from search.engine.open import open_engine, open_generation
from search.engine.seam import Member, Snapshot
from search.engine.several.snapshot import SeveralSnapshot
from search.errors import PostMissing
from search.index.files.folder import live_name
from search.question import Only, Question
from search.results import Hit, Results, SearchOptions
from tests.conftest import REPOSITORY
from tests.digests import garden
from tests.patience import eventually

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

ASKED = [
    q["text"]
    for q in tomllib.loads((DEMO / "relevance" / "questions.toml").read_text("utf-8"))["question"]
][::4]
FRENCH = [
    *tomllib.loads((REPOSITORY / "tests" / "relevance" / "french.toml").read_text("utf-8"))[
        "translated"
    ]
][::3]
EXACTLY = [
    '"therapeutic alliance"',
    '"drop out"',
    '"N-of-1"',
    '"dropout rates"',
    '"the"',
    "cbt -depression",
    "-alliance",
    "author:Cuijpers",
    'author:"van Dis, E."',
    'author:"Wampold BE"',
    'title:"The alliance in adult psychotherapy: A meta-analytic synthesis"',
    "clients who wont engage",
    "topic:depression",
    "year:2020..2022",
    "studies since 2018 on depression",
    "alliance before 2015",
    "therapy year:2019,2021..2022",
    "depression research:meta-analysis year:2021",
    "zeppelins research:meta-analysis",
    "topic:alliance year:..2021 outcome",
    "research:meta-analysis",
    "research:meta-analysis research:nothing drop-out",
    "title:CBT",
    "10.1001/jamapsychiatry.2020.1242",
    "depression topic:nothing",
    '"ruptures réparées" alliance',
    "-thérapeutes alliance",
    "title:réparées",
    'topic:"relation thérapeutique" "pas de"',
    'alliance "not in any post at all"',
    "theraputic aliance meta analysis",
    "",
    "the",
    "zeppelins",
]
OPTIONS = [
    SearchOptions(),
    SearchOptions(sort="newest"),
    SearchOptions(limit=5, offset=5, sort="oldest"),
    SearchOptions(expand=False, explain=True),
    SearchOptions(limit=7, offset=14),
    SearchOptions(language="fr"),
]
# Scores that differ by less count as equal.
NEAR = 1e-3


class Both(NamedTuple):
    """The same generation in a folder and in a cluster."""

    embedded: Snapshot
    cluster: Snapshot


def sent(index: Path, address: str) -> None:
    """Send the live generation of a folder to the cluster, and put it live there."""
    library = Library.at(address)
    generation = live_name(index)
    assert generation
    library.write(generation, index / generation, lambda step, done, total: None)
    library.put_live(generation)
    library.connection.close()


def opened(index: Path, address: str, *, semantic: bool = False) -> Iterator[Both]:
    sent(index, address)
    with (
        closing(open_engine(index, semantic=semantic)) as embedded,
        closing(open_engine(address, semantic=semantic)) as cluster,
    ):
        yield Both(embedded.now(), awaited(cluster.now(), address))


@pytest.fixture(scope="module", params=["held", "filed", "proposed"])
def there(
    request: pytest.FixtureRequest, node: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """How addresses begin: of digests held in memory or in files, or proposed by the cluster."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        if request.param != "held":
            patched.setattr(whole, "AT_ONCE", 0)
            patched.setattr(whole, "MOST", 0)
        if request.param == "proposed":
            patched.setenv("PPRSEARCH_CLUSTER_HELD", "0")
        yield f"{node}/{request.param}"


def awaited(cluster: Snapshot, address: str) -> Snapshot:
    """The same snapshot, once it has what it holds of posts in files."""
    assert isinstance(cluster, ClusterSnapshot)

    def holds() -> bool:
        cluster.search(Question.parse("therapy"))
        return cluster.holds_all

    if "/filed-" in address:
        eventually(holds)
    return cluster


@pytest.fixture(scope="module")
def by_words(demo_index: Path, there: str) -> Iterator[Both]:
    yield from opened(demo_index, f"{there}-demo")


@pytest.fixture(scope="module")
def by_meaning(semantic_demo_index: Path, there: str) -> Iterator[Both]:
    yield from opened(semantic_demo_index, f"{there}-semantic", semantic=True)


@pytest.fixture(scope="module")
def by_places(semantic_demo_index: Path, there: str) -> Iterator[Both]:
    """Posts that models have read, searched without a model for the questions."""
    yield from opened(semantic_demo_index, f"{there}-places")


@pytest.fixture(scope="module")
def about_gardens(there: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    index = tmp_path_factory.mktemp("garden") / "index"
    publish(garden.digest(), index)
    yield from opened(index, f"{there}-garden")


@pytest.fixture(scope="module")
def mixed(shared: Path, there: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Four hundred posts, which are enough for a latent space."""
    from corpora import corpus

    index = tmp_path_factory.mktemp("mixed") / "index"
    publish(corpus(400, shared / "data"), index)
    yield from opened(index, f"{there}-mixed")


@pytest.fixture(scope="module")
def layered(shared: Path, there: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The same four hundred posts, some of which were sent, edited or removed later."""
    from corpora import corpus

    address = f"{there}-layered"
    digest = corpus(400, shared / "data")
    *most, last = digest.posts
    beans = replace(last, id="of-beans", title="Of beans, and of zeppelins that carry them")
    first = [replace(p, title=f"{p.title} once") if n % 150 == 7 else p for n, p in enumerate(most)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("layered")))
        # The cluster finds the nearest vectors, as for digests too large to hold their vectors in
        # memory.
        patched.setattr(held, "MOST", 0)
        for posts in (
            [*first[:200], beans, *first[200:]],
            [*first[:200], *most[200:]],
            digest.posts,
        ):
            # A generation to be approved can be searched where it was written.
            done = publish(
                replace(digest, posts=tuple(posts)), address, approve=lambda after, before: True
            )
            generation = done.generation
        index = staging_folder(address)
        library = Library.at(address)
        assert generation
        aliased = library.connection.aliases([library.posts(generation)])
        assert len(aliased[library.posts(generation)]) > 1
        library.connection.close()
        with (
            open_generation(index / generation) as embedded,
            closing(open_engine(address, semantic=False)) as cluster,
        ):
            yield Both(embedded, awaited(cluster.now(), address))


def listed(results: Results) -> list[tuple[str, float]]:
    return [(hit.post.id, hit.score) for hit in results.hits]


def same_order(
    one: list[tuple[str, float]], other: list[tuple[str, float]], offset: int = 0
) -> bool:
    """Whether posts are in the same order, apart from those with nearly equal scores.

    Of these, one may be just beyond the end of a list, or before the start of one with an offset.
    """
    if [post for post, _ in one] == [post for post, _ in other]:
        return True
    scores = dict(one)
    ends = [score for _, score in (one[-1:] + one[:1] if offset else one[-1:])]
    return len(dict(other)) == len(other) and all(
        abs(scores.get(post, own) - score) < NEAR
        and (post in scores or any(abs(own - end) < NEAR for end in ends))
        for (post, own), (_, score) in zip(other, one, strict=True)
    )


def shown(hit: Hit) -> object:
    return hit.post, hit.title, hit.passage, hit.implication, hit.words


def check(both: Both, text: str, options: SearchOptions, only: tuple[Only, ...] = ()) -> None:
    """Both engines give the same answer to a question."""
    question = replace(Question.parse(text), only=only)
    one, other = (snapshot.search(question, options) for snapshot in both)
    assert same_order(listed(one), listed(other), options.offset), text
    if one.sort != "relevance":
        assert [hit.post.month for hit in other.hits] == [hit.post.month for hit in one.hits], text
    for snapshot, results in zip(both, (one, other), strict=True):
        assert snapshot.found(question, options) == tuple(hit.post.id for hit in results.hits)
    assert other.total == one.total, text
    assert other.facets == one.facets, text
    assert other.understanding == one.understanding, text
    assert (other.answered, other.nearest) == (one.answered, one.nearest), text
    assert (other.offset, other.sort) == (one.offset, one.sort)
    assert [hit.rank for hit in other.hits] == [hit.rank for hit in one.hits]
    known = {hit.post.id: hit for hit in one.hits}
    for hit in other.hits:
        if hit.post.id in known:
            assert shown(hit) == shown(known[hit.post.id]), text
            assert hit.score == pytest.approx(known[hit.post.id].score, abs=NEAR), text
            for given, expected in zip(
                hit.contributions, known[hit.post.id].contributions, strict=True
            ):
                assert (given.leg, given.label) == (expected.leg, expected.label)
                assert given.value == pytest.approx(expected.value, abs=NEAR), text


def check_related(both: Both, ids: Sequence[str]) -> None:
    """Check that both engines give the same related posts and the same most similar ones."""
    for post_id in ids:
        one, other = (snapshot.related(post_id) for snapshot in both)
        for name in ("closest", "across", "newer"):
            assert [(r.post.id, r.reason) for r in getattr(other, name)] == [
                (r.post.id, r.reason) for r in getattr(one, name)
            ], post_id
        for across in (False, True):
            one_like, other_like = (s.alike(post_id, 20, across=across) for s in both)
            assert same_order(one_like, other_like)


def check_contents(both: Both) -> None:
    """Check that both engines list the same contents of a generation."""
    one, other = both
    assert list(other.ids) == list(one.ids)
    assert other.digest == one.digest
    assert list(other.archive()) == list(one.archive())
    assert (other.topics(), other.kinds(), other.months()) == (
        one.topics(),
        one.kinds(),
        one.months(),
    )
    for month in (*(value.value for value in one.months()[::5]), "1900-01", "nonsense"):
        assert other.month(month) == one.month(month)
    for post_id in list(one.ids)[:: len(one.ids) // 12 + 1]:
        assert other.post(post_id) == one.post(post_id)
        assert other.neighbours(post_id) == one.neighbours(post_id)
    for typed in ("c", "dep", "long-t", "the al", "zzz", ""):
        assert other.suggest(typed) == one.suggest(typed)
        assert other.suggest(typed, language="fr") == one.suggest(typed, language="fr")


def test_questions_by_words_are_answered_alike(by_words: Both) -> None:
    for text in [*ASKED, *FRENCH]:
        check(by_words, text, SearchOptions())


def test_questions_by_meaning_are_answered_alike(by_meaning: Both) -> None:
    assert by_meaning.cluster.semantic
    for text in ASKED[::2]:
        check(by_meaning, text, SearchOptions(explain=True))
    for text in EXACTLY[::3]:
        check(by_meaning, text, SearchOptions(sort="newest"))


def test_models_read_a_question_once_for_a_folder_and_a_cluster(
    by_meaning: Both, read_by_models: Counter[tuple[str, str]]
) -> None:
    both = SeveralSnapshot(cast(dict[str, Member], by_meaning._asdict()))
    found = both.search(Question.parse(ASKED[0]))
    assert {hit.post.id.partition("/")[0] for hit in found.hits} == {"embedded", "cluster"}
    assert len(read_by_models) == 2 and set(read_by_models.values()) == {1}


def test_questions_by_the_places_of_words_are_answered_alike(by_places: Both) -> None:
    assert not by_places.cluster.semantic
    for text in [*ASKED[::2], *FRENCH[::3]]:
        check(by_places, text, SearchOptions(explain=True))
    for text in EXACTLY[::3]:
        check(by_places, text, SearchOptions(sort="newest"))


def test_exact_matches_are_the_same(by_words: Both) -> None:
    for text in EXACTLY:
        for options in OPTIONS:
            check(by_words, text, options)


def test_only_some_terms_are_searched_if_there_are_too_many_for_a_cluster(by_words: Both) -> None:
    """Each word with an asterisk stands for fifty terms."""
    begun = ("com", "con", "dis", "int", "pre", "pro", "res", "sta", "the", "tra", "pat", "par")
    text = " ".join(f"{letters}*" for letters in (*begun, "per", "dep", "ref", "rel", "sup", "exp"))
    for snapshot in by_words:
        assert snapshot.search(Question.parse(text)).hits


@pytest.mark.parametrize("only", [("overviews",), ("by-chance",), ("overviews", "by-chance")])
def test_filters_are_applied_alike(by_words: Both, only: tuple[Only, ...]) -> None:
    for text in ("", "depression", "alliance research:review", "zeppelins"):
        check(by_words, text, SearchOptions(), only)


def test_questions_over_a_latent_space_are_answered_alike(mixed: Both) -> None:
    for text in [*ASKED[::3], *EXACTLY]:
        check(mixed, text, SearchOptions(explain=True))


def test_every_page_of_an_answer_is_the_same(mixed: Both) -> None:
    question = Question.parse("depression")
    total = mixed.embedded.search(question).total
    assert total > 50
    for offset in range(0, total + 20, 20):
        check(mixed, "depression", SearchOptions(limit=20, offset=offset))
        check(mixed, "depression", SearchOptions(limit=20, offset=offset, sort="newest"))


def test_the_best_posts_are_the_same(by_words: Both, mixed: Both) -> None:
    for both in (by_words, mixed):
        for text in ASKED[::10]:
            question = Question.parse(text)
            one, other = (snapshot.order(question, 100) for snapshot in both)
            assert same_order(one, other), text
            one, other = (snapshot.order_plainly(question, 100) for snapshot in both)
            assert same_order(one, other), text


def test_related_posts_are_the_same(by_words: Both, about_gardens: Both) -> None:
    for both in (by_words, about_gardens):
        check_related(both, list(both.embedded.ids)[::8])
    assert related_lists(about_gardens.cluster) == related_lists(about_gardens.embedded)


def test_related_posts_by_meaning_are_the_same(by_meaning: Both) -> None:
    ids = list(by_meaning.embedded.ids)[::8]
    check_related(by_meaning, ids)
    # Some posts of other topics are related only by meaning.
    assert any(by_meaning.embedded.related(post_id).across for post_id in ids)


def test_the_contents_of_a_generation_are_listed_alike(by_words: Both, about_gardens: Both) -> None:
    for both in (by_words, about_gardens):
        check_contents(both)


def test_former_ids_and_missing_posts_are_handled_alike(about_gardens: Both) -> None:
    for one, other in (about_gardens,):
        for address in ("no-such-post", "/an/old/address/", *list(one.ids)[:2]):
            assert other.moved(address) == one.moved(address)
        for ask in (other.post, other.related, other.neighbours, other.alike):
            with pytest.raises(PostMissing):
                ask("no-such-post")


def test_the_same_questions_are_answered(about_gardens: Both) -> None:
    for text in ("slugs", "beans", "zeppelins", "do beer traps keep slugs down?", '"leaf mould"'):
        one, other = (snapshot.answers(Question.parse(text)) for snapshot in about_gardens)
        assert other == one
        for options in OPTIONS:
            check(about_gardens, text, options)


def test_a_generation_sent_in_layers_answers_alike(layered: Both) -> None:
    for text in [*ASKED[::8], *EXACTLY[::3], "beans", "zeppelins", "once"]:
        check(layered, text, SearchOptions(explain=True))
    for options in OPTIONS[1:]:
        check(layered, "depression", options)
    check_related(layered, [layered.embedded.ids[7], *layered.embedded.ids[::60]])
    check_contents(layered)
