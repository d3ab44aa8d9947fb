"""The demo digest says what its studies found and no more: each post is held to its record."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from corpus.folder.read import DEMO, Reading, read_corpus
from corpus.post import Post
from tests import wording

# Words are counted as white space divides them, when they hold a letter or a digit.
SUMMARY_WORDS = range(150, 281)
IMPLICATION_WORDS = range(80, 161)
# Flesch's reading ease of summary and implications together: academic abstracts lie below 30,
# plain English above 60.
READING_EASE = (35, 65)
TITLE_LENGTH = 90
RUN = 8
FIRST_MONTH, LAST_MONTH = "2013-01", "2024-12"
# Two first words that more posts than this begin with are a mould.
SAME_TWO_WORDS = 4
MONTHS_OF_THE_SEED = {
    "wampold-owen-2021": "2022-05",
    "delgadillo-2018-burnout": "2021-07",
    "fluckiger-2020-adjusted": "2021-04",
    "gloster-2020": "2020-12",
    "curran-2019": "2020-12",
}
KINDS = {
    "Meta-analysis": "meta-analysis",
    "Meta-analysis (network)": "meta-analysis",
    "Meta-analysis (neuroimaging)": "meta-analysis",
    "Meta-analysis (practice-based)": "meta-analysis",
    "Systematic review": "systematic review",
    "Scoping review": "systematic review",
    "RCT": "randomized controlled trial",
    "RCT (dismantling)": "randomized controlled trial",
    "RCT (economic)": "economic evaluation",
    "Economic model": "economic evaluation",
    "Cohort (register, matched)": "cohort study",
    "Practice-based (naturalistic)": "practice-based study",
    "Practice-based (observational)": "practice-based study",
    "Practice-based (longitudinal)": "practice-based study",
    "Practice-based (survey of dyads)": "practice-based study",
    "Survey (cross-sectional)": "survey",
    "Qualitative meta-synthesis": "qualitative study",
    "Review": "review or book chapter",
    "Review / book chapter": "review or book chapter",
    "Review / theory": "review or book chapter",
    "Review (overview of meta-analyses)": "review or book chapter",
    "Clinical / theory paper": "clinical or theory paper",
}
CANONICAL = {"Adherance": "Adherence"}
BANNED = (
    "committed suicide",
    "commit suicide",
    "self-harmer",
    "suicidal patient",
    "groundbreaking",
)
# What a reader of the digest cannot know of: the notes and extracts that the posts were made from.
WORKING_WORDS = (
    "excerpt",
    "the record",
    "our record",
    "our source",
    "our version",
    "the listing",
    "the seed",
    "at hand",
    "the text we",
    "the pages seen",
    "available to us",
    "known to us",
    "for this summary",
    "as given",
    "pprnet",
)
# A researcher's working note is the bracket that ends a citation, after its last full stop, pages
# or DOI. A bracket that belongs to the work, such as [preprint], is followed by more of it.
WORKING_NOTE = re.compile(r"\s*\[[^\]]*\]$")


@dataclass(frozen=True, slots=True)
class Record:
    """The verified facts of one study: what a post may say.

    ``citation`` comes without the working note that it may end with.
    """

    id: str
    citation: str
    authors: tuple[str, ...]
    title: str
    year: int
    doi: str | None
    kind: str
    topics: tuple[str, ...]
    authors_incomplete: bool
    intervals: frozenset[tuple[str, str, str]]
    facts: tuple[str, ...]

    @property
    def source(self) -> str:
        """Everything a figure of the post may come from, as one text."""
        return wording.plain("\n".join((self.title, str(self.year), *self.facts)))


def read_record(line: str) -> Record:
    """Read a record from its line of JSON; citation, pages and DOI are no source of figures."""
    record = json.loads(line)
    told = ("population", "n_studies", "n_patients", "finding", "limits", "practice_point", "notes")
    pairs = [f"{effect['value']}, ci {effect['ci']}" for effect in record["effects"]]
    effects = [str(value) for effect in record["effects"] for value in effect.values() if value]
    return Record(
        id=record["id"],
        citation=WORKING_NOTE.sub("", record["citation"]),
        authors=tuple(record["authors"]),
        title=record["title"],
        year=record["year"],
        doi=record["doi"],
        kind=record["type_of_research"],
        topics=tuple(CANONICAL.get(name, name) for name in record["topics"]),
        authors_incomplete=record["authors_incomplete"],
        intervals=frozenset(wording.intervals("; ".join(pairs))),
        facts=(*(str(record[name]) for name in told if record[name] is not None), *effects),
    )


def body(post: Post) -> str:
    """What the post says in its own words."""
    return "\n\n".join((post.title, post.summary, post.implications))


def opening(text: str, length: int) -> str:
    return " ".join(wording.words(text)[:length])


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_corpus(DEMO)


@pytest.fixture(scope="module")
def posts(reading: Reading) -> tuple[Post, ...]:
    return reading.digest.posts


@pytest.fixture(scope="module")
def records(shared: Path) -> tuple[Record, ...]:
    lines = (shared / "studies" / "studies.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(map(read_record, lines))


@pytest.fixture(scope="module")
def pairs(posts: tuple[Post, ...], records: tuple[Record, ...]) -> list[tuple[Post, Record]]:
    """Each post with its record, which its citation names by title and year."""
    return [
        (post, record)
        for post in posts
        for record in records
        if record.title in (post.citation or "") and str(record.year) in (post.citation or "")
    ]


# The posts alone


def test_the_digest_reads_without_a_problem(reading: Reading) -> None:
    assert not reading.problems, "\n".join(map(str, reading.problems))
    assert len(reading.digest.posts) == 80


def test_titles_are_short_and_unique_and_end_without_a_full_stop(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: title of {len(post.title)} characters: {post.title!r}"
        for post in posts
        if len(post.title) > TITLE_LENGTH or post.title.endswith(".")
    ]
    counts = Counter(wording.plain(post.title) for post in posts)
    faults += [f"title used {count} times: {title}" for title, count in counts.items() if count > 1]
    assert not faults, "\n".join(faults)


def test_summary_and_implications_have_the_length_of_a_post(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: {part} of {count} words, not {limits.start} to {limits.stop - 1}"
        for post in posts
        for part, count, limits in (
            ("summary", wording.word_count(post.summary), SUMMARY_WORDS),
            ("implications", wording.word_count(post.implications), IMPLICATION_WORDS),
        )
        if count not in limits
    ]
    assert not faults, "\n".join(faults)


def test_posts_read_easily(posts: tuple[Post, ...]) -> None:
    low, high = READING_EASE
    eases = {
        post.id: wording.reading_ease(f"{post.summary}\n\n{post.implications}") for post in posts
    }
    faults = [
        f"{id}: reading ease {ease:.0f}, not {low} to {high}"
        for id, ease in eases.items()
        if not low <= ease <= high
    ]
    assert not faults, "\n".join(faults)


def test_months_hold_one_to_three_posts_of_2013_to_2024(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: month {post.month}, not {FIRST_MONTH} to {LAST_MONTH}"
        for post in posts
        if not FIRST_MONTH <= (post.month or "") <= LAST_MONTH
    ]
    counts = Counter(post.month for post in posts)
    faults += [
        f"{month}: {count} posts, not one to three" for month, count in counts.items() if count > 3
    ]
    assert not faults, "\n".join(faults)


def test_every_topic_has_two_posts_and_no_post_more_than_five_topics(reading: Reading) -> None:
    digest = reading.digest
    faults = [
        f"{post.id}: {len(post.topics)} topics, not one to five, each once"
        for post in digest.posts
        if not 1 <= len(post.topics) == len(set(post.topics)) <= 5
    ]
    counts = Counter(topic for post in digest.posts for topic in post.topics)
    faults += [
        f"{topic.name}: {counts[topic.name]} posts, not two or more"
        for topic in digest.topics
        if counts[topic.name] < 2
    ]
    assert len(digest.topics) == 36
    assert not faults, "\n".join(faults)


def test_pins_are_mutual(posts: tuple[Post, ...]) -> None:
    pins = {post.id: set(post.pin) for post in posts}
    faults = [
        f"{id}: pins {other}, which {'does not pin it' if other in pins else 'is no post'}"
        for id, others in pins.items()
        for other in sorted(others)
        if id not in pins.get(other, ()) or id == other
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("banned", BANNED)
def test_people_come_before_labels_and_facts_before_praise(
    posts: tuple[Post, ...], banned: str
) -> None:
    faults = [post.id for post in posts if banned in wording.plain(body(post))]
    assert not faults, f"{banned!r} in {', '.join(faults)}"


@pytest.mark.parametrize("working", WORKING_WORDS)
def test_posts_say_nothing_of_how_they_were_made(posts: tuple[Post, ...], working: str) -> None:
    pattern = re.compile(rf"\b{working}")
    faults = [post.id for post in posts if pattern.search(wording.plain(body(post)))]
    assert not faults, f"{working!r} in {', '.join(faults)}"


def test_no_citation_ends_with_a_working_note(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: {post.citation}" for post in posts if WORKING_NOTE.search(post.citation or "")
    ]
    assert not faults, "\n".join(faults)


def test_a_working_note_ends_a_citation_and_a_genuine_bracket_does_not() -> None:
    genuine = "Hoppen, T. H. (2022). Interventions for PTSD [preprint]. medRxiv."
    assert WORKING_NOTE.sub("", f"{genuine} [pages not seen]") == genuine
    assert WORKING_NOTE.sub("", genuine) == genuine


@pytest.mark.parametrize("part", ["title", "summary", "implications"])
def test_openings_vary(posts: tuple[Post, ...], part: str) -> None:
    faults = []
    for length, limit in ((3, 1), (2, SAME_TWO_WORDS)):
        openings: defaultdict[str, list[str]] = defaultdict(list)
        for post in posts:
            openings[opening(getattr(post, part), length)].append(post.id)
        faults += [
            f"{len(ids)} {part} texts begin {words!r}, not {limit} at most: {', '.join(ids)}"
            for words, ids in openings.items()
            if len(ids) > limit
        ]
    assert not faults, "\n".join(faults)


def test_no_two_posts_share_a_run_of_words(posts: tuple[Post, ...]) -> None:
    said = {post.id: wording.runs(body(post), RUN) for post in posts}
    faults = [
        f"{one} and {other} share {run!r}"
        for one, other in combinations(said, 2)
        for run in sorted(said[one] & said[other])
    ]
    assert not faults, "\n".join(faults)


# The posts and their records


@pytest.mark.data
def test_every_record_has_one_post(
    posts: tuple[Post, ...], records: tuple[Record, ...], pairs: list[tuple[Post, Record]]
) -> None:
    of_record = Counter(record.id for _, record in pairs)
    of_post = Counter(post.id for post, _ in pairs)
    faults = [
        f"record {record.id}: {of_record[record.id]} posts, not one"
        for record in records
        if of_record[record.id] != 1
    ]
    faults += [
        f"{post.id}: its citation fits {of_post[post.id]} records, not one"
        for post in posts
        if of_post[post.id] != 1
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_every_figure_is_in_the_record(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {figure} is not in record {record.id}"
        for post, record in pairs
        for figure in sorted(wording.figures(body(post)) - wording.figures(record.source))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_every_percentage_is_one_in_the_record(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {figure} % is no percentage in record {record.id}"
        for post, record in pairs
        for figure in sorted(wording.percentages(body(post)) - wording.percentages(record.source))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_every_minus_sign_is_in_the_record(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: -{figure} has no minus sign in record {record.id}"
        for post, record in pairs
        for figure in sorted(wording.negatives(body(post)) - wording.negatives(record.source))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_every_interval_stands_with_its_own_estimate(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {estimate} with {low} to {high} is not an effect in record {record.id}"
        for post, record in pairs
        for estimate, low, high in sorted(wording.intervals(body(post)) - record.intervals)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_every_number_word_is_in_the_record(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {word!r} is not in record {record.id}"
        for post, record in pairs
        for word, candidates in wording.number_words(body(post))
        if not wording.says(record.source, candidates)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_citation_and_doi_are_the_record_s(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: cites {post.citation!r}, record {record.id} has {record.citation!r}"
        for post, record in pairs
        if not cites(post.citation or "", record)
    ]
    faults += [
        f"{post.id}: DOI {post.doi}, record {record.id} has {record.doi}"
        for post, record in pairs
        if post.doi != record.doi
    ]
    assert not faults, "\n".join(faults)


def cites(citation: str, record: Record) -> bool:
    """Whether a citation is the record's; where authors are missing there, it says "et al."."""
    if not record.authors_incomplete or "et al." in record.citation:
        return citation == record.citation
    known = record.citation.rpartition("… ")[2]
    authors = citation.removesuffix(known)
    return (
        citation.endswith(known)
        and "et al." in authors
        and all(author in authors for author in record.authors)
    )


