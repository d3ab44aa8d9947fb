"""The skeleton of a new translation."""

from __future__ import annotations

from pathlib import Path

from corpus.folder.translations.skeleton import skeleton
from tests.digests.translated import ID, ORIGINAL, bilingual


def test_a_skeleton_lacks_only_what_the_translator_must_write(tmp_path: Path) -> None:
    line = 'bottom_line: "Of 1,240, \\"0.25\\" answered."\ndoi:'
    folder = bilingual(tmp_path / "digest", ORIGINAL.replace("doi:", line))
    (post,) = folder.read().digest.posts
    text = skeleton(post, "fr")
    assert '# "Do gardens help?"\ntitle: ""' in text
    folder.write(f"posts/{ID}.fr.md", text)
    assert {problem.what for problem in folder.read().problems} == {
        "the title is missing",
        "the bottom line is not translated",
        "the summary is empty",
        "the practice implications are empty",
    }
