"""Later research on the question of a post: by the years of the studies, not of the posts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corpus.evidence.study import Study
from corpus.message import Message
from corpus.post import Post
from corpus.text.words import WORD
from search import weights
from search.index.facets import FacetTable
from search.index.tfidf import Vectors
from search.query.clinical_terms import clinical_terms
from search.related.concepts import Posts, general_terms
from search.related.reasons import ABOUT, Reasons
from search.related.relations import Link
from search.text.same_name import alike
from search.text.word_parts import fold

_MOST = 2
# The number of most similar posts that are examined.
_CANDIDATES = 40
# How many letters beyond its stem a longer word must share.
_BEGINNING = 4
_WHAT_HELPS = frozenset(("treatment", "association"))
# How many topics must be the same if neither people nor intervention are known.
_TOPICS = 2


class Overviews:
    """Finds later research on the question of a post.

    That is a post which updates it, or says that it contradicts it; or an overview (a post of the
    kinds of research that sum up many studies) whose words are alike enough, with the same main
    (first) topic, and on the same question. ``vectors`` are without shares. A post never to be
    suggested is not.
    """

    def __init__(self, posts: Posts, table: FacetTable, vectors: Vectors, reasons: Reasons) -> None:
        self._posts = posts
        kinds = [n for n, kind in enumerate(table.digest.kinds) if kind.overview]
        self._overviews: NDArray[np.bool_] = np.isin(table.kinds, kinds)
        self._vectors = vectors
        self._reasons = reasons

    def newer(self, at: int) -> tuple[Link, ...]:
        """The posts on later research than that of the post at a position, most similar first."""
        post = self._posts[at]
        cosines = self._vectors.cosines(at)
        near = np.flatnonzero(cosines > 0)
        found: list[tuple[bool, Link]] = []
        for other in near[np.lexsort((near, -cosines[near]))][:_CANDIDATES].tolist():
            known = self._posts[other]
            if other == at or known.id in post.never or not _is_later(known, post):
                continue
            said = _says_so(known, post)
            fits = self._overviews[other] and cosines[other] >= weights.NEWER_FLOOR
            if said or (fits and same_question(post, known)):
                about = Message(ABOUT, what=post.topics[0]) if post.topics else ""
                reason = self._reasons.between(at, other) or about
                found.append((not said, Link(other, reason, float(cosines[other]))))
        # What the editors say comes first.
        return tuple(link for _, link in sorted(found, key=lambda one: one[0])[:_MOST])


def _is_later(one: Post, other: Post) -> bool:
    """Whether a study is later: by years of the studies, else by months of the posts."""
    years = _year(one), _year(other)
    if years[0] and years[1]:
        return years[0] > years[1] or (years[0] == years[1] and other.id in one.updates)
    return bool(one.month and other.month) and (one.month or "") > (other.month or "")


def _year(post: Post) -> int | None:
    return post.study.year if post.study else None


def _says_so(later: Post, earlier: Post) -> bool:
    """Whether one of two posts says that they are on the same question."""
    return (
        earlier.id in later.updates
        or earlier.id in later.contradicts
        or later.id in earlier.contradicts
    )


def same_question(earlier: Post, later: Post) -> bool:
    """Whether two studies asked the same about the same people, as far as their posts say.

    The main topic must be the same, the kind of question too where both tell it, and the people
    and what was done must agree; where that is not told, two topics must be the same.
    """
    if not earlier.topics or earlier.topics[:1] != later.topics[:1]:
        return False
    first, second = earlier.study or Study(), later.study or Study()
    asked = {s.question for s in (first, second) if s.question}
    # Kinds of question that count as the same: trials and correlations both ask what goes with
    # better outcomes.
    if len(asked) > 1 and not asked <= _WHAT_HELPS:
        return False
    if not _same_people(earlier, later):
        return False
    done = [{e.intervention for e in s.effects if e.intervention} for s in (first, second)]
    if not (done[0] and done[1]):
        return earlier.topics[:_TOPICS] == later.topics[:_TOPICS]
    return any(alike(one, other) for one in done[0] for other in done[1])


def _same_people(earlier: Post, later: Post) -> bool:
    """Whether conditions and groups of people agree, or the earlier study had anybody."""
    first, second = _people(earlier), _people(later)
    return not first or first == second


def _people(post: Post) -> frozenset[str]:
    """The conditions and groups in a study's population, else in the post's title."""
    text = (post.study.population if post.study else None) or post.title
    words = WORD.findall(text)
    return frozenset(
        named.term.means
        for named in clinical_terms().among(text)
        if named.term.kind in ("condition", "people")
        and named.term.means not in general_terms()
        and _begins_alike(words[named.first], named.term.text)
    )


def _begins_alike(word: str, term: str) -> bool:
    """Whether two words share more than a short stem: "aged" and "aging" do not."""
    first, second = fold(word), fold(term)
    return first == second or first[:_BEGINNING] == second[:_BEGINNING]
