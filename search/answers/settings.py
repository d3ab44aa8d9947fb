"""Whether a post speaks of the setting that a question asks about: groups, couples, by phone."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.post import Post
from corpus.text.words import WORD
from search.text.word_parts import parts

_FILE = Path(__file__).with_name("settings.toml")


class Setting(NamedTuple):
    """A setting: the words in which a question asks for it, and in which posts speak of it."""

    asked: Collection[str]
    said: Collection[str]


def settings_in(question: str) -> tuple[Setting, ...]:
    """The settings that a question asks about."""
    plain = _plain(question)
    return tuple(setting for setting in _settings() if _has(plain, setting.asked))


def is_set_in(post: Post, settings: Collection[Setting]) -> bool:
    """Whether a post speaks of each of some settings."""
    if not settings:
        return True
    texts = (post.title, post.bottom_line or "", post.summary, post.implications)
    plain = _plain(" ".join(texts))
    return all(_has(plain, setting.said) for setting in settings)


def _has(plain: str, phrases: Collection[str]) -> bool:
    return any(phrase in plain for phrase in phrases)


def _plain(text: str) -> str:
    """The words of a text in small letters, with a blank on either side of each."""
    return f" {' '.join(part for word in WORD.findall(text) for part in parts(word))} "


@cache
def _settings() -> tuple[Setting, ...]:
    told = tomllib.loads(_FILE.read_text("utf-8"))
    return tuple(
        Setting(*(tuple(map(_plain, one[name])) for name in Setting._fields))
        for one in told.values()
    )
