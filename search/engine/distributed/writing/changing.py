"""The summary of a generation from that of an earlier one, and from what changed between them.

What depends on how often a word is written in all posts is decided where it is in doubt by those
posts that have the word's term; see ``Census``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.engine.distributed.payload import Payload
from search.engine.distributed.summary import Embedding, Summary, Terms, idf
from search.engine.distributed.writing.census import FEW, Census, Said, present
from search.engine.distributed.writing.labelling import labelled
from search.index.algebra.cosines import Moments
from search.index.bm25f import rarities
from search.index.tokens.wordlist import Wordlist, join
from search.results import FacetValue
from search.text.translated import spans

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Shares that differ by less are the same, but for their rounding.
_ROUNDED = 1e-4


def joined(
    earlier: Summary,
    gone: Sequence[Said],
    meanings: Mapping[str, Sequence[str]],
    census: Census,
) -> Wordlist:
    """The words of a generation without some posts of the earlier one, and with others.

    ``meanings`` has the terms of each word of these others.
    """
    words, left = earlier.words, earlier.terms.having.copy()
    for said in gone:
        left[earlier.terms.of([said.payload])] -= 1
    numbers = {word: n for n, word in enumerate(words.words)} if gone else {}
    kept = np.ones(len(words.words), np.bool_)
    doubted: dict[str, str] = {}
    for word in sorted({word for said in gone for word in said.words} - meanings.keys()):
        first, end = words.starts[numbers[word] : numbers[word] + 2].tolist()
        rarest = min(words.meant[first:end].tolist(), key=left.__getitem__)
        if left[rarest] <= 0:
            kept[numbers[word]] = False
        elif left[rarest] <= FEW:
            doubted[word] = words.terms[rarest]
    asked = sorted(set(doubted.values()))
    counts = dict(zip(asked, census.written(asked), strict=True))
    for word, term in doubted.items():
        kept[numbers[word]] = word in counts[term]
    return join(words, kept, meanings)[0]


def changed(
    earlier: Summary,
    words: Wordlist,
    numbers: Ints,
    gone: Sequence[Said],
    fresh: Sequence[Said],
    census: Census,
) -> Summary:
    """The summary of a generation without some posts of the earlier one, and with ``fresh`` ones.

    ``words`` are its words, ``numbers`` the term of each number. Companions, and the places of
    terms among embeddings, are left out: they hang on many posts.
    """
    now = present(earlier, words)
    terms = _terms(earlier, words, now, numbers, gone, fresh, census)
    space = None
    if earlier.space is not None:
        moments = _moved(earlier.space.moments, earlier.terms.size, *_rows(gone, fresh, _latent))
        ids = now[earlier.space.ids]
        ids, vectors = ids[ids >= 0], np.asarray(earlier.space.terms)[ids >= 0]
        space = replace(earlier.space, ids=ids, terms=vectors, moments=moments)
    embedded = {}
    for n, (name, one) in enumerate(earlier.embedded.items()):
        rows = [_rows(gone, fresh, partial(of, number=n)) for of in (_whole, _near)]
        both = zip((one.moments, one.nearness), rows, strict=True)
        embedded[name] = Embedding(*(_moved(m, earlier.terms.size, *some) for m, some in both))
    return replace(
        earlier,
        words=words,
        terms=terms,
        space=space,
        embedded=embedded,
        places=None,
        companions=None,
        labels=labelled(earlier, words, now, terms, gone, fresh, census),
        topics=_counted(earlier.topics, gone, fresh, lambda said: said.payload.topics.tolist()),
        kinds=_counted(earlier.kinds, gone, fresh, lambda said: [said.payload.kind]),
        months=_months(earlier.months, gone, fresh),
    )


def _terms(
    earlier: Summary,
    words: Wordlist,
    now: Ints,
    numbers: Ints,
    gone: Sequence[Said],
    fresh: Sequence[Said],
    census: Census,
) -> Terms:
    known, terms = earlier.terms, words.terms
    still = now >= 0
    having, own = (np.zeros(len(terms), np.int64) for _ in range(2))
    having[now[still]], own[now[still]] = known.having[still], known.own[still]
    spoken = np.zeros(len(terms), np.bool_)
    spoken[now[still]] = known.spoken[still]
    least = np.ones(len(terms), np.float32)
    # The shares that posts have of a term's highest weight do not hang on its rarity.
    least[now[still]] = (known.least / (known.rarity * np.float32(weights.K1 + 1)))[still]
    lowest: set[int] = set()
    heard: set[int] = set()
    for said in gone:
        there = np.flatnonzero(numbers[said.payload.terms] >= 0)
        found = numbers[said.payload.terms][there]
        having[found] -= 1
        own[found[said.payload.times[there] > 0]] -= 1
        alike = said.payload.shares[there] <= least[found] * np.float32(1 + _ROUNDED)
        lowest.update(found[alike].tolist())
        heard.update(found[spoken[found]].tolist())
    left = sorted(term for term in lowest if having[term] > 0)
    least[left] = census.least([terms[term] for term in left])
    silent = sorted(heard)
    spoken[silent] = census.spoken([terms[term] for term in silent])
    for said in fresh:
        found = numbers[said.payload.terms]
        having[found] += 1
        own[found[said.payload.times > 0]] += 1
        np.minimum.at(least, found, said.payload.shares)
        spoken[[words.term_ids[term] for term in said.spoken]] = True
    size = known.size + len(fresh) - len(gone)
    rarity = rarities(_among(earlier, terms, size, gone, fresh), having)
    return Terms(
        size=size,
        having=having,
        rarity=rarity,
        least=least * rarity * np.float32(weights.K1 + 1),
        spoken=spoken,
        own=own,
        idf=idf(own, size),
        numbers=numbers,
    )


def _among(
    earlier: Summary,
    terms: Sequence[str],
    size: int,
    gone: Sequence[Said],
    fresh: Sequence[Said],
) -> int | NDArray[np.int64]:
    """The number of posts that a term's rarity refers to; see ``bm25f``."""
    languages = list(spans(terms))
    if not languages:
        return size
    told: Counter[str] = Counter()
    for code, first, end in spans(earlier.words.terms):
        # From the rarity of the most frequent term it follows without an error by rounding.
        often = first + int(earlier.terms.having[first:end].argmax())
        rarity, having = float(earlier.terms.rarity[often]), int(earlier.terms.having[often])
        told[code] = round(math.exp(rarity) * (having + 0.5) - 1)
    for posts, one in ((gone, -1), (fresh, 1)):
        for said in posts:
            for code in {translation.language for translation in said.post.translations}:
                told[code] += one
    found = np.full(len(terms), size, np.int64)
    for code, first, end in languages:
        found[first:end] = told[code]
    return found


