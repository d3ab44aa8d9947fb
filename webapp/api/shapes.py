"""The JSON of the API has stable keys; these functions are where they are made.

The keys are described in ``docs/api.md``; a test holds that every one of them is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpus.evidence.facts import facts_line
from corpus.json_values import to_json
from corpus.post import Post
from search.results import Expansion, FacetValue, Hit, Passage, RelatedPost, Suggestion
from webapp.view.address import Address
from webapp.view.answer import Answer
from webapp.view.catalog import catalog
from webapp.view.links import search_url, url_for

Shape = dict[str, Any]


# What posts can be to each other, as far as readers are told.
RELATIONS = ("updates", "contradicts", "same_data")


def post_in_brief(post: Post) -> Shape:
    """A post without its text, and its study without effects."""
    kind = catalog().kind_of(post)
    by_chance = kind is not None and kind.compares_by_chance
    study = to_json(post.study, whole=True) if post.study else None
    return {
        "id": post.id,
        "title": post.title,
        "month": post.month,
        "topics": [{"value": t.slug, "label": t.name} for t in catalog().topics_of(post)],
        "research": {"value": kind.slug, "label": kind.name} if kind else None,
        "citation": post.citation,
        "doi": post.doi,
        "pmid": post.pmid,
        "bottom_line": post.bottom_line,
        "facts": facts_line(post.study, by_chance=by_chance),
        "study": study and {key: told for key, told in study.items() if key != "effects"},
        "notices": [to_json(one, whole=True) | {"told": one.told} for one in post.notices],
        "retracted": post.retracted,
        "url": _page(post),
    }


def whole_post(
    post: Post,
    newer: Post | None,
    older: Post | None,
    relations: Mapping[str, Iterable[Post]],
) -> Shape:
    """A post with its text, in Markdown, and all that is told of its study."""
    return post_in_brief(post) | {
        "study": to_json(post.study, whole=True) if post.study else None,
        "summary": post.summary,
        "implications": post.implications,
        "relations": {
            name: [{"id": p.id, "title": p.title, "url": _page(p)} for p in posts]
            for name, posts in relations.items()
        },
        "aliases": list(post.aliases),
        "writer": post.writer,
        "interests": post.interests,
        "series": post.series,
        "licence": post.licence,
        "corrections": [to_json(one) for one in post.corrections],
        "newer": newer.id if newer else None,
        "older": older.id if older else None,
        "related_url": url_for("api.related", post_id=post.id),
    }


def _page(post: Post) -> str:
    return url_for("pages.post", post_id=post.id)


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
            "titles": list(question.titles),
            "studies": list(question.studies),
            "research": list(question.research),
            "years": str(question.years) if question.years else None,
            "cut": question.cut,
        },
        "understanding": {
            "used": list(understanding.used),
            "unknown": list(understanding.unknown),
            "unmet": list(understanding.unmet),
            "unknown_concepts": list(understanding.unknown_concepts),
            "only_near": list(understanding.only_near),
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
