"""The settings of a digest are stored in a generation, with a key for its text analysis."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.digest import Digest
from search.errors import IndexOutdated
from search.index.files.settings import SETTINGS, analysis_key, read_digest, write_settings
from tests.demo.reading import demo_reading
from tests.digests import garden


def test_the_key_depends_on_the_settings_of_the_analysis() -> None:
    digest = garden.digest()
    assert analysis_key(digest) == analysis_key(replace(digest, name="Other", posts=()))
    stems = replace(digest.vocabulary, stems=(("a", "b"),))
    assert analysis_key(replace(digest, vocabulary=stems)) != analysis_key(digest)
    assert analysis_key(replace(digest, language="fr")) != analysis_key(digest)


def test_the_settings_of_the_digest_are_read_back(tmp_path: Path, demo_index: Path) -> None:
    write_settings(garden.digest(), tmp_path)
    assert read_digest(tmp_path) == replace(garden.digest(), posts=())
    live = demo_index / (demo_index / "CURRENT").read_text().strip()
    assert read_digest(live) == replace(demo_reading().digest, posts=())


def test_settings_that_a_generation_lacks_have_their_defaults(tmp_path: Path) -> None:
    file = tmp_path / SETTINGS
    file.write_text(json.dumps({"name": "Garden Digest"}), "utf-8")
    assert read_digest(tmp_path) == Digest("Garden Digest")


def test_an_unknown_setting_makes_a_generation_outdated(tmp_path: Path) -> None:
    told = {"name": "Garden Digest", "care": {"colour": "green"}}
    (tmp_path / SETTINGS).write_text(json.dumps(told), "utf-8")
    with pytest.raises(IndexOutdated, match=r"another setting, care\.colour"):
        read_digest(tmp_path)
