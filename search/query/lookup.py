"""The words, stems and vocabulary that the search page of a static site needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.digest import Digest
from corpus.post import Post
from search.index.tokens.analysed import texts
from search.text.analyzer import Analyzer
from search.text.word_parts import parts


@dataclass(frozen=True, slots=True)
class Lead:
    """A run of stems in a question, and the runs to search for too.

    ``only_with`` are stems of which the question must have one, none when it always leads on.
    """

    steps: tuple[str, ...]
    to: tuple[tuple[str, ...], ...]
    only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """``stems`` maps each folded word of the posts to its stem, where the two differ.

    A word that hyphens part is there by its parts. ``stop_words`` and ``spare`` (words that count
    only when nothing else is asked) are folded, not stemmed.
    """

    stems: dict[str, str]
    stop_words: tuple[str, ...]
    spare: tuple[str, ...]
    leads: tuple[Lead, ...]


def lookup(digest: Digest, posts: Iterable[Post]) -> Lookup:
    """The lookup for posts, with the vocabulary entries that occur in them."""
    analyzer = Analyzer(digest.vocabulary, digest.language)
    words: set[str] = set()
    for post in posts:
        for text in texts(post):
            for word in analyzer.words(text):
                words.update(parts(text[word.start : word.end]))
    known = {analyzer.stem(word) for word in words}
    vocabulary = digest.vocabulary
    steps = analyzer.sequence
    found = [
        Lead(steps(member), tuple(steps(other) for other in group))
        for group in vocabulary.equal
        for member in group
    ]
    found += [
        Lead(
            steps(word),
            tuple(steps(term) for term in way.terms),
            tuple(dict.fromkeys(s for w in way.only_with for s in steps(w))),
        )
        for way in vocabulary.one_way
        for word in way.words
    ]
    leads = []
    for lead in found:
        # Terms that no post has need not be searched for.
        there = (t for t in lead.to if t and t != lead.steps and known.issuperset(t))
        to = tuple(dict.fromkeys(there))
        if lead.steps and to:
            leads.append(replace(lead, to=to))
    words.update(
        part
        for entry in _entries(digest)
        for word in analyzer.words(entry)
        for part in parts(entry[word.start : word.end])
    )
    return Lookup(
        stems={w: s for w in sorted(words) if (s := analyzer.stem(w)) != w},
        stop_words=tuple(sorted(analyzer.language.stop_words)),
        spare=tuple(sorted(analyzer.language.question_words)),
        leads=tuple(leads),
    )


def _entries(digest: Digest) -> Iterable[str]:
    """Every spelling of a vocabulary entry that leads somewhere."""
    for group in digest.vocabulary.equal:
        yield from group
    for way in digest.vocabulary.one_way:
        yield from (*way.words, *way.only_with)