def _rows(
    gone: Sequence[Said], fresh: Sequence[Said], of: Callable[[Payload], Floats]
) -> tuple[Floats, Floats]:
    """The vectors of posts that are gone, and of those that have come."""
    one, other = (np.array([of(said.payload) for said in posts]) for posts in (gone, fresh))
    return one, other


def _latent(payload: Payload) -> Floats:
    return payload.latent


def _whole(payload: Payload, number: int) -> Floats:
    return payload.embedded[number].post


def _near(payload: Payload, number: int) -> Floats:
    """A post's vector as nearness has it, rounded."""
    one = payload.embedded[number]
    return one.rounded * np.float32(one.step * one.length)


def _moved(moments: Moments, size: int, gone: Floats, fresh: Floats) -> Moments:
    """The moments of so many vectors without some, and with others."""
    mean, square = moments.mean * size, moments.square * size
    for rows, sign in ((gone, -1), (fresh, 1)):
        if len(rows):
            mean = mean + sign * rows.sum(axis=0, dtype=np.float64)
            square = square + sign * (rows.T @ rows)
    now = max(size + len(fresh) - len(gone), 1)
    return Moments(mean / now, square / now)


def _counted(
    values: Sequence[FacetValue],
    gone: Sequence[Said],
    fresh: Sequence[Said],
    of: Callable[[Said], Sequence[int]],
) -> tuple[FacetValue, ...]:
    """The numbers of posts by the positions of values in the digest."""
    more: Counter[int] = Counter(n for said in fresh for n in of(said))
    more.subtract(Counter(n for said in gone for n in of(said)))
    return tuple(replace(value, count=value.count + more[n]) for n, value in enumerate(values))


def _months(
    months: Sequence[FacetValue], gone: Sequence[Said], fresh: Sequence[Said]
) -> tuple[FacetValue, ...]:
    """The months that have posts, newest first."""
    counts = Counter({month.value: month.count for month in months})
    counts.update(said.post.month for said in fresh if said.post.month)
    counts.subtract(Counter(said.post.month for said in gone if said.post.month))
    return tuple(FacetValue(m, m, counts[m]) for m in sorted(counts, reverse=True) if counts[m] > 0)
