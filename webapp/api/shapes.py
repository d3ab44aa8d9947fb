"""The JSON of the API has stable keys; these functions are where they are made.

The keys are described in ``docs/api.md``; a test holds that every one of them is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpus.post import Post
from search.results import Expansion, FacetValue, Hit, Passage, RelatedPost, Suggestion
from webapp.view.address import Address
from webapp.view.answer import Answer
from webapp.view.catalog import catalog
from webapp.view.links import search_url, url_for

Shape = dict[str, Any]


def post_in_brief(post: Post) -> Shape:
    """A post without its text."""
    kind = catalog().kind_of(post)
    return {
        "id": post.id,
        "title": post.title,
        "month": post.month,
        "topics": [{"value": t.slug, "label": t.name} for t in catalog().topics_of(post)],
        "research": {"value": kind.slug, "label": kind.name} if kind else None,
        "citation": post.citation,
        "doi": post.doi,
        "url": url_for("pages.post", post_id=post.id),
    }


def whole_post(post: Post, newer: Post | None, older: Post | None) -> Shape:
    """A post with its text, in Markdown."""
    return post_in_brief(post) | {
        "summary": post.summary,
        "implications": post.implications,
        "newer": newer.id if newer else None,
        "older": older.id if older else None,
        "related_url": url_for("api.related", post_id=post.id),
    }


def results(answer: Answer) -> Shape:
    """One page of results with what was made of the question."""
    found, address = answer.results, answer.address
    question, understanding = found.question, found.understanding
    return {
        "question": {
            "text": question.text,
            "free": question.free,
            "phrases": list(question.phrases),
            "excluded": list(question.excluded),
            "topics": list(question.topics),
            "authors": list(question.authors),
            "research": list(question.research),
            "years": str(question.years) if question.years else None,
            "cut": question.cut,
        },
        "understanding": {
            "used": list(understanding.used),
            "unknown": list(understanding.unknown),
            "left_out": list(understanding.left_out),
            "expansions": [_expansion(e) for e in understanding.expansions],
            "meant": understanding.meant,
            "corrected": understanding.corrected,
            "notes": list(understanding.notes),
        },
        "care": answer.care or None,
        "identifying": answer.identifying,
        "answered": found.answered,
        "total": found.total,
        "page": address.page,
        "pages": answer.pages,
        "sort": found.sort,
        "best": [hit.post.id for hit in answer.best],
        "hits": [_hit(hit) for hit in found.hits],
        "facets": {
            "topics": values(found.facets.topics),
            "research": values(found.facets.research),
            "years": values(found.facets.years),
        },
        "nearest": values(found.nearest),
        "url": search_url(address),
        "previous": _twin(answer.previous),
        "next": _twin(answer.next),
        "generation": found.generation,
        "seconds": round(found.seconds, 6),
    }


def related(posts: Iterable[RelatedPost]) -> list[Shape]:
    """Related posts, each with its reason in words."""
    return [
        {"post": post_in_brief(r.post), "reason": r.reason, "score": round(r.score, 6)}
        for r in posts
    ]


def values(facet: Iterable[FacetValue]) -> list[Shape]:
    """The values of a facet with their counts."""
    return [
        {"value": v.value, "label": v.label, "count": v.count, "chosen": v.chosen} for v in facet
    ]


def suggestions(found: Iterable[Suggestion]) -> list[Shape]:
    """What may go on from the typed letters."""
    return [{"kind": s.kind, "text": s.text, "value": s.value, "url": _leads_to(s)} for s in found]


def _hit(hit: Hit) -> Shape:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "post": post_in_brief(hit.post),
        "implication": _passage(hit.implication),
        "passage": _passage(hit.passage),
        "words": list(hit.words),
        "contributions": [
            {"leg": c.leg, "label": c.label, "value": round(c.value, 6)} for c in hit.contributions
        ],
    }


def _leads_to(suggestion: Suggestion) -> str:
    if suggestion.kind == "topic":
        return url_for("pages.topic", slug=suggestion.value)
    if suggestion.kind == "post":
        return url_for("pages.post", post_id=suggestion.value)
    return url_for("pages.results", q=suggestion.value)


def _passage(passage: Passage | None) -> Shape | None:
    if passage is None:
        return None
    return {"text": passage.text, "marks": [list(mark) for mark in passage.marks]}


def _expansion(expansion: Expansion) -> Shape:
    return {
        "id": expansion.id,
        "words": expansion.words,
        "term": expansion.term,
        "on": expansion.on,
    }


def _twin(address: Address | None) -> str | None:
    return search_url(address, "api.search") if address else None
