"""Builds a generation upon a standing one that is told only what changed.

The posts that do not change stay where they are, unread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.json_values import to_json
from corpus.post import Post
from search.engine.change import Change
from search.engine.distributed import summary
from search.engine.distributed.holding.laid import LAID, Laid
from search.engine.distributed.payload import Payload
from search.engine.distributed.summary import PlacedCompanions, Summary
from search.engine.distributed.writing.census import Said
from search.engine.distributed.writing.changing import changed, joined
from search.engine.distributed.writing.documents import Documents, counts_of
from search.engine.distributed.writing.fresh import parts_of
from search.engine.distributed.writing.layers import numbered, upon_positions
from search.engine.distributed.writing.meant import crowded, term_places
from search.engine.distributed.writing.sending import POSTS, SETTLED, Sending, body, of_common
from search.engine.distributed.writing.standing import Standing
from search.errors import WholeNeeded
from search.index import companions
from search.index.lsa import FEWEST_POSTS
from search.index.part import Progress
from search.index.tokens.analysed import CITATION, Analysed

Positions = NDArray[np.int64]


class _Order(NamedTuple):
    """The posts of the new generation.

    ``known`` has for each its position in the earlier one, -1 for a new one, ``same`` whether it is
    unchanged, and ``given`` has the others by their positions.
    """

    known: Positions
    same: NDArray[np.bool_]
    given: Mapping[int, Post]


def update(standing: Standing, change: Change, index: str, folder: Path, say: Progress) -> Sending:
    """What to send of a changed generation, whose own posts come into an ``index``.

    ``folder`` is an empty one for texts. Raises ``WholeNeeded`` where only an index of the whole
    digest would be right.
    """
    gone = standing.said({*change.removed, *(post.id for post in change.posts)})
    order = _ordered(standing, change, gone)
    sent = upon_positions(standing.laid, order.known, order.same, index)
    if sent is None:
        raise WholeNeeded("too many posts differ from those that were sent as a whole")
    laid, size = sent.laid, len(order.known)
    if (standing.summary.space is None) == (size >= FEWEST_POSTS):
        raise WholeNeeded(f"a digest of {FEWEST_POSTS} posts or more has a latent space")
    posts = _to_send(standing, order, sent.posts)
    parts = parts_of(folder, posts, standing.summary, laid.lengths, say)
    places = laid.places[sent.posts]
    if standing.summary.embedded:
        merged = [n for n, at in enumerate(sent.posts.tolist()) if at not in order.given]
        stored = standing.posts.payloads(places[merged].tolist())
        staying = dict(zip(merged, stored, strict=True))
        parts = crowded(standing, parts, places.tolist(), gone, staying)
    census = standing.without(gone)
    known = standing.summary
    words = joined(known, list(gone.values()), _meanings(parts[Analysed]), census)
    numbers = known.terms.numbers
    if numbers is None:
        numbers = np.arange(len(known.words.terms), dtype=np.int32)
    of_terms, numbers = numbered(words.terms, known.words.terms, numbers)
    own = np.array([words.term_ids[term] for term in parts[Analysed].terms], np.int32)
    making, all_of_them = Documents(parts, of_terms[own]), np.arange(len(posts))
    payloads = list(making.payloads(all_of_them))
    fresh = [
        Said(posts[n], _written(parts[Analysed], n), payloads[n], _spoken(parts[Analysed], n))
        for n, at in enumerate(sent.posts.tolist())
        if at in order.given
    ]
    told = changed(known, words, numbers, list(gone.values()), fresh, census)
    ranked = dict(zip(places.tolist(), payloads, strict=True))
    told = _companioned(standing, told, laid, ranked)
    if told.embedded:
        hashes = standing.hashes()
        now = [
            hashes[at] if kept else order.given[n].content_hash
            for n, (at, kept) in enumerate(zip(order.known.tolist(), order.same, strict=True))
        ]
        learned = term_places(standing, told, hashes, now, laid.places, ranked)
        told = replace(told, places=learned)
    counts = counts_of(parts[Analysed].terms, told.terms.idf[own], standing.digest, known.analyzer)
    digest = replace(standing.digest, renamed=change.renamed)
    return Sending(
        laid=laid,
        count=len(posts),
        body=body(len(posts), told),
        documents=making.of(all_of_them, places, counts),
        own={
            **summary.packed(
                replace(told, digest=digest),
                json.dumps(to_json(digest), ensure_ascii=False).encode(),
                standing.base,
                numbers[len(standing.base.words.terms) :],
                by_changes=True,
            ),
            SETTLED: standing.pieces[SETTLED],
            LAID: laid.packed(),
            POSTS: json.dumps(_beside(standing, laid, order)).encode(),
        },
        common={},
        files=of_common(standing.facts["files"]),
        facts={**standing.facts, "written": datetime.now(UTC).isoformat(timespec="seconds")},
    )


def _ordered(standing: Standing, change: Change, gone: Mapping[int, Said]) -> _Order:
    """The order of the posts, in which those that change keep their places if they can."""
    earlier = {said.post.id: (at, said.post) for at, said in gone.items()}
    staying: dict[int, Post] = {}
    new: list[Post] = []
    for post in change.posts:
        at, before = earlier.get(post.id, (None, None))
        if at is None or before is None or not (change.appended or before.month == post.month):
            new.append(post)
        else:
            staying[at] = post
    leaving = standing.positions(sorted(gone.keys() - staying.keys()))
    kept = np.setdiff1d(np.arange(len(standing.laid.places)), leaving, assume_unique=True)
    if not change.appended:
        new.sort(key=lambda post: (post.month or "", post.id))
        before_new = np.searchsorted(kept, standing.before(new))
    else:
        before_new = np.full(len(new), len(kept))
    known = np.insert(kept, before_new, -1)
    edited = standing.positions(sorted(staying))
    same = (known >= 0) & ~np.isin(known, edited)
    given = dict(zip(np.flatnonzero(known < 0).tolist(), new, strict=True))
    changed_at = np.flatnonzero((known >= 0) & ~same).tolist()
    given |= dict(zip(changed_at, (staying[at] for at in sorted(staying)), strict=True))
    return _Order(known, same, given)


def _to_send(standing: Standing, order: _Order, positions: NDArray[np.intp]) -> list[Post]:
    """The posts at some positions; those that are not given come from layers that are merged."""
    merged = [at for at in positions.tolist() if at not in order.given]
    places = standing.laid.places[order.known[merged]].tolist()
    stored = standing.at(places)
    taken = {at: stored[place] for at, place in zip(merged, places, strict=True)}
    return [order.given.get(at) or taken[at] for at in positions.tolist()]


def _meanings(words: Analysed) -> dict[str, Sequence[str]]:
    """The terms of each word."""
    return dict(zip(words.surfaces, words.surface_terms, strict=True))


def _written(words: Analysed, at: int) -> list[str]:
    """The words of a post as written."""
    return [words.surfaces[token] for token in words.of(at).tokens.tolist()]


def _spoken(words: Analysed, at: int) -> set[str]:
    """The terms that a post has other than in its citation."""
    own = words.of(at)
    first = own.rows[0][3]
    found: set[str] = set()
    for row, following in zip(own.rows, own.rows[1:], strict=False):
        if row[0] != CITATION:
            for token in set(own.tokens[row[3] - first : following[3] - first].tolist()):
                found.update(words.surface_terms[token])
    return found


def _companioned(
    standing: Standing, told: Summary, laid: Laid, fresh: Mapping[int, Payload]
) -> Summary:
    """The summary with the companions of posts, which small digests have; all are read for it."""
    if not companions.NEAREST < len(laid.places) <= companions.MOST_POSTS:
        return told
    payloads = {**dict(standing.payloads()), **fresh}
    vectors = told.terms.vectors([payloads[at] for at in laid.places.tolist()])
    nearest = companions.nearest(vectors.matrix)
    return replace(told, companions=PlacedCompanions(nearest, laid.places))


def _beside(standing: Standing, laid: Laid, order: _Order) -> dict[str, str]:
    """The content hashes, by id, of the posts that are not in the base."""
    before = list(json.loads(standing.pieces[POSTS]).items())
    ranks = np.searchsorted(standing.laid.beside, order.known)
    found: dict[str, str] = {}
    for at in laid.beside.tolist():
        post = order.given.get(at)
        name, content = before[ranks[at]] if post is None else (post.id, post.content_hash)
        found[name] = content
    return found
