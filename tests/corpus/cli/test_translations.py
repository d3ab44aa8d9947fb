"""A translation is begun beside its post."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.cli.running import run
from tests.digests.digest_folder import DigestFolder
from tests.digests.translated import ID, bilingual


@pytest.fixture
def bilingual_folder(tmp_path: Path) -> DigestFolder:
    return bilingual(tmp_path / "two")


@pytest.mark.parametrize("named", [ID, f"posts/{ID}.md"])
def test_a_translation_is_begun_beside_the_post(bilingual_folder: DigestFolder, named: str) -> None:
    result = run("translate", named, "fr", "--digest", bilingual_folder.root)
    assert result.exit_code == 0
    assert (bilingual_folder.root / "posts" / f"{ID}.fr.md").is_file()
    again = run("translate", named, "fr", "--digest", bilingual_folder.root)
    assert again.exit_code == 1
    assert "exists already" in again.stderr


@pytest.mark.parametrize(
    ("post", "language", "told"),
    [
        (ID, "de", '"de" is not a language into which the posts are translated'),
        (ID, "en", 'the posts are written in "en"'),
        ("2021-07-do-garden-help", "fr", f'did you mean "{ID}"?'),
    ],
)
def test_a_post_or_language_that_can_t_be_translated_is_reported(
    bilingual_folder: DigestFolder, post: str, language: str, told: str
) -> None:
    result = run("translate", post, language, "--digest", bilingual_folder.root)
    assert result.exit_code == 1
    assert told in result.stderr
