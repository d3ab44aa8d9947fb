"""The JSON of lists: topics, kinds, months, authors, suggestions, errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from search.results import FacetValue
from search.shapes.posts import PostShape
from search.shapes.told import told


@dataclass(frozen=True)
class TopicsShape:
    """Every topic, in the digest's order."""

    topics: tuple[FacetValue, ...]


@dataclass(frozen=True)
class KindsShape:
    """Every kind of research, in the digest's order."""

    kinds: tuple[FacetValue, ...]


@dataclass(frozen=True)
class MonthsShape:
    """Every month that has posts, newest first."""

    months: tuple[FacetValue, ...]


@dataclass(frozen=True)
class MonthShape:
    """The posts of a month."""

    month: str
    this_month: str = field(metadata=told("The sentence that opens the month."))
    posts: tuple[PostShape, ...]


@dataclass(frozen=True)
class AuthorsShape:
    """The authors of the studies in the digest, by family name."""

    authors: tuple[FacetValue, ...]


@dataclass(frozen=True)
class AuthorShape:
    """The posts on an author's studies, newest first."""

    name: str
    posts: tuple[PostShape, ...]


@dataclass(frozen=True)
class SuggestionShape:
    """Something to search for or open while a reader types."""

    kind: Literal["topic", "post", "question"]
    text: str
    value: str = field(metadata=told("A topic's slug, a post's id, or the question."))
    language: str = field(metadata=told("The language of the text."))
    url: str | None = field(metadata=told("The page to go to."))


@dataclass(frozen=True)
class SuggestionsShape:
    """Topics, posts and the digest's own questions that complete the typed text.

    Never what other people asked.
    """

    q: str = field(metadata=told("As typed."))
    suggestions: tuple[SuggestionShape, ...]


@dataclass(frozen=True)
class ErrorDetailShape:
    """What went wrong, and what to do."""

    status: int = field(metadata=told("The HTTP status."))
    name: str = field(metadata=told("A stable name of the error."))
    message: str
    hint: str = field(metadata=told("What to do."))


@dataclass(frozen=True)
class ErrorShape:
    """What went wrong, as problem details for HTTP (RFC 9457), with more in ``error``."""

    type: str = field(metadata=told("`about:blank`: the status says what kind of problem it is."))
    title: str = field(metadata=told("The status in words."))
    status: int = field(metadata=told("The HTTP status."))
    detail: str = field(metadata=told("What is wrong here."))
    error: ErrorDetailShape
