"""The file of a translation: its name, headings and fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder.translations.file import TranslationFile, parted, read_translation
from corpus.folder.write import quoted
from corpus.post import Translation
from tests.digests.translated import FRENCH

FILE = Path("posts/2021-07-a.fr.md")


def read(text: str, language: str = "fr") -> TranslationFile:
    return read_translation(text, FILE, language)


def problems(text: str, language: str = "fr") -> list[str]:
    return [str(problem) for problem in read(text, language).problems]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2021-07-a.fr.md", ("2021-07-a", "fr")),
        ("2021-07-a.pt-BR.md", ("2021-07-a", "pt-BR")),
        ("2021-07-a.zh_hant.md", ("2021-07-a", "zh_hant")),
        ("2021-07-a.md", None),
        ("2021-07-a.draft.md", None),
        ("2021-07-a.fr.de.md", None),
        ("gardens.fr.md", None),
        ("2021-07-a.fr.txt", None),
    ],
)
def test_the_file_name_gives_the_post_and_the_language(
    name: str, told: tuple[str, str] | None
) -> None:
    assert parted(name) == told


def test_a_complete_file_has_no_fault() -> None:
    found = read(FRENCH)
    assert found.problems == ()
    assert found.lines == {"title": 2, "of": 3, "summary": 6, "implications": 10}


@pytest.mark.parametrize(
    "heading",
    ["Implications pour la pratique", "implications pratiques :", "Implications Cliniques ##"],
)
def test_headings_that_french_uses_are_known(heading: str) -> None:
    assert problems(FRENCH.replace("Implications pour la pratique", heading)) == []


def test_a_french_heading_is_known_in_every_french_language() -> None:
    assert problems(FRENCH, "fr-CA") == []


def test_any_single_heading_counts_in_a_language_without_known_ones() -> None:
    assert problems(FRENCH.replace("Implications pour la pratique", "Was tun?"), "de") == []


@pytest.mark.parametrize("written", ["## Practice Implications", "**Implications cliniques**"])
def test_a_mistyped_heading_is_reported(written: str) -> None:
    heading = "## Implications pour la pratique"
    assert problems(FRENCH.replace(heading, written)) == [
        f'{FILE}:10: the heading is written "{written}": write it as {heading}'
    ]


def test_a_missing_heading_is_reported_with_the_one_to_write() -> None:
    assert problems(FRENCH.replace("## Implications pour la pratique\n", "")) == [
        f"{FILE}:11: the practice implications are missing: "
        "add a line ## Implications pour la pratique and write them below it"
    ]


def test_a_second_heading_is_reported() -> None:
    twice = FRENCH + "\n## Implications cliniques\n\nEncore.\n"
    assert problems(twice) == [
        f"{FILE}:14: the heading ## Implications cliniques is a second one (first on line 10): "
        "keep one; a file holds one post"
    ]


def test_fields_of_the_original_are_refused_by_name() -> None:
    assert problems(FRENCH.replace("of:", "doi: 10.1000/x\nof:")) == [
        f'{FILE}:3: "doi" belongs to the original alone: delete it here: facts are taken from there'
    ]


def test_an_unknown_field_is_reported_with_the_nearest() -> None:
    assert problems(FRENCH.replace("title:", "titel: x\ntitle:")) == [
        f'{FILE}:2: "titel" is not a field of a translation: did you mean "title"?'
    ]


def test_empty_parts_are_reported() -> None:
    bare = "---\ntitle: ''\n---\n\n## Implications pour la pratique\n"
    assert problems(bare) == [
        f'{FILE}:2: the title is missing: write title: "..."',
        f"{FILE}:4: the summary is empty: write it above the line ## Implications pour la pratique",
        f"{FILE}:5: the practice implications are empty: "
        "write them below the line ## Implications pour la pratique",
    ]


def test_a_file_without_front_matter_is_no_translation() -> None:
    found = read("Bonjour.")
    assert found.translation is None
    assert [problem.what for problem in found.problems] == ["the front matter is missing"]


LINE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1).filter(
    lambda text: not text.startswith(("#", "-")) and text.strip("*_#:. \t")
)


@given(LINE, LINE, LINE, st.none() | LINE)
def test_a_written_translation_is_read_back_unchanged(
    title: str, summary: str, implications: str, line: str | None
) -> None:
    front = [f"title: {quoted(title)}", "of: 0123456789ab"]
    front += [f"bottom_line: {quoted(line)}"] if line is not None else []
    body = (summary, "## Implications pour la pratique", implications)
    text = "\n".join(("---", *front, "---", *body, ""))
    told = Translation("fr", title, summary, implications, line, "0123456789ab")
    assert read(text).translation == told


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read(text)
    read(f"---\n{text}\n---\n{text}")
