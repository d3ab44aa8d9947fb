"""An imported post names no topic and no kind of research: its words propose them to a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import snowballstemmer

from corpus.citation import parse_citation
from corpus.digest import ResearchKind, Topic

MAX_TOPICS = 4

# A word of the title tells more than one of the text; a topic's own name more than a word of its
# description. A topic well below the best is no proposal.
TITLE_WEIGHT = 3.0
NAME_WEIGHT = 2.0
LEAST_SHARE = 0.5

# A topic with one of these names takes what no other topic holds.
_REST = frozenset({"miscellaneous", "other", "others", "general"})
# Words that a description can't do without and that tell nothing of a topic.
_FILLER = re.compile(
    r"(?:against|all|and|another|any|are|both|can|for|from|has|have|how|not|other|over|that|the|their"
    r"|them|they|this|what|when|which|who|with|without)"
)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_stemmer = snowballstemmer.stemmer("english")


def propose_topics(
    title: str, summary: str, implications: str, topics: Sequence[Topic]
) -> tuple[str, ...]:
    """The names of the topics that fit a post's words best, best first, at most ``MAX_TOPICS``.

    A topic scores for each of its words that the post has: more when the word is in the title,
    repeated, part of the topic's name, or shared with few other topics. When none scores, the
    topic for the rest is proposed if the digest has one.
    """
    counts: Counter[str] = Counter(_stems(f"{summary} {implications}"))
    weights = {word: 1 + log(count) for word, count in counts.items()}
    for word in set(_stems(title)):
        weights[word] = weights.get(word, 0.0) + TITLE_WEIGHT
    profiles = _profiles(tuple(topics))
    scores = {
        profile.name: sum(weights.get(word, 0.0) * weight for word, weight in profile.weights)
        for profile in profiles
    }
    best = max(scores.values(), default=0.0)
    fitting = [name for name, score in scores.items() if score > 0 and score >= LEAST_SHARE * best]
    fitting.sort(key=lambda name: -scores[name])
    if fitting:
        return tuple(fitting[:MAX_TOPICS])
    return tuple(topic.name for topic in topics if _is_rest(topic))[:1]


def propose_research(
    title: str, citation: str | None, summary: str, kinds: Sequence[ResearchKind]
) -> str | None:
    """The name of the kind of research that a post says plainly it is about, or ``None``.

    Looks for the kinds' names and aliases, in this order: in the titles of the study and of the
    post; for a chapter or a book, in the names of the kinds; in the summary after "this" or
    "conducted a"; anywhere in the summary, if one kind is named twice and no other as often.
    Among several the digest's order decides.
    """
    cited = parse_citation(citation) if citation else None
    patterns = [(kind, _pattern((kind.name, *kind.aliases))) for kind in kinds]
    for text in ((cited.title or "") if cited else "", title):
        for kind, pattern in patterns:
            if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
                return kind.name
    if cited and cited.form in ("chapter", "book"):
        for kind in kinds:
            names = " ".join((kind.name, *kind.aliases)).lower()
            if re.search(rf"\b{cited.form}\b", names):
                return kind.name
    for kind, pattern in patterns:
        if re.search(rf"\b(?:{_ITSELF})(?:{pattern})\b", summary, re.IGNORECASE):
            return kind.name
    counts = [
        (len(re.findall(rf"\b(?:{pattern})\b", summary, re.IGNORECASE)), kind.name)
        for kind, pattern in patterns
    ]
    ranked = sorted(counts, key=lambda counted: -counted[0])
    if ranked and ranked[0][0] >= 2 and [c for c, _ in counts].count(ranked[0][0]) == 1:
        return ranked[0][1]
    return None


# How a summary speaks of the study itself rather than of earlier ones; up to three words between.
_ITSELF = (
    r"(?:in|of|for) (?:this|the (?:present|current)) (?:[\w-]+ ){0,3}"
    r"|this (?:[\w-]+ ){0,3}"
    r"|(?:conducted|carried out|performed|did|undertook|report(?:ed)?) an? (?:[\w-]+ ){0,3}"
)


def _pattern(names: Iterable[str]) -> str:
    """A pattern of names, in the singular and the plural, hyphens and spaces alike."""
    return "|".join(
        r"[\s-]".join(_plural(word) for word in re.split(r"[\s-]+", name.strip()) if word)
        for name in sorted(names, key=len, reverse=True)
        if name.strip()
    )


def _plural(word: str) -> str:
    for ending, forms in (("ysis", "(?:ysis|yses|ytic|ytical)"), ("y", "(?:y|ies)")):
        if word.lower().endswith(ending):
            return re.escape(word[: -len(ending)]) + forms
    return re.escape(word) + "s?"


@dataclass(frozen=True, slots=True)
class _Profile:
    """A topic's words as stems, each with how much it tells; the longer the list, the less."""

    name: str
    weights: tuple[tuple[str, float], ...]


@lru_cache(maxsize=8)
def _profiles(topics: tuple[Topic, ...]) -> tuple[_Profile, ...]:
    named = {t.name: set(_stems(" ".join((t.name, *t.aliases)))) for t in topics}
    described = {t.name: set(_stems(t.description)) | named[t.name] for t in topics}
    shared = Counter(word for words in described.values() for word in words)
    profiles = []
    for topic in topics:
        if _is_rest(topic):
            continue
        weights = {
            word: (NAME_WEIGHT if word in named[topic.name] else 1.0)
            * log((1 + len(topics)) / shared[word])
            for word in sorted(described[topic.name])
        }
        length = sum(weight**2 for weight in weights.values()) ** 0.5 or 1.0
        profiles.append(_Profile(topic.name, tuple((w, x / length) for w, x in weights.items())))
    return tuple(profiles)


def _is_rest(topic: Topic) -> bool:
    return any(name.lower() in _REST for name in (topic.slug, topic.name, *topic.aliases))


def _stems(text: str) -> list[str]:
    words = (word.replace("’", "'").removesuffix("'s") for word in _WORDS.findall(text.lower()))
    return [_stem(word) for word in words if len(word) > 2 and not _FILLER.fullmatch(word)]


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))
