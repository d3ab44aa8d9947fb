"""The shapes of answers to a request, with the addresses of this app."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.post import Post
from search.answers.comparison import Comparison
from search.results import Related, Suggestion
from search.shapes.posts import PostShape, RelatedShape, WholePostShape
from search.shapes.results import ResultsShape
from search.shapes.shaping import Shapes
from search.shapes.told import told
from webapp.language.choice import offered
from webapp.view.address.state import Address
from webapp.view.answer import Answer, reader_language
from webapp.view.catalog import kept, snapshot
from webapp.view.links import post_url, search_url, url_for


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


def brief(posts: Iterable[Post]) -> tuple[PostShape, ...]:
    """Posts without their text."""
    return tuple(map(_shapes().brief, posts))


def whole(post: Post) -> WholePostShape:
    """A post with its text."""
    related = url_for("api.related", post_id=post.id)
    return replace(_shapes().whole(post, snapshot()), related_url=related)


def related(post_id: str, found: Related) -> RelatedShape:
    """The related posts of a post."""
    return _shapes().related(post_id, found)


def results(answer: Answer, comparison: Comparison | None = None) -> ResultsShape:
    """One page of results, with the addresses of its page and of the pages beside it."""
    return replace(
        _shapes().results(answer.results, answer.size, comparison, reader_language(answer.address)),
        url=search_url(answer.address),
        previous=_twin(answer.previous),
        next=_twin(answer.next),
    )


def suggestion(found: Suggestion) -> SuggestionShape:
    """A suggestion with the address of its page."""
    language = found.language or snapshot().digest.language
    return SuggestionShape(found.kind, found.text, found.value, language, _leads_to(found))


def _shapes() -> Shapes:
    return kept("shapes", lambda: Shapes(snapshot().digest, _page))


def _page(post_id: str, language: str = "") -> str | None:
    """The address of a post's page, in a language if given; ``None`` if pages lack it."""
    return post_url(post_id, language) if not language or language in offered() else None


def _leads_to(suggestion: Suggestion) -> str:
    if suggestion.kind == "topic":
        return url_for("pages.topic", slug=suggestion.value)
    if suggestion.kind == "post":
        return post_url(suggestion.value)
    return url_for("pages.results", q=suggestion.value)


def _twin(address: Address | None) -> str | None:
    return search_url(address, "api.search") if address else None
