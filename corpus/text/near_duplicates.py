"""Finds pairs of texts that share most of their runs of words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from math import ceil


def alike(parts: Mapping[str, Set[str]], least: float) -> Iterator[tuple[str, str, float]]:
    """The pairs of names whose sets have at least this similarity, from 0 to 1, each once.

    Likeness is what two sets share as a part of what they hold together (Jaccard, 1901). Two sets
    as alike as that share one of their rarest elements (the prefix filter of Chaudhuri et al.,
    2006), so only such pairs are compared: 5,000 posts take seconds, not hours.
    """
    counts = Counter(element for elements in parts.values() for element in elements)
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, elements in parts.items():
        rarest = sorted(elements, key=lambda element: (counts[element], element))
        candidates: dict[str, None] = {}
        for element in rarest[: len(rarest) - ceil(least * len(rarest)) + 1]:
            candidates.update(dict.fromkeys(holders[element]))
            holders[element].append(name)
        for other in candidates:
            shared = len(elements & parts[other])
            likeness = shared / (len(elements) + len(parts[other]) - shared)
            if likeness >= least:
                yield other, name, likeness
