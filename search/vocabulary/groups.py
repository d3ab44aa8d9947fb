"""Proposes groups of equal terms for a digest's vocabulary."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.post import Post
from corpus.text.counting import counted
from corpus.text.sentences import sentences
from search.index.embedding import Embedder
from search.index.labels import labels
from search.index.tokens import analysed
from search.text.analyzer import Analyzer
from search.text.plain import plain
from search.text.word_parts import fold
from search.vocabulary.abbreviations import abbreviations
from search.vocabulary.collocations import Collocation, collocations

# How near two terms must be in meaning (cosine), each being the other's nearest.
ALIKE = 0.75
# Terms that are written side by side more often are told apart by the posts themselves.
_BESIDE = 1
# Words that share this many first letters are most often of one root.
_ROOT = 4

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of equal terms that the vocabulary lacks.

    ``evidence`` is the sentence that defines an abbreviation, or what two terms that are alike
    share; ``posts`` are the posts it comes from. ``caution`` says what speaks against it, if
    anything does. ``score`` is the cosine of two terms that are alike, else 1.
    """

    kind: Literal["abbreviation", "alike"]
    terms: tuple[str, ...]
    evidence: str
    posts: tuple[str, ...]
    score: float = 1.0
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposed groups, surest first, and ``phrases`` of several words in no group yet."""

    groups: tuple[Proposal, ...]
    phrases: tuple[Collocation, ...]


class _Known:
    """What the vocabulary holds already."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        vocabulary = analyzer.vocabulary
        groups = [list(group) for group in vocabulary.equal]
        groups += [[*way.words, *way.terms] for way in vocabulary.one_way]
        self._groups = [{analyzer.sequence(term) for term in group} for group in groups]
        self.terms = {steps for group in self._groups for steps in group}

    def together(self, terms: Iterable[str]) -> bool:
        """Whether one entry holds all the terms."""
        wanted = {self._analyzer.sequence(term) for term in terms}
        return len(wanted) < 2 or any(wanted <= group for group in self._groups)


def propose(digest: Digest, embedder: Embedder | None) -> Proposals:
    """Search the digest's posts for groups that its vocabulary lacks.

    Without an embedder there are no proposals of terms that are alike.
    """
    analyzer = Analyzer(digest.vocabulary, digest.language)
    known = _Known(analyzer)
    spans = list(_sentences(digest.posts))
    phrases = collocations(spans, analyzer)
    groups = list(_abbreviated(spans, analyzer, known))
    if embedder is not None:
        groups += _alike(digest, spans, phrases, analyzer, known, embedder)
    return Proposals(
        tuple(groups),
        tuple(p for p in phrases if analyzer.sequence(p.text) not in known.terms),
    )


def toml_lines(proposals: Proposals) -> Iterator[str]:
    """The proposals as TOML to copy from, each below a comment with its evidence."""
    yield "# Paste the groups you accept into the list `equal` of synonyms.toml."
    if any(group.kind == "alike" for group in proposals.groups):
        yield "# Opposites and neighbours are alike in meaning too: read both terms in their posts."
    yield "equal = ["
    for group in proposals.groups:
        yield f"  # {group.evidence}"
        if group.caution:
            yield f"  # Caution: {group.caution}"
        # A TOML string is a JSON string but for the character DEL, which no term holds.
        terms = ", ".join(json.dumps(term, ensure_ascii=False) for term in group.terms)
        yield f"  [{terms}],"
    yield "]"
    if proposals.phrases:
        yield "# Phrases of several words that no entry holds (a group makes them count as one):"
    for phrase in proposals.phrases:
        yield f"#   {phrase.text} ({phrase.count} times in {len(phrase.posts)} posts)"


def _sentences(posts: Iterable[Post]) -> Iterator[tuple[str, str]]:
    """Every sentence of summaries and implications, with its post's id."""
    for post in posts:
        for part in (plain(post.summary), plain(post.implications)):
            for start, end in sentences(part):
                yield post.id, part[start:end]


