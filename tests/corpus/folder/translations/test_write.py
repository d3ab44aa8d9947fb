"""Translations are written as files that read back as the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.folder.translations.file import heading_in, read_translation
from corpus.folder.translations.write import translation_text
from corpus.post import Translation
from tests.corpus.folder.test_write import LINES, PARTS

HASHES = st.text("0123456789abcdef", min_size=12, max_size=12)


def has_heading(text: str, language: str) -> bool:
    """Whether a text has a line that would be taken for the heading of the implications."""
    heading = heading_in(language)
    return any(heading.matches(line) or heading.nearly(line) for line in text.split("\n"))


@pytest.mark.parametrize("language", ["fr", "ar", "pt-BR"])
@given(
    title=LINES.filter(bool),
    bottom_line=st.none() | LINES.filter(bool),
    summary=PARTS.filter(bool),
    implications=PARTS.filter(bool),
    of=HASHES | st.sampled_from(["", "123456789012", "1234567890e1"]),
)
def test_a_translation_reads_back_equal(
    language: str,
    title: str,
    bottom_line: str | None,
    summary: str,
    implications: str,
    of: str,
) -> None:
    assume(not has_heading(f"{summary}\n{implications}", language))
    told = Translation(language, title, summary, implications, bottom_line, of)
    file = Path(f"posts/2021-07-mending.{language}.md")
    read = read_translation(translation_text(told), file, language)
    assert read.translation == told
    assert read.problems == ()


def test_a_missing_part_stays_missing() -> None:
    told = Translation("fr", "Titre", "Le résumé.")
    text = translation_text(told)
    assert text == '---\ntitle: "Titre"\n---\n\nLe résumé.\n\n## Implications pour la pratique\n'
    assert read_translation(text, Path("posts/2021-07-a.fr.md"), "fr").translation == told
