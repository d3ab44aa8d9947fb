"""The demo digest's posts have one form, differ in wording, and never mention their making."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from corpus.checks.style import style_hints
from corpus.folder.read import Reading
from corpus.post import Post
from tests.conftest import REPOSITORY
from tests.demo import canadian, wording
from tests.demo.checker import body
from tests.demo.reading import demo_reading

# Words are separated by white space and hold a letter or a digit.
SUMMARY_WORDS = range(200, 321)
IMPLICATION_WORDS = range(80, 161)
BOTTOM_LINE_WORDS = 25
# Flesch's reading ease of summary and implications together: academic abstracts are below 30,
# plain English is above 60.
READING_EASE = (35, 65)
TITLE_LENGTH = 90
YEARS = range(2019, 2025)
LAST_MONTH = "2025-02"
# No text begins or ends with the same five words as another, and no more posts than this begin
# with the same two words.
MOULD = 5
SAME_TWO_WORDS = 4
BANNED = (
    "committed suicide",
    "commit suicide",
    "self-harmer",
    "suicidal patient",
    "groundbreaking",
    "ground-breaking",
    "delve",
    r"sheds? light",
)
# Words about the making of a post, which readers cannot understand: notes, extracts, and doubts
# about them.
OF_THE_MAKING = (
    r"not (?:seen|verified|covered here|reported here|stated in|named in|given in)",
    r"(?:was|were|been) not (?:read|seen)|was read as",
    r"abstract\b",
    r"blog|press (?:account|report)|listing|excerpt|the seed|pprnet",
    r"(?:the|our) (?:record|source)s?\b",
    r"verified|to be confirmed|confirmed by|(?:must|should) be checked|before it is cited",
    r"spelling|misprint|printed as|as printed|as given|(?:looks|is) doubtful",
    r"second[- ]?hand",
    r"(?:turn to|see|look up) the (?:article|paper|study)",
    r"could not be (?:traced|seen)",
    r"this (?:account|post|summary)\b|for this summary",
    r"full (?:text|article|paper)",
    r"we (?:have )?(?:read|seen)|we did not see|available to us|known to us",
)
# Words of causes, for studies without random groups. "Reduced drop-out" may be an adjective.
CAUSES = (
    r"reduces?|reduced|improves|prevents?|prevented|leads? to|led to|causes(?! of)|caused"
    r"|lowers|lowered|raises|boosts|cuts|protects?|results? in|works"
)
_SHORT_FORM = re.compile(r"[A-Z0-9]+[a-z]?(?:[-/][A-Z0-9]+)*s?")
PROPER = {"Danish", "Denmark", "England", "Canada", "Finland", "Helsinki", "Norway"}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return demo_reading()


@pytest.fixture(scope="module")
def posts(reading: Reading) -> tuple[Post, ...]:
    return tuple(reading.digest.posts)


def test_the_digest_has_no_problems_and_no_hints(reading: Reading) -> None:
    problems = (*reading.problems, *style_hints(reading))
    assert not problems, "\n".join(map(str, problems))
    assert len(reading.digest.posts) == 113


def test_titles_are_short_unique_and_in_sentence_case(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: title of {len(post.title)} characters: {post.title!r}"
        for post in posts
        if len(post.title) > TITLE_LENGTH or post.title.endswith(".")
    ]
    faults += [f"{post.id}: {word!r} in {post.title!r}" for post in posts for word in raised(post)]
    counts = Counter(wording.plain(post.title) for post in posts)
    faults += [f"title used {count} times: {title}" for title, count in counts.items() if count > 1]
    assert not faults, "\n".join(faults)


def raised(post: Post) -> list[str]:
    """The words of a title that have a capital for no reason."""
    parts = re.split(r"(?<=[:?!.]) ", post.title)
    words = [word for part in parts for word in re.findall(r"[\w'’/-]+", part)[1:]]
    return [
        word
        for word in words
        if word[0].isupper() and word not in PROPER and not _SHORT_FORM.fullmatch(word)
    ]


def test_titles_and_bottom_lines_name_causes_only_with_random_groups(
    posts: tuple[Post, ...],
) -> None:
    faults = [
        f"{post.id}: {found[0]!r} in {text!r}"
        for post in posts
        if post.study and post.study.compared != "by chance"
        for text in (post.title, post.bottom_line or "")
        for found in re.finditer(rf"\b(?:{CAUSES})\b", wording.plain(text))
    ]
    assert not faults, "\n".join(faults)


def test_the_parts_of_a_post_have_the_right_length(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: {part} of {count} words, not {limits.start} to {limits.stop - 1}"
        for post in posts
        for part, count, limits in (
            ("summary", wording.word_count(post.summary), SUMMARY_WORDS),
            ("implications", wording.word_count(post.implications), IMPLICATION_WORDS),
            (
                "bottom line",
                len((post.bottom_line or "").split()),
                range(1, BOTTOM_LINE_WORDS + 1),
            ),
        )
        if count not in limits
    ]
    assert not faults, "\n".join(faults)


def test_posts_are_easy_to_read(posts: tuple[Post, ...]) -> None:
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


def test_every_month_has_one_to_three_posts(posts: tuple[Post, ...]) -> None:
    counts = Counter(post.month or "" for post in posts)
    months = {f"{year}-{month:02}" for year in YEARS for month in range(1, 13)}
    assert months - counts.keys() == set()
    assert max(counts.values()) <= 3
    assert (min(counts), max(counts)) == (min(months), LAST_MONTH)
    assert [post.id for post in posts if not post.id.startswith(f"{post.month}-")] == []


def test_a_topic_has_two_posts_or_more_and_a_post_five_topics_at_most(reading: Reading) -> None:
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


def test_every_kind_of_research_has_a_post_and_a_description(reading: Reading) -> None:
    assert {post.research for post in reading.digest.posts} == {
        kind.name for kind in reading.digest.kinds
    }
    assert [kind.name for kind in reading.digest.kinds if not kind.description] == []


def test_old_addresses_lead_to_the_post_on_the_same_study_or_say_why_it_is_gone(
    reading: Reading, posts: tuple[Post, ...]
) -> None:
    listed = REPOSITORY / "tests" / "fixtures" / "first_edition_addresses.txt"
    first = set(listed.read_text("utf-8").split())
    aliases = Counter(alias for post in posts for alias in post.aliases)
    assert max(aliases.values()) == 1
    assert aliases.keys() <= first
    gone = {one.address: one for one in reading.digest.gone}
    assert first - aliases.keys() - {post.id for post in posts} == gone.keys()
    assert all(one.read for one in gone.values())


@pytest.mark.parametrize("field", ["pin", "contradicts", "same_data"])
def test_links_between_posts_go_both_ways(posts: tuple[Post, ...], field: str) -> None:
    named = {post.id: set(getattr(post, field)) for post in posts}
    faults = [
        f"{id}: names {other}, which does not name it"
        for id, others in named.items()
        for other in sorted(others)
        if id not in named.get(other, ()) or id == other
    ]
    assert any(named.values())
    assert not faults, "\n".join(faults)


def test_updates_are_of_later_studies(posts: tuple[Post, ...]) -> None:
    years = {post.id: post.study.year or 0 for post in posts if post.study}
    pairs = [(post.id, other) for post in posts for other in post.updates]
    assert pairs
    assert [pair for pair in pairs if years[pair[0]] <= years[pair[1]]] == []


@pytest.mark.parametrize("banned", BANNED)
def test_posts_have_no_disrespectful_words_and_no_praise(
    posts: tuple[Post, ...], banned: str
) -> None:
    faults = [post.id for post in posts if re.search(banned, wording.plain(body(post)))]
    assert not faults, f"{banned!r} in {', '.join(faults)}"


@pytest.mark.parametrize("told", OF_THE_MAKING)
def test_posts_never_mention_how_they_were_made(posts: tuple[Post, ...], told: str) -> None:
    pattern = re.compile(rf"\b(?:{told})")
    faults = [
        f"{post.id}: {found[0]!r}"
        for post in posts
        if (found := pattern.search(wording.plain(body(post))))
    ]
    assert not faults, "\n".join(faults)


def test_no_citation_holds_a_note(posts: tuple[Post, ...]) -> None:
    assert [post.citation for post in posts if "[" in (post.citation or "")] == []
    assert [post.id for post in posts if "doi.org" in (post.citation or "")] == []


def test_the_spelling_is_canadian(posts: tuple[Post, ...]) -> None:
    faults = [
        f"{post.id}: {word!r}, in Canada {cure}"
        for post in posts
        for word, cure in canadian.misspelt(body(post))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("part", ["title", "summary", "implications", "bottom_line"])
def test_few_posts_begin_with_the_same_words(posts: tuple[Post, ...], part: str) -> None:
    openings: defaultdict[str, list[str]] = defaultdict(list)
    for post in posts:
        openings[" ".join(wording.words(getattr(post, part))[:2])].append(post.id)
    faults = [
        f"{len(ids)} {part} texts begin {words!r}, not {SAME_TWO_WORDS} at most: {', '.join(ids)}"
        for words, ids in openings.items()
        if len(ids) > SAME_TWO_WORDS
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("end", [slice(None, MOULD), slice(-MOULD, None)], ids=["opens", "closes"])
def test_no_opening_and_no_closing_is_used_twice(posts: tuple[Post, ...], end: slice) -> None:
    counts = Counter(
        " ".join(wording.words(text)[end])
        for post in posts
        for text in (post.title, post.bottom_line or "", post.summary, post.implications)
    )
    assert [words for words, count in counts.items() if count > 1] == []


def test_no_two_posts_share_a_passage(posts: tuple[Post, ...]) -> None:
    said = {post.id: wording.runs(body(post)) for post in posts}
    faults = [
        f"{one} and {other} share {run!r}"
        for one, other in combinations(said, 2)
        for run in sorted(said[one] & said[other])
    ]
    assert not faults, "\n".join(faults)
