"""The JSON of one page of results, and of how the question was understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.question import Only
from search.results import Contribution, Expansion, Facets, FacetValue, Passage, Sort
from search.shapes.comparison import ComparisonShape, DisagreementShape
from search.shapes.posts import PostShape
from search.shapes.told import told


@dataclass(frozen=True)
class QuestionShape:
    """The question, parsed."""

    text: str = field(metadata=told("As typed."))
    free: str = field(metadata=told("The free text, without operators."))
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    titles: tuple[str, ...] = field(metadata=told("Words or phrases that the title must have."))
    studies: tuple[str, ...] = field(
        metadata=told("DOIs and PMIDs, such as doi:10.1000/x and pmid:123.")
    )
    research: tuple[str, ...]
    years: str | None = field(
        metadata=told("A year or a span, as in 2018..2021; several are separated by commas.")
    )
    studied: str | None = field(
        metadata=told("The years of studies that it says in words, written as a span.")
    )
    said_years: str = field(
        metadata=told("The words in which it says them; off=years-said searches them as words.")
    )
    only: tuple[Only, ...] = field(
        metadata=told("Narrowed to overviews, or to studies that compare groups made by chance.")
    )
    digests: tuple[str, ...] = field(
        metadata=told("The digests to which posts must belong, if several are read as one.")
    )
    cut: bool = field(metadata=told("Whether it was too long and therefore cut."))


@dataclass(frozen=True)
class UnderstandingShape:
    """How the question was understood; words are as typed."""

    used: tuple[str, ...] = field(metadata=told("Words that were searched for."))
    unknown: tuple[str, ...] = field(metadata=told("Words that no post has."))
    unmet: tuple[str, ...] = field(
        metadata=told("The unknown words for which no expansion was found either.")
    )
    unknown_concepts: tuple[str, ...] = field(
        metadata=told("Decisive concepts that no post is about; then nothing answers.")
    )
    only_near: tuple[str, ...] = field(
        metadata=told("Decisive concepts that posts cover only by wider terms.")
    )
    apart: tuple[tuple[str, str], ...] = field(
        metadata=told("Pairs of things named of which posts have each, and none has both.")
    )
    left_out: tuple[str, ...] = field(metadata=told("Stop words and filler, not searched for."))
    expansions: tuple[Expansion, ...] = field(metadata=told("Terms searched for beside the words."))
    meant: str | None = field(metadata=told("A question that may have been meant."))
    corrected: str | None = field(
        metadata=told("The corrected question that was searched instead.")
    )
    notes: tuple[str, ...] = field(metadata=told("Notes for the reader, in sentences."))


@dataclass(frozen=True)
class HitShape:
    """A post that answers the question, with the words that show why."""

    rank: int = field(metadata=told("The rank, from 1."))
    score: float
    post: PostShape
    implication: Passage | None = field(
        metadata=told("The sentences of the practice implications that fit best.")
    )
    limit: Passage | None = field(
        metadata=told(
            "The sentence that limits the implication as to what is asked; of the first three hits."
        )
    )
    passage: Passage | None = field(metadata=told("The best sentences of the summary."))
    language: str | None = field(
        metadata=told("The language of the passages; null if it is the post's own.")
    )
    words: tuple[str, ...] = field(metadata=told("The words that matched."))
    contributions: tuple[Contribution, ...] = field(
        metadata=told("The contributions to the score, if asked for.")
    )
    why: tuple[str, ...] = field(metadata=told("Reasons for the rank in words, if asked for."))


@dataclass(frozen=True)
class ResultsShape:
    """One page of the answer to a question, and how the question was understood."""

    question: QuestionShape
    understanding: UnderstandingShape
    care: str | None = field(
        metadata=told("Where to get help (Markdown), when the question is about harm.")
    )
    identifying: str | None = field(
        metadata=told("What in the question seems to identify a person; it is not recorded.")
    )
    answered: bool = field(metadata=told("False when nothing in the digest answers."))
    total: int = field(metadata=told("The number of hits."))
    page: int = field(metadata=told("The number of this page, from 1."))
    pages: int = field(metadata=told("The number of pages; 1 without hits."))
    sort: Sort = field(metadata=told("The order of the hits."))
    best: tuple[str, ...] = field(
        metadata=told("The ids of the posts whose implications answer, three at most.")
    )
    hits: tuple[HitShape, ...] = field(metadata=told("The hits on this page."))
    disagreements: tuple[DisagreementShape, ...] = field(
        metadata=told("The pairs of hits on this page with opposite results.")
    )
    evidence: ComparisonShape | None = field(
        metadata=told("The findings of the posts side by side, if asked for.")
    )
    facets: Facets
    nearest: tuple[FacetValue, ...] = field(metadata=told("Topics to try if nothing answers."))
    url: str | None = field(metadata=told("The page for people, where the digest is served."))
    previous: str | None = field(metadata=told("The page before, as JSON."))
    next: str | None = field(metadata=told("The page after, as JSON."))
    generation: str = field(metadata=told("The generation of the index that answered."))
    seconds: float = field(metadata=told("How long the search took."))
