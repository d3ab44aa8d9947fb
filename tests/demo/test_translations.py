"""Translations in the demo digest have the original's numbers and paragraphs, in good French."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from corpus.digest import ResearchKind, Topic
from corpus.post import Post, Translation
from corpus.text.numerals import numerals
from corpus.text.readability import word_count
from tests.demo.reading import demo_reading

# One more than in English, because French writes a thousand with a space.
BOTTOM_LINE_WORDS = 26

TRANSLATED = [
    pytest.param(post, told, id=f"{post.id}.{told.language}")
    for post in demo_reading().digest.posts
    for told in post.translations
]


DIGEST = demo_reading().digest
THINGS: tuple[Topic | ResearchKind, ...] = (*DIGEST.topics, *DIGEST.kinds)


def test_every_text_of_the_digest_has_a_french_version() -> None:
    texts = [
        DIGEST.descriptions,
        *(note.texts for note in DIGEST.care.every_note),
        *(one for thing in THINGS for one in (thing.names, thing.descriptions)),
        *(one.whys for one in DIGEST.gone),
    ]
    assert all([tag for tag, _ in told] == ["fr"] for told in texts)
    months = [month for _, month, _ in DIGEST.months_translated]
    assert months == [month for month, _ in DIGEST.this_month]


def test_french_has_its_own_spaces_quotes_and_words() -> None:
    settings = [
        *DIGEST.descriptions,
        *(one for note in DIGEST.care.every_note for one in note.texts),
        *(one for thing in THINGS for one in (*thing.names, *thing.descriptions)),
        *DIGEST.questions.translated,
        *((tag, line) for tag, _, line in DIGEST.months_translated),
        *(one for gone in DIGEST.gone for one in gone.whys),
    ]
    translated = [
        text
        for post in DIGEST.posts
        for told in post.translations
        for text in (told.title, told.bottom_line or "", told.summary, told.implications)
    ]
    for text in (*(line for _, line in settings), *translated):
        plain = re.sub(r"\]\([^)]*\)", "", text)
        assert not re.search(r"[^\u202f][;:?!»%]", plain), text
        assert not re.search(r"«(?!\u202f)", plain), text
        assert "'" not in plain and "..." not in plain, text


def test_eight_to_twelve_posts_are_translated() -> None:
    assert 8 <= len(TRANSLATED) <= 12


@pytest.mark.parametrize(("post", "told"), TRANSLATED)
@pytest.mark.parametrize("part", ["title", "bottom_line", "summary", "implications"])
def test_numbers_are_those_of_the_original(post: Post, told: Translation, part: str) -> None:
    original, translation = getattr(post, part) or "", getattr(told, part) or ""
    assert bool(original) == bool(translation)
    assert Counter(numerals(translation, told.language)) == Counter(numerals(original, "en"))


@pytest.mark.parametrize(("post", "told"), TRANSLATED)
def test_parts_have_as_many_paragraphs_as_the_original(post: Post, told: Translation) -> None:
    for part in ("summary", "implications"):
        assert getattr(told, part).count("\n\n") == getattr(post, part).count("\n\n"), part


@pytest.mark.parametrize(("post", "told"), TRANSLATED)
def test_bottom_lines_have_at_most_26_words(post: Post, told: Translation) -> None:
    assert word_count(told.bottom_line or "") <= BOTTOM_LINE_WORDS


@pytest.mark.parametrize(("post", "told"), TRANSLATED)
def test_translations_are_of_the_current_original(post: Post, told: Translation) -> None:
    assert told.of == post.version
