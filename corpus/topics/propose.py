"""Proposes topics and a kind of research for a post, with reasons and confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.citations.parse import parse_citation
from corpus.digest import Digest, ResearchKind, Topic
from corpus.post import Post

if TYPE_CHECKING:
    from corpus.topics.model import Fit, TopicModel

MAX_TOPICS = 4
# A topic well below the best is no proposal.
LEAST_SHARE = 0.5

# Names of the topic for everything that no other topic covers.
_REST = frozenset({"miscellaneous", "other", "others", "general"})


class Proposer:
    """Proposes topics of a digest for a post, learned from posts with confirmed topics.

    Nothing is learned before the first post is asked for, which takes a second or two.
    """

    def __init__(self, digest: Digest) -> None:
        self._digest = digest

    @cached_property
    def model(self) -> TopicModel | None:
        """The model learned from the posts; ``None`` without topics."""
        # Imported here: it loads scikit-learn, which few commands need.
        from corpus.topics.model import TopicModel

        topics = [topic for topic in self._digest.topics if not is_rest(topic)]
        names = {topic.name for topic in topics}
        posts = [
            post
            for post in self._digest.posts
            if not post.topics_proposed and not names.isdisjoint(post.topics)
        ]
        return TopicModel(topics, posts) if topics else None

    def ranked(self, post: Post) -> tuple[Fit, ...]:
        """All topics that the post's words support, best first."""
        return self.model.fits(post) if self.model else ()

    def fitting(self, post: Post) -> tuple[Fit, ...]:
        """The topics to propose: the best and those close to it, at most ``MAX_TOPICS``."""
        ranked = self.ranked(post)[:MAX_TOPICS]
        return tuple(fit for fit in ranked if fit.score >= LEAST_SHARE * ranked[0].score)

    def topics(self, post: Post) -> tuple[str, ...]:
        """The topics to file a post under; the topic for everything else if none fits."""
        fitting = tuple(fit.topic for fit in self.fitting(post))
        return fitting or tuple(t.name for t in self._digest.topics if is_rest(t))[:1]


def is_rest(topic: Topic) -> bool:
    """Whether a topic is the one for everything that no other topic covers."""
    return any(name.lower() in _REST for name in (topic.slug, topic.name, *topic.aliases))


def told(fit: Fit) -> str:
    """A proposal in words: the topic, its confidence, and the words that support it."""
    trust = [f"{fit.trust:.0%} sure"] if fit.trust is not None else []
    words = [f"by {', '.join(fit.words)}"] if fit.words else []
    reasons = ", ".join((*trust, *words))
    return f"{fit.topic} ({reasons})" if reasons else fit.topic


def propose_research(
    title: str, citation: str | None, summary: str, kinds: Sequence[ResearchKind]
) -> str | None:
    """The kind of research that a post clearly names; else ``None``.

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
    """A pattern of names in singular and plural, with hyphens or spaces."""
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
