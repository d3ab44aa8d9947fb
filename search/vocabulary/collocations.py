"""Words that stand together more often than by chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.text.analyzer import Analyzer

# How often words must stand side by side, and how far from chance (Dunning's log-likelihood).
_OFTEN = 4
_LIKELIHOOD = 25.0
_POSTS = 3


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two or three adjacent words in their most frequent form, and the posts that have them."""

    text: str
    count: int
    posts: tuple[str, ...]


def collocations(
    sentences: Iterable[tuple[str, str]], analyzer: Analyzer
) -> tuple[Collocation, ...]:
    """The collocations of two and three words in sentences, each given with its post's id.

    NLTK's finders weigh them by log-likelihood (Dunning 1993). Words are compared by their stems;
    stop words, question words, names and figures are in none. The most telling come first.
    """
    # Imported here: it takes seconds, and only a maintainer who asks for proposals needs it.
    from nltk.collocations import BigramCollocationFinder, TrigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures, TrigramAssocMeasures

    documents: list[list[str]] = []
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for post, sentence in sentences:
        for run in _runs(sentence, analyzer):
            stems = [stem for stem, _, _ in run]
            documents.append(stems)
            for size in (2, 3):
                for at in range(len(run) - size + 1):
                    key = tuple(stems[at : at + size])
                    written[key][sentence[run[at][1] : run[at + size - 1][2]].lower()] += 1
                    owners[key].add(post)
    found: list[tuple[float, tuple[str, ...]]] = []
    for finder, measure in (
        (BigramCollocationFinder, BigramAssocMeasures.likelihood_ratio),
        (TrigramCollocationFinder, TrigramAssocMeasures.likelihood_ratio),
    ):
        scored = finder.from_documents(documents)
        scored.apply_freq_filter(_OFTEN)
        found += [(score, words) for words, score in scored.score_ngrams(measure)]
    kept = sorted(
        (
            (-score, words)
            for score, words in found
            if score >= _LIKELIHOOD and len(owners.get(words, ())) >= _POSTS
        ),
    )
    return tuple(
        Collocation(
            max(written[words], key=lambda text: (written[words][text], text)),
            written[words].total(),
            tuple(sorted(owners[words])),
        )
        for _, words in kept
    )


def _runs(sentence: str, analyzer: Analyzer) -> Iterator[Sequence[tuple[str, int, int]]]:
    """The runs of words of a sentence separated only by blanks: stem, start and end."""
    spare = analyzer.language.question_words
    run: list[tuple[str, int, int]] = []
    for word in analyzer.words(sentence):
        text = sentence[word.start : word.end]
        plain = bool(word.terms) and text[0].isalpha() and text.lower() not in spare
        apart = run and sentence[run[-1][2] : word.start].strip()
        if run and (apart or not plain):
            yield run
            run = []
        if plain:
            run.append((" ".join(word.steps), word.start, word.end))
    if run:
        yield run
