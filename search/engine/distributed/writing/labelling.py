"""The labels of terms in a generation, from those of an earlier one and from what changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engine.distributed.summary import Summary, Terms
from search.engine.distributed.writing.census import FEW, Census, Said
from search.index.labels import Forms, most_written, shown
from search.index.tokens.wordlist import Wordlist


def labelled(
    earlier: Summary,
    words: Wordlist,
    now: NDArray[np.int32],
    terms: Terms,
    gone: Sequence[Said],
    fresh: Sequence[Said],
    census: Census,
) -> dict[int, str]:
    """The labels of terms: those of before, but where what has changed may give another.

    ``now`` has the present number of each earlier term; see ``present``.
    """
    forms = Forms(earlier.analyzer, frozenset(words.words))
    fit = shown(words, earlier.analyzer, terms.having, terms.size)
    known = earlier.terms
    before = np.zeros(len(fit), np.bool_)
    was = shown(earlier.words, earlier.analyzer, known.having, known.size)
    before[now[was & (now >= 0)]] = True
    found = {int(now[term]): label for term, label in earlier.labels.items() if now[term] >= 0}
    found = {term: label for term, label in found.items() if fit[term]}
    more, less = _forms_of(fresh, words, words, forms), _forms_of(gone, earlier.words, words, forms)
    doubted = set(np.flatnonzero(fit & ~before).tolist())
    for term in more.keys() | less.keys():
        changes = more[term].copy()
        changes.subtract(less[term])
        label = found.get(term, "")
        moved = changes[label] < 0 or any(
            count > 0 for form, count in changes.items() if form != label
        )
        if fit[term] and (not label or (moved and terms.having[term] <= FEW)):
            doubted.add(term)
    asked = sorted(doubted)
    written = census.written([words.terms[term] for term in asked])
    for term, counts in zip(asked, written, strict=True):
        told = more[term].copy()
        for number in words.written(words.terms[term]).tolist():
            word = words.words[number]
            if words.last_terms[number] == term and (form := forms.of(word)):
                told[form] += counts[word]
        found.pop(term, None)
        if told := +told:
            found[term] = most_written(told)
    return found


def _forms_of(
    posts: Sequence[Said], listed: Wordlist, words: Wordlist, forms: Forms
) -> defaultdict[int, Counter[str]]:
    """How often some posts, whose words are ``listed``, write each form of each present term."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    counts = Counter(word for said in posts for word in said.words)
    numbers = {word: n for n, word in enumerate(listed.words)} if counts else {}
    for word, count in counts.items():
        term = words.term_ids.get(listed.terms[listed.last_terms[numbers[word]]], -1)
        if term >= 0 and (form := forms.of(word)):
            found[term][form] += count
    return found
