"""Statistics of a question over a digest, and over several digests together."""

from __future__ import annotations

from collections.abc import Sequence

from search.ranking.agreeing import NAME as AGREEMENT
from search.ranking.answered import Found, evidence
from search.ranking.closely import NAME as PIECES
from search.ranking.fuse import CROWDING
from search.ranking.legs import CoverageLeg, WordLeg
from search.results import Spread, Standing

# What is said of the best posts alone tells nothing of all; crowding is that of each digest.
_APART = (AGREEMENT, PIECES, CROWDING)
# Where no post has a word of the question these legs say nothing, which is a score of 0 for each.
_OF_WORDS = (WordLeg.name, CoverageLeg.name)


def standing(found: Found, posts: int, *, typed: bool, quoted: bool) -> Standing:
    """The statistics of a question over a digest of so many posts."""
    best = evidence(found.asked, found.ranking)[found.posts]
    spreads = {
        name: Spread(name, posts, given.mean, given.spread)
        for name, given in found.ranking.legs.items()
        if name not in _APART
    }
    nothing = {name: Spread(name, posts, 0.0, 0.0) for name in _OF_WORDS}
    return Standing(
        answered=found.answered,
        typed=typed and found.answered,
        quoted=quoted,
        evidence=float(best.max(initial=0.0)),
        spreads=tuple((nothing | spreads).values()),
    )


def together(standings: Sequence[Standing]) -> Standing:
    """The statistics of a question over several digests, as one with all posts would have.

    Means and deviations are those of all scores of a leg, wherever digests have that leg.
    """
    names = dict.fromkeys(one.leg for told in standings for one in told.spreads)
    spreads = {
        name: [s for told in standings for s in told.spreads if s.leg == name] for name in names
    }
    return Standing(
        answered=any(told.answered for told in standings),
        typed=any(told.typed for told in standings),
        quoted=any(told.quoted for told in standings),
        evidence=max((told.evidence for told in standings), default=0.0),
        spreads=tuple(_pooled(name, some) for name, some in spreads.items()),
    )


def _pooled(name: str, some: Sequence[Spread]) -> Spread:
    """The mean and standard deviation over several groups, from those of each."""
    posts = sum(one.posts for one in some)
    if not posts:
        return Spread(name, 0, 0.0, 0.0)
    mean = sum(one.posts * one.mean for one in some) / posts
    square = sum(one.posts * (one.spread**2 + one.mean**2) for one in some) / posts
    return Spread(name, posts, mean, max(square - mean * mean, 0.0) ** 0.5)
