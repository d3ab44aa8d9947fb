"""Suggestions while a reader types: topics, questions and posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest, told_in
from search.results import FacetValue, Suggestion
from search.text.word_parts import fold

_FIRST = {"topic": 0, "question": 1, "post": 2}
# The number of typed words that are searched separately.
_WORDS = 8
# The bytes of words: ASCII letters and digits, and any letter beyond ASCII.
_LETTER = np.array([chr(n).isalnum() or chr(n) == "_" or n > 127 for n in range(256)])
_BEYOND = re.compile(r"[^\x00-\x7f\w]")
# The number of bytes compared at once, as one integer.
_HEAD = 8


class Suggestions:
    """Finds suggestions by the beginnings of their words.

    They lie in one text in the order in which they are offered, and every place where a word of
    it begins is kept, sorted by the bytes that follow. That takes a tenth of the time and memory
    that a list of the rests themselves does, which in a large digest are half a million.
    """

    def __init__(
        self,
        weighed: Iterable[tuple[Suggestion, int]],
        posts: Iterable[tuple[str, str]] = (),
        translated: Mapping[str, str] = MappingProxyType({}),
        language: str = "",
    ) -> None:
        """Take topics and questions, each with its weight, and the ids and titles of posts.

        Posts with a title ``translated`` into a ``language`` come first, by their ids. Each is
        offered once, in that language, though its own title is completed as well.
        """
        ranked = sorted(weighed, key=lambda s: (_FIRST[s[0].kind], -s[1], s[0].text))
        self._named = [suggestion for suggestion, _ in ranked]
        self._translated, self._language = translated, language
        first, others = (
            sorted(some, key=lambda post: post[1]) for some in (translated.items(), posts)
        )
        self._posts = [*first, *others]
        places = {post_id: at for at, (post_id, _) in enumerate(first)}
        twice = [(at, places[i]) for at, (i, _) in enumerate(others, len(first)) if i in places]
        self._again = np.array(twice, np.int64).reshape(-1, 2) + len(self._named)
        texts = [*(s.text for s in self._named), *(title for _, title in self._posts)]
        lines = [_told(text).encode() for text in texts]
        self._text = np.frombuffer(b"\n".join([*lines, bytes(_HEAD)]), np.uint8)
        letters = _LETTER[self._text]
        begins = np.flatnonzero(letters & ~np.concatenate(([False], letters[:-1])))
        heads = self._text[begins[:, None] + np.arange(_HEAD)].view(">u8")[:, 0].astype(np.uint64)
        by_head = np.argsort(heads, kind="stable")
        self._heads = heads[by_head]
        self._begins = begins[by_head].astype(np.int32)
        ends = np.cumsum([len(line) + 1 for line in lines])
        self._owners = np.searchsorted(ends, self._begins, side="right").astype(np.int32)
        kinds = np.array([_FIRST[s.kind] for s in self._named], np.int64)
        self._bounds = [*np.searchsorted(kinds, (1, 2)).tolist(), len(texts)]

    @classmethod
    def from_digest(
        cls,
        digest: Digest,
        topics: Iterable[FacetValue],
        posts: Iterable[tuple[str, str]],
        language: str = "",
        translated: Mapping[str, str] = MappingProxyType({}),
    ) -> Suggestions:
        """Of a digest's topics that have posts, its example questions, and its posts.

        Topics and questions are those for readers of a ``language`` where it has them, and so are
        titles, ``translated`` by the ids of their posts.
        """
        names = {topic.slug: topic.names for topic in digest.topics}
        weighed = []
        for topic in topics:
            if topic.count:
                text, tag = told_in(language, topic.label, names.get(topic.value, ()))
                weighed.append((Suggestion("topic", text, topic.value, tag), topic.count))
        questions = questions_in(language, digest)
        asked = [(Suggestion("question", text, text, tag), 0) for text, tag in questions]
        return cls([*weighed, *asked], posts, translated, language)

    def of(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """The suggestions that complete ``typed``: topics, questions, posts; fullest first.

        Where nothing has all of it in a row, what has each of its words, or begins with them.
        """
        wanted = _told(typed)
        if not wanted:
            return ()
        found = self._having(wanted)
        words = wanted.split()[:_WORDS]
        if not found.any() and len(words) > 1:
            found = np.logical_and.reduce([self._having(word) for word in words])
        own, other = self._again.T
        found[own] &= ~found[other]
        chosen = _mixed(np.flatnonzero(found), self._bounds, limit)
        return tuple(self._suggestion(n) for n in chosen)

    def _having(self, wanted: str) -> NDArray[np.bool_]:
        """Which suggestions have a word that, with the rest, matches what was typed."""
        found = np.zeros(self._bounds[-1], np.bool_)
        found[self._beginning(wanted.encode())] = True
        return found

    def _beginning(self, wanted: bytes) -> NDArray[np.int32]:
        """The numbers of the suggestions in which some word and the rest begin with some bytes."""
        head = wanted[:_HEAD]
        least, most = (int.from_bytes(head.ljust(_HEAD, end), "big") for end in (b"\0", b"\xff"))
        first = np.searchsorted(self._heads, np.uint64(least), side="left")
        last = np.searchsorted(self._heads, np.uint64(most), side="right")
        begins, owners = self._begins[first:last], self._owners[first:last]
        for at, byte in enumerate(wanted[_HEAD:], _HEAD):
            alike = self._text.take(begins + at, mode="clip") == byte
            begins, owners = begins[alike], owners[alike]
        return owners

    def _suggestion(self, number: int) -> Suggestion:
        if number < len(self._named):
            return self._named[number]
        post_id, title = self._posts[number - len(self._named)]
        told = self._translated.get(post_id)
        return Suggestion("post", told or title, post_id, self._language if told else "")


def questions_in(language: str, digest: Digest) -> list[tuple[str, str]]:
    """The example questions for readers of a language, each with its tag.

    Where a digest has none for them they are those of its own language, whose tag is left empty.
    """
    given = [(text, tag) for tag, text in digest.questions.translated if tag == language]
    return given or [(text, "") for text in digest.questions.examples]


def _told(text: str) -> str:
    """The folded text with single blanks, for symbols too."""
    folded = fold(text)
    return " ".join((folded if folded.isascii() else _BEYOND.sub(" ", folded)).split())


def _mixed(ranked: NDArray[np.intp], bounds: Sequence[int], limit: int) -> list[int]:
    """The best of each kind, so that topics do not crowd out posts.

    Those of a kind are numbered up to its bound, from the one before.
    """
    ends = np.searchsorted(ranked, bounds).tolist()
    share = max(limit // 3, 1)
    chosen: set[int] = set()
    for start, end in zip((0, *ends), ends, strict=False):
        chosen.update(ranked[start : min(start + share, end)].tolist())
    # No more than these can be needed.
    rest = (n for n in ranked[: limit + len(chosen)].tolist() if n not in chosen)
    chosen.update(islice(rest, max(limit - len(chosen), 0)))
    return sorted(chosen)[:limit]