@pytest.mark.data
def test_no_post_came_before_its_study(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {post.month}, but record {record.id} is of {record.year}"
        for post, record in pairs
        if (post.year or 0) < record.year
    ]
    faults += [
        f"{post.id}: {post.month}, but the seed has record {record.id} in {month}"
        for post, record in pairs
        if (month := MONTHS_OF_THE_SEED.get(record.id, post.month)) != post.month
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_topics_are_the_record_s_with_the_main_one_first(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {topic} is no topic of record {record.id}"
        for post, record in pairs
        for topic in post.topics
        if topic not in record.topics
    ]
    faults += [
        f"{post.id}: {post.topics[0]} is first, in record {record.id} it is {record.topics[0]}"
        for post, record in pairs
        if post.topics[0] != record.topics[0]
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_the_kind_of_research_is_the_record_s(pairs: list[tuple[Post, Record]]) -> None:
    faults = [
        f"{post.id}: {post.research}, but record {record.id} is a {record.kind}"
        for post, record in pairs
        if post.research != KINDS[record.kind]
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.data
def test_no_run_of_words_comes_from_the_record_or_the_seed(
    pairs: list[tuple[Post, Record]], shared: Path
) -> None:
    seed = (shared / "seed" / "pprnet-listing-page.txt").read_text(encoding="utf-8")
    of_seed = wording.runs(seed, RUN)
    faults = []
    for post, record in pairs:
        said = wording.runs(body(post), RUN)
        of_record = set().union(
            *(wording.runs(text, RUN) for text in (record.title, *record.facts))
        )
        faults += [f"{post.id}: {run!r} is in record {record.id}" for run in said & of_record]
        faults += [f"{post.id}: {run!r} is on the seed page" for run in said & of_seed]
    assert not faults, "\n".join(sorted(faults))
