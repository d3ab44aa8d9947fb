"""The catalogues are complete, keep placeholders, and follow the typography of their language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.webapp.language.made_up import NUMBERS, POSTS, messages, numbered
from webapp.language.catalogues import ENGLISH, FILE, FOLDER, SOURCE, catalogue, languages

WRITTEN = sorted(languages() - {SOURCE})
PLACE = re.compile(r"%\(\w+\)s|%%")
TAG = re.compile(r"</?[a-z][^>]*>")


def read(tag: str) -> Catalog:
    with (FOLDER / tag / FILE).open("rb") as file:
        return read_po(file)


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each form of a message with its English."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[min(n, 1)], form) for n, form in enumerate(message.string or ())]


def test_there_is_a_french_catalogue() -> None:
    assert "fr" in WRITTEN


@pytest.mark.parametrize("tag", WRITTEN)
def test_a_catalogue_has_exactly_the_texts_of_the_program(tag: str) -> None:
    """If this fails, ``make translations`` adds the missing texts to the catalogues."""
    wanted = {message.id for message in messages() if message.id}
    found = {message.id for message in read(tag) if message.id}
    assert wanted - found == set()
    assert found - wanted == set()


@pytest.mark.parametrize("tag", WRITTEN)
def test_every_text_is_translated_and_keeps_placeholders_and_tags(tag: str) -> None:
    made = read(tag)
    for message in made:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        if isinstance(message.id, tuple):
            assert len(message.string or ()) == made.num_plurals, message.id
        for english, other in pairs(message):
            assert other.strip(), english
            assert sorted(PLACE.findall(other)) == sorted(PLACE.findall(english)), other
            assert sorted(TAG.findall(other)) == sorted(TAG.findall(english)), other
            # Spaces at the ends of a text separate it from its neighbours.
            assert other[-1].isspace() == english[-1].isspace(), other


def test_french_follows_french_typography() -> None:
    for message in read("fr"):
        for _, text in pairs(message) if message.id else ():
            plain = TAG.sub("", text)
            assert not re.search(r"[^\u202f][;:?!»]", plain), text
            assert not re.search(r"«(?!\u202f)", plain), text
            assert not re.search(r"[\w)]%(?!\()", plain), text
            assert "'" not in plain, text


def test_an_untranslated_text_is_shown_in_english(tmp_path: Path) -> None:
    file = tmp_path / "fr" / FILE
    file.parent.mkdir(parents=True)
    file.write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        'msgid "Topics"\nmsgstr ""\n\n#, fuzzy\nmsgid "Months"\nmsgstr "Lunes"\n\n'
        'msgid "Authors"\nmsgstr "Auteurs"\n'
    )
    words = catalogue("fr", tmp_path)
    assert [str(words.gettext(text)) for text in ("Topics", "Months", "Authors", "Map")] == [
        "Topics",
        "Months",
        "Auteurs",
        "Map",
    ]
    assert words.ngettext("a post", "posts", 1) == "a post"
    assert words.forms("a post", "posts") == (("a post", "posts"), ENGLISH)


def test_plural_forms_are_those_of_the_language() -> None:
    french, english = catalogue("fr"), catalogue(SOURCE)
    of = ("%(num)s post", "%(num)s posts")
    assert [french.ngettext(*of, n) for n in (0, 1, 2)] == [
        "%(num)s billet",
        "%(num)s billet",
        "%(num)s billets",
    ]
    assert [english.ngettext(*of, n) for n in (0, 1, 2)] == [of[1], of[0], of[1]]
    assert french.forms(*of) == (("%(num)s billet", "%(num)s billets"), french.rule)


def test_six_plural_forms_are_chosen_by_the_language_s_rule(tmp_path: Path) -> None:
    numbered(tmp_path, "ar")
    names = ("zero", "one", "two", "few", "many", "other")
    expected = [f"%(num)s form {names.index(Locale('ar').plural_form(n))}" for n in NUMBERS]
    words = catalogue("ar", tmp_path)
    assert [words.ngettext(*POSTS, n) for n in NUMBERS] == expected
    assert len(set(expected)) == len(names)


@pytest.mark.parametrize("lacking", ["empty", "too few"])
def test_a_text_without_all_plural_forms_is_shown_in_english(tmp_path: Path, lacking: str) -> None:
    file = numbered(tmp_path, "ar")
    last = 'msgstr[5] "%(num)s form 5"\n'
    text = file.read_text("utf-8")
    assert last in text
    instead = 'msgstr[5] ""\n' if lacking == "empty" else ""
    file.write_text(text.replace(last, instead), "utf-8")
    words = catalogue("ar", tmp_path)
    assert [words.ngettext(*POSTS, n) for n in (0, 1, 2, 11)] == [
        POSTS[1],
        POSTS[0],
        POSTS[1],
        POSTS[1],
    ]
