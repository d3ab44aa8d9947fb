"""The catalogues: each is whole, keeps its places, and reads as its language is written."""

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
    """Each form of a message beside the English that it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[min(n, 1)], form) for n, form in enumerate(message.string or ())]


def test_french_is_written() -> None:
    assert "fr" in WRITTEN


@pytest.mark.parametrize("tag", WRITTEN)
def test_a_catalogue_has_every_text_and_no_other(tag: str) -> None:
    """When this fails, ``make translations`` puts what is missing into the catalogues."""
    wanted = {message.id for message in messages() if message.id}
    found = {message.id for message in read(tag) if message.id}
    assert wanted - found == set()
    assert found - wanted == set()


@pytest.mark.parametrize("tag", WRITTEN)
def test_every_text_is_translated_and_keeps_its_places_and_tags(tag: str) -> None:
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
            # The spaces around a text are those between it and what stands beside it.
            assert other[-1].isspace() == english[-1].isspace(), other


def test_french_is_written_as_french_is() -> None:
    for message in read("fr"):
        for _, text in pairs(message) if message.id else ():
            plain = TAG.sub("", text)
            assert not re.search(r"[^\u202f][;:?!»]", plain), text
            assert not re.search(r"«(?!\u202f)", plain), text
            assert not re.search(r"[\w)]%(?!\()", plain), text
            assert "'" not in plain, text


def test_a_text_that_is_not_translated_yet_is_shown_in_english(tmp_path: Path) -> None:
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


def test_numbers_take_the_form_of_the_language() -> None:
    french, english = catalogue("fr"), catalogue(SOURCE)
    of = ("%(num)s post", "%(num)s posts")
    assert [french.ngettext(*of, n) for n in (0, 1, 2)] == [
        "%(num)s billet",
        "%(num)s billet",
        "%(num)s billets",
    ]
    assert [english.ngettext(*of, n) for n in (0, 1, 2)] == [of[1], of[0], of[1]]
    assert french.forms(*of) == (("%(num)s billet", "%(num)s billets"), french.rule)


def test_six_forms_are_chosen_as_their_language_does(tmp_path: Path) -> None:
    numbered(tmp_path, "ar")
    names = ("zero", "one", "two", "few", "many", "other")
    expected = [f"%(num)s form {names.index(Locale('ar').plural_form(n))}" for n in NUMBERS]
    words = catalogue("ar", tmp_path)
    assert [words.ngettext(*POSTS, n) for n in NUMBERS] == expected
    assert len(set(expected)) == len(names)


@pytest.mark.parametrize("lacking", ["empty", "too few"])
def test_a_text_that_lacks_a_form_is_shown_in_english_by_its_rule(
    tmp_path: Path, lacking: str
) -> None:
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