def _abbreviated(
    spans: Sequence[tuple[str, str]], analyzer: Analyzer, known: _Known
) -> Iterator[Proposal]:
    """The abbreviations that posts define, most frequent first."""
    forms: dict[str, dict[Steps, list[tuple[str, str, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for post, sentence in spans:
        for short, long in abbreviations(sentence):
            forms[short][analyzer.sequence(long)].append((long, post, sentence))
    for short, longs in sorted(forms.items(), key=lambda item: -_posts(item[1])):
        meanings = [found[0][0] for found in longs.values()]
        for found in longs.values():
            long, post, sentence = found[0]
            if known.together((short, long)):
                continue
            cautions = []
            if len(meanings) > 1:
                others = " and ".join(f'"{m}"' for m in meanings if m != long)
                cautions.append(f"posts use {short} for {others} as well.")
            if fold(short) in analyzer.language.stop_words:
                cautions.append(f'"{fold(short)}" is a word too: better one_way with only_with.')
            posts = tuple(dict.fromkeys(p for _, p, _ in found))
            yield Proposal(
                "abbreviation",
                (short, long),
                f"{post}: {' '.join(sentence.split())}",
                posts,
                caution=" ".join(cautions),
            )


def _posts(longs: dict[Steps, list[tuple[str, str, str]]]) -> int:
    return len({post for found in longs.values() for _, post, _ in found})


def _alike(
    digest: Digest,
    spans: Sequence[tuple[str, str]],
    phrases: Sequence[Collocation],
    analyzer: Analyzer,
    known: _Known,
    embedder: Embedder,
) -> list[Proposal]:
    """Pairs of terms that are each other's nearest in meaning.

    Pairs with a term of several words, or one of the vocabulary or a topic's name, come first: the
    others are more often plain words of the language, and those of one root forms of one word.
    """
    words = analysed.analyse(digest.posts, analyzer)
    written = [*labels(words, analyzer).values(), *(p.text for p in phrases)]
    terms = {analyzer.sequence(term): term for term in reversed(written)}
    steps = list(terms)
    if len(steps) < 2:
        return []
    nearness = _nearness(steps, embedder.embed_all([terms[s] for s in steps]))
    nearest = nearness.argmax(axis=1)
    topics = {s for t in digest.topics for s in analyzer.sequence(t.name)}
    have = [(post, frozenset(analyzer.sequence(sentence))) for post, sentence in spans]
    found = []
    for one, other in enumerate(nearest.tolist()):
        score = float(nearness[one, other])
        if one > other or nearest[other] != one or score < ALIKE:
            continue
        pair = (steps[one], steps[other])
        if known.together((terms[pair[0]], terms[pair[1]])):
            continue
        posts = [[post for post, stems in have if stems.issuperset(p)] for p in pair]
        beside = sum(stems.issuperset(pair[0] + pair[1]) for _, stems in have)
        if beside > _BESIDE or not all(posts):
            continue
        counts = " and ".join(
            f'"{terms[p]}" in {counted(len(set(ids)), "post")}'
            for p, ids in zip(pair, posts, strict=True)
        )
        one_root = len({fold(terms[p])[:_ROOT] for p in pair}) == 1
        of_the_field = any(len(p) > 1 or p in known.terms or p[0] in topics for p in pair)
        telling = of_the_field and not one_root
        proposal = Proposal(
            "alike",
            (terms[pair[0]], terms[pair[1]]),
            f"alike in meaning ({score:.2f}): {counts}",
            tuple(dict.fromkeys((*posts[0], *posts[1]))),
            round(score, 3),
        )
        found.append((not telling, -score, proposal))
    return [proposal for _, _, proposal in sorted(found, key=lambda entry: entry[:2])]


def _nearness(steps: Sequence[Steps], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosines of all pairs of terms; 0 where one contains the other."""
    nearness: NDArray[np.float32] = vectors @ vectors.T
    sets = [frozenset(s) for s in steps]
    owners: dict[str, list[int]] = defaultdict(list)
    for number, stems in enumerate(sets):
        for stem in stems:
            owners[stem].append(number)
    for number, stems in enumerate(sets):
        for other in {n for stem in stems for n in owners[stem]}:
            if stems <= sets[other] or sets[other] <= stems:
                nearness[number, other] = nearness[other, number] = 0
    return nearness
