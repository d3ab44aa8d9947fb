"""The words of questions and posts by their stems, and which of them say what one is about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from corpus.post import Post
from corpus.text.sentences import sentences
from search.text.analyzer import Analyzer
from search.text.word_parts import parts

# What a word counts that says how a question asks, beside one that says what it is about.
_COMMON = 0.25
# Whole posts are read, and most of their words recur.
_MOST_KNOWN = 50_000
_MOST_POSTS = 128
_FILE = Path(__file__).with_name("common_words.toml")
_WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")

# The stems of the words of each sentence of a text.
Sentences = tuple[frozenset[str], ...]


def words_in(text: str) -> list[str]:
    """The words of a text, compounds whole."""
    return _WORD.findall(text)


def stems(texts: Iterable[str]) -> tuple[str, ...]:
    """The stems of the words in some texts, text by text."""
    words = (word for text in texts for word in words_in(text))
    return tuple(stem for word in words for stem in _of(word))


@lru_cache(_MOST_KNOWN)
def _of(word: str) -> tuple[str, ...]:
    """The stems of the parts of a word."""
    return tuple(map(_analyzer().stem, parts(word)))


def told_in(post: Post) -> Sentences:
    """What each sentence of a post tells: first the title, then what sums it up, then the rest."""
    return _told(post.title, post.bottom_line or "", post.summary, post.implications)


@lru_cache(_MOST_POSTS)
def _told(*texts: str) -> Sentences:
    each = (text[start:end] for text in texts for start, end in sentences(text))
    return tuple(frozenset(stems((sentence,))) for sentence in each)


def worth(stem: str) -> float:
    """The weight of a word of a question, by its stem: 1 where it says what it is about."""
    if stem in _listed("particles"):
        return 0.0
    return _COMMON if stem in common_stems() else 1.0


@cache
def common_stems() -> frozenset[str]:
    """The stems of words that say how a question asks, not what it is about."""
    return _listed("english") | _listed("french") | _listed("particles")


@cache
def _listed(name: str) -> frozenset[str]:
    """The stems of one list of the file."""
    return frozenset(stems(tomllib.loads(_FILE.read_text("utf-8"))[name]))


@cache
def _analyzer() -> Analyzer:
    return Analyzer()
