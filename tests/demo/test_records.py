"""Every figure, effect and citation of a demo post agrees with the record of its study."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from corpus.evidence.doubts import doubts_of_effect, doubts_of_study
from corpus.evidence.study import Study
from corpus.post import Post
from tests.demo import checker, wording
from tests.demo.checker import Record
from tests.demo.reading import demo_reading

pytestmark = pytest.mark.data

Pairs = dict[str, tuple[Post, Record]]


@pytest.fixture(scope="module")
def posts() -> tuple[Post, ...]:
    return tuple(demo_reading().digest.posts)


@pytest.fixture(scope="module")
def records(shared: Path) -> tuple[Record, ...]:
    return checker.read_records(shared / "studies" / "records.jsonl")


@pytest.fixture(scope="module")
def pairs(posts: tuple[Post, ...], records: tuple[Record, ...]) -> Pairs:
    """Each post with its record, which its citation names by title and year."""
    return {
        post.id: (post, record)
        for post in posts
        for record in records
        if wording.plain(record.told["title"]) in wording.plain(post.citation or "")
        and f"({record.year}" in (post.citation or "")
    }


def held(pairs: Pairs, faults_of: Callable[[Post, Record], Iterator[str]]) -> None:
    """Fail with all faults of all posts, not only with the first."""
    faults = [
        f"{post.id} ({record.id}): {fault}"
        for post, record in pairs.values()
        for fault in faults_of(post, record)
    ]
    assert not faults, "\n".join(faults)


def named(post: Post) -> set[str]:
    """The posts that a post links to, whose figures it may repeat."""
    return {*post.pin, *post.updates, *post.contradicts, *post.same_data}


def test_every_record_except_two_has_one_post(
    posts: tuple[Post, ...], records: tuple[Record, ...], pairs: Pairs
) -> None:
    assert {post.id for post in posts} - pairs.keys() == set()
    counts = Counter(record.id for _, record in pairs.values())
    assert [id for id, count in counts.items() if count > 1] == []
    assert {record.id for record in records} - counts.keys() == checker.WITHOUT_POST


@pytest.mark.parametrize("read", [wording.figures, wording.percentages, wording.negatives])
def test_every_figure_is_in_the_record(read: Callable[[str], set[str]], pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        sources = [read(pairs[id][1].source) for id in named(post)]
        told_otherwise = checker.OTHER_FIGURES.get(record.id, ())
        # "De Jong and 18 co-authors"
        others = str(len(record.told["authors"]) - 1)
        said = read(checker.readable(checker.body(post)))
        yield from checker.lacking(said, read(record.source), *sources, told_otherwise, [others])

    held(pairs, faults)


def test_every_number_word_is_in_the_record(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        for word, candidates in wording.number_words(checker.body(post)):
            spoken = word in checker.SPOKEN.get(record.id, ())
            if not (spoken or wording.says(record.source, candidates)):
                yield word

    held(pairs, faults)


def test_every_interval_is_beside_its_own_estimate(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        known = record.intervals.union(*(pairs[id][1].intervals for id in named(post)))
        for found in wording.intervals(checker.readable(checker.body(post))):
            if tuple(map(float, found)) not in known:
                yield "{} with {} to {} is no effect".format(*found)

    held(pairs, faults)


def test_effects_are_those_of_the_record_each_once(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        left = record.effects
        for effect in post.study.effects if post.study else ():
            found = next((known for known in left if not checker.unlike(effect, known)), None)
            if found is None:
                yield f"no such effect: {effect}"
            else:
                left.remove(found)
        yield from (f"left out: {effect}" for effect in left)

    held(pairs, faults)


def test_a_rate_that_is_compared_stands_beside_the_other(pairs: Pairs) -> None:
    def faults(post: Post, _record: Record) -> Iterator[str]:
        for effect in post.study.effects if post.study else ():
            if effect.measure == "%" and effect.comparator and "(" not in effect.comparator:
                yield f"{effect.value}% of {effect.outcome} against {effect.comparator}"

    held(pairs, faults)


def test_a_share_of_what_is_accounted_for_is_no_rate(pairs: Pairs) -> None:
    def faults(post: Post, _record: Record) -> Iterator[str]:
        for effect in post.study.effects if post.study else ():
            share = re.search(r"variance|variab|due to|explained|improvement", effect.outcome or "")
            if effect.measure == "%" and share and not effect.comparator:
                yield f"{effect.value}% of {effect.outcome}"

    held(pairs, faults)


def test_no_figure_of_an_effect_is_doubted(pairs: Pairs) -> None:
    """A ratio says which side it favours, and no comparison rests on a whole network."""

    def faults(post: Post, _record: Record) -> Iterator[str]:
        study = post.study or Study()
        for doubt in (*doubts_of_study(study), *chain(*map(doubts_of_effect, study.effects))):
            yield doubt.what

    held(pairs, faults)


def test_the_study_is_that_of_the_record(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        study = post.study
        if study is None:
            yield "no study"
            return
        told = record.told
        read = "secondhand" if record.id in checker.SECOND_HAND else told["read"]
        for name, said, known in (
            ("year", study.year, record.year),
            ("studies", study.studies, record.studies),
            ("participants", study.participants, told["n"]),
            ("question", study.question, told["question_type"]),
            ("by chance", study.compared == "by chance", bool(told["causal"])),
            ("read", study.read, read),
            ("DOI", post.doi, told["doi"]),
            ("PMID", post.pmid, told["pmid"]),
            ("kind", post.research, told["type_of_research"]),
        ):
            if said != known:
                yield f"{name} {said!r}, not {known!r}"

    held(pairs, faults)


def test_notices_are_those_of_the_record(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        said = {(notice.kind, notice.date, notice.doi) for notice in post.notices}
        known = {(n["kind"], n["date"], n["doi"]) for n in record.told["notices"]}
        if said != known:
            yield f"{sorted(map(str, said))}, not {sorted(map(str, known))}"

    held(pairs, faults)


def test_citations_are_those_of_the_record(pairs: Pairs) -> None:
    held(pairs, lambda post, record: record.cites(post.citation or ""))


def test_no_post_is_older_than_its_study(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        if record.year is None or (post.year or 0) < record.year:
            yield f"{post.month}, but the study is of {record.year}"
        if (month := checker.SEED_MONTHS.get(record.id, post.month)) != post.month:
            yield f"{post.month}, but the seed has it in {month}"

    held(pairs, faults)
    assert checker.SEED_MONTHS.keys() <= {record.id for _, record in pairs.values()}


def test_topics_are_those_of_the_record_with_the_main_one_first(pairs: Pairs) -> None:
    def faults(post: Post, record: Record) -> Iterator[str]:
        known = {*record.told["topics"], *checker.TOPICS.get(record.id, ())}
        yield from (f"{topic} is no topic of it" for topic in post.topics if topic not in known)
        main = checker.MAIN_TOPICS.get(record.id, record.told["topics"][0])
        if post.topics[0] != main:
            yield f"{post.topics[0]} is first, not {main}"

    held(pairs, faults)


def test_no_passage_is_copied_from_the_record_or_the_seed(pairs: Pairs, shared: Path) -> None:
    seed = wording.runs((shared / "seed" / "pprnet-listing-page.txt").read_text("utf-8"))

    def faults(post: Post, record: Record) -> Iterator[str]:
        theirs = seed.union(*map(wording.runs, record.texts))
        yield from sorted(wording.runs(checker.body(post)) & theirs)

    held(pairs, faults)
