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
    free: str = field(metadata=told("What is left of it for free matching."))
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    titles: tuple[str, ...] = field(metadata=told("What a title must have."))
    studies: tuple[str, ...] = field(
        metadata=told("DOIs and numbers of PubMed, such as doi:10.1000/x and pmid:123.")
    )
    research: tuple[str, ...]
    years: str | None = field(
        metadata=told("A year or a span, as in 2018..2021; several with commas between them.")
    )
    only: tuple[Only, ...] = field(
        metadata=told("What it is narrowed to: overviews, or studies that compare by chance.")
    )
    digests: tuple[str, ...] = field(
        metadata=told("Of which posts must be, where several digests are read as one.")
    )
    cut: bool = field(metadata=told("Whether it was too long."))


@dataclass(frozen=True)
class UnderstandingShape:
    """How the question was understood; words are as typed."""

    used: tuple[str, ...] = field(metadata=told("Words that were looked for."))
    unknown: tuple[str, ...] = field(metadata=told("Words that no post has."))
    unmet: tuple[str, ...] = field(
        metadata=told("The unknown words for which nothing that posts have stands.")
    )
    unknown_concepts: tuple[str, ...] = field(
        metadata=told("What decides the question and no post speaks of; nothing answers it.")
    )
    only_near: tuple[str, ...] = field(
        metadata=told("What posts speak of only in wider words of the vocabulary.")
    )
    left_out: tuple[str, ...] = field(metadata=told("Filler."))
    expansions: tuple[Expansion, ...] = field(metadata=told("What was looked for beside them."))
    meant: str | None = field(metadata=told("The question that may have been meant."))
    corrected: str | None = field(metadata=told("The one that was used instead."))
    notes: tuple[str, ...] = field(metadata=told("Sentences for the reader."))


@dataclass(frozen=True)
class HitShape:
    """A post that answers the question, with the words that show why."""

    rank: int = field(metadata=told("Its place, from 1."))
    score: float
    post: PostShape
    implication: Passage | None = field(
        metadata=told("The sentences of the practice implications that fit best.")
    )
    passage: Passage | None = field(metadata=told("The best of the summary."))
    language: str | None = field(
        metadata=told("That of the passages; null where it is the post's own.")
    )
    words: tuple[str, ...] = field(metadata=told("The words that matched."))
    contributions: tuple[Contribution, ...] = field(
        metadata=told("What made the score, when it was asked for.")
    )
    why: tuple[str, ...] = field(
        metadata=told("Reasons for its place in words, when they were asked for.")
    )


@dataclass(frozen=True)
class ResultsShape:
    """One page of the answer to a question, and how the question was understood."""

    question: QuestionShape
    understanding: UnderstandingShape
    care: str | None = field(
        metadata=told("Where to get help (Markdown), when the question is about harm.")
    )
    identifying: str | None = field(
        metadata=told("What in the question seems to identify somebody; nothing of it is kept.")
    )
    answered: bool = field(metadata=told("False when nothing in the digest answers."))
    total: int = field(metadata=told("The number of hits."))
    page: int = field(metadata=told("Which page this is, from 1."))
    pages: int = field(metadata=told("Of how many; 1 when there are no hits."))
    sort: Sort = field(metadata=told("The order of the hits."))
    best: tuple[str, ...] = field(
        metadata=told("The ids of the posts whose implications answer, three at most.")
    )
    hits: tuple[HitShape, ...] = field(metadata=told("Those of this page."))
    disagreements: tuple[DisagreementShape, ...] = field(
        metadata=told("The pairs among the hits of this page that point opposite ways.")
    )
    evidence: ComparisonShape | None = field(
        metadata=told("What the posts found side by side, when that was asked for.")
    )
    facets: Facets
    nearest: tuple[FacetValue, ...] = field(metadata=told("Topics to try when nothing answers."))
    url: str | None = field(metadata=told("The page for people, where the digest is served."))
    previous: str | None = field(metadata=told("The page before, as JSON."))
    next: str | None = field(metadata=told("The page after, as JSON."))
    generation: str = field(metadata=told("The generation of the index that answered."))
    seconds: float = field(metadata=told("How long it took."))
