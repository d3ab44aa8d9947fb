"""The settings of the digest that a generation was built from: its topics, kinds and words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from corpus.digest import Digest
from corpus.json_values import WrongValue, from_json, to_json
from search.errors import IndexOutdated
from search.index.files.manifest import write_json
from search.text.analyzer import ANALYSIS_VERSION
from search.text.language import FRENCH, language_file

SETTINGS = "digest.json"


def write_settings(digest: Digest, folder: Path) -> None:
    """Write a digest without its posts into ``folder``."""
    write_json(folder / SETTINGS, to_json(replace(digest, posts=())))


def read_digest(generation: Path) -> Digest:
    """The digest that a generation was built from, without its posts.

    Settings that it did not know are as by default. Raises ``IndexOutdated`` when it had others.
    """
    told = json.loads((generation / SETTINGS).read_text("utf-8"))
    try:
        return from_json(Digest, told)
    except WrongValue as error:
        raise IndexOutdated(
            f"generation {generation.name} has another setting, {error.field}"
        ) from error


def analysis_key(digest: Digest) -> str:
    """A hash over all that text analysis depends on: code, vocabulary, languages."""
    words = repr(digest.vocabulary)
    told = hashlib.sha256(f"{ANALYSIS_VERSION}\n{digest.language}\n{words}\n".encode())
    for file in (language_file(digest.language), FRENCH):
        told.update(file.read_bytes())
    return told.hexdigest()
