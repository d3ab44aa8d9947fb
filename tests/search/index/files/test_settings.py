"""The settings of a digest come back from a generation, and tell what its text was analysed by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.folder.read import DEMO, read_corpus
from search.index.files.settings import analysis_key, read_digest, write_settings
from tests import garden


def test_what_analysis_depends_on_is_in_its_key() -> None:
    digest = garden.digest()
    assert analysis_key(digest) == analysis_key(replace(digest, name="Other", posts=()))
    stems = replace(digest.vocabulary, stems=(("a", "b"),))
    assert analysis_key(replace(digest, vocabulary=stems)) != analysis_key(digest)
    assert analysis_key(replace(digest, language="fr")) != analysis_key(digest)


def test_the_settings_of_the_digest_come_back(tmp_path: Path, demo_index: Path) -> None:
    write_settings(garden.digest(), tmp_path)
    assert read_digest(tmp_path) == replace(garden.digest(), posts=())
    live = demo_index / (demo_index / "CURRENT").read_text().strip()
    assert read_digest(live) == replace(read_corpus(DEMO).digest, posts=())
