"""The options of a search, and the values that an engine returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from corpus.post import Post
from search.meanings import Meanings
from search.question import Question

Part = Literal["summary", "implications"]
Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean and standard deviation of a leg's scores over a digest's ``posts``."""

    leg: str
    posts: int
    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How well a digest, or several together, can answer a question.

    ``answered`` says whether they do, ``typed`` whether they do so as it was typed, and ``quoted``
    whether its phrases are looked for as quoted; ``evidence`` is that of the best post; see
    ``ranking.answered``. ``spreads`` has one for each leg of the ranking.
    """

    answered: bool
    typed: bool
    quoted: bool
    evidence: float
    spreads: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to answer a question: hits ``offset`` to ``offset + limit``, sorted.

    Without ``expand`` no expansion counts, and of those that do, none with an id in ``off``. With
    ``explain`` each hit tells what its score is made of. ``language`` is the reader's: hits are
    told in it where they are translated, unless the question is asked in another. ``beside`` is
    how several digests stand to the question of which this is one: scores and what answers are then
    those among the posts of all. ``meanings`` has what models made of the question for another
    digest. Raises ``ValueError`` for a negative ``limit`` or ``offset``.
    """

    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    expand: bool = True
    off: tuple[str, ...] = ()
    explain: bool = False
    language: str = ""
    beside: Standing | None = None
    meanings: Meanings | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.limit < 0 or self.offset < 0:
            raise ValueError(
                f"hits {self.offset} to {self.offset} + {self.limit} can't be asked for"
            )


FIRST_TEN = SearchOptions()


class Scored(NamedTuple):
    """A post that answers: its id, its score, and its ``date``, higher for a newer one."""

    id: str
    score: float
    date: int


def date_of(year: int, month: int) -> int:
    """A date to sort by: the year that a post is found by, then its month (year * 100 + month)."""
    return year * 1_000_000 + month


@dataclass(frozen=True, slots=True)
class Passage:
    """One or two sentences of a post as plain text; ``marks`` are [start, end) of matched words."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """The contribution of one leg to a hit's score, in units of the fused score.

    ``label`` says in plain words what the leg looked at.
    """

    leg: str
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One post that answers the question, with the words that show why.

    ``implication`` is what the post means for practice, as far as it fits the question best;
    ``passage`` is the best of the summary. ``title`` is the post's title with its marks.
    ``words`` are the question's words found in the post; ``why``, reasons for its place in words,
    and ``contributions`` are empty unless the search was asked to explain. ``language`` is that of
    the translation that ``title``, ``implication`` and ``passage`` are of; empty for the post's.
    ``covered`` is the share of the question that the whole post covers by words, and ``near`` how
    near it is by each of the two models; empty where there are none. ``limit`` is the sentence that
    limits ``implication`` as to what is asked; ``compared`` is false where the question compares
    two things and neither speaks of both. Both are looked for in the first posts only.
    """

    rank: int
    score: float
    post: Post
    title: Passage
    implication: Passage | None
    passage: Passage | None
    words: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    why: tuple[str, ...] = ()
    language: str = ""
    covered: float = 0.0
    near: tuple[float, ...] = ()
    limit: Passage | None = None
    compared: bool = True

    @property
    def told(self) -> Post:
        """The post with its text in the language of the hit."""
        return self.post.told_in(self.language)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet with the number of hits that have it; ``value`` goes into a URL."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over all hits, not only those shown.

    ``topics`` are sorted: chosen ones first, then by number of posts. ``research`` and ``years``,
    of which a post has one, are counted without the filter on themselves: each value says how many
    posts it has or would add. ``only`` says how the posts could be narrowed further, ``digests`` of
    which digest they are if several are read as one.
    """

    topics: tuple[FacetValue, ...] = ()
    research: tuple[FacetValue, ...] = ()
    years: tuple[FacetValue, ...] = ()
    only: tuple[FacetValue, ...] = ()
    digests: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term searched for beside a word of the question.

    ``id`` switches it off (``off=ID`` in a URL); ``on`` tells whether it counted.
    """

    id: str
    words: str
    term: str
    on: bool = True


class Apart(NamedTuple):
    """Two things that a question names and no post has both of, each as typed.

    ``known`` says which of them some post has.
    """

    things: tuple[str, str]
    known: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Understanding:
    """How the engine understood the question.

    ``used`` are the question's words that were matched, ``unknown`` those that no post has,
    ``left_out`` the filler; each as the reader typed it. ``unmet`` are the unknown ones for which
    nothing that posts have stands. ``unknown_concepts`` are what the question is decided by and the
    digest does not speak of, so that nothing answers it; ``only_near`` those of which it speaks
    only in wider words, to which its vocabulary leads. ``apart`` are pairs of things named that no
    post has both of. ``meant`` is a corrected question to offer,
    ``corrected`` one that was used because the question as typed found nothing.
    ``harms`` are the kinds of harm that the question speaks of, judged as a whole.
    ``notes`` are sentences for the reader (a filter without effect, a question cut short).
    """

    used: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    unknown_concepts: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()
    left_out: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    meant: str | None = None
    corrected: str | None = None
    harms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of things of which posts have each, and none has both."""
        return tuple(one.things for one in self.apart if all(one.known))


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a question: ``hits`` is one page of ``total``.

    ``answered`` is false when nothing in the digest answers it; ``nearest`` then holds topics to
    try. ``generation`` names the index generation every part of the answer came from.
    """

    question: Question
    understanding: Understanding
    hits: tuple[Hit, ...]
    total: int
    offset: int
    sort: Sort
    facets: Facets
    answered: bool
    nearest: tuple[FacetValue, ...]
    generation: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RelatedPost:
    """A post to read next; ``reason`` is a plain phrase that is true of both posts."""

    post: Post
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Related:
    """Posts related to one: the closest, and those that share no topic with it.

    ``newer`` are later overviews on the same question.
    """

    closest: tuple[RelatedPost, ...] = ()
    across: tuple[RelatedPost, ...] = ()
    newer: tuple[RelatedPost, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for or open while a reader types.

    ``kind`` is ``topic`` (value: its slug), ``post`` (value: its id) or ``question`` (value: the
    question). ``language`` is that of the text, empty for the digest's own.
    """

    kind: Literal["topic", "post", "question"]
    text: str
    value: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The posts before and after one in the order of the digest's months."""

    newer: Post | None
    older: Post | None
