"""A made-up language for tests: every text of the program in brackets that no other text has."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask

from indexer.publish import publish
from search.engine.open import open_engine
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading
from webapp.app import create_app

# The tag is of a real language that the program isn't translated into, so that months and numbers
# exist. It is written from right to left, and has six plural forms.
TAG = "ar"
# A text with a number, and numbers that languages pluralise differently.
POSTS = ("%(num)s post", "%(num)s posts")
NUMBERS = (*range(131), 1000, 1001, 1002, 1_000_000)
OPEN, CLOSE = "⟦", "⟧"


@cache
def messages() -> Catalog:
    """The texts of the program, extracted as by ``make translations``."""
    options = re.findall(r"^EXTRACT = (.*)$", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)
    run = "from babel.messages.frontend import main; main()"
    with NamedTemporaryFile() as file:
        command = [sys.executable, "-c", run, "-q", "extract", *shlex.split(options[0])]
        subprocess.run([*command, "-o", file.name, "."], cwd=REPOSITORY, check=True)
        return read_po(file)


def write(folder: Path) -> Path:
    """Write the catalogue of the made-up language into an empty folder; returns the folder."""
    made = Catalog(locale=TAG, charset="utf-8", fuzzy=False)
    for message in messages():
        if isinstance(message.id, tuple):
            forms = [message.id[0], *[message.id[1]] * (made.num_plurals - 1)]
            made.add(message.id, tuple(f"{OPEN}{form}{CLOSE}" for form in forms))
        elif message.id:
            made.add(message.id, f"{OPEN}{message.id}{CLOSE}")
    file = folder / TAG / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_po(opened, made)
    return folder


@contextmanager
def demo_app(folder: Path) -> Iterator[Flask]:
    """An app over the demo digest in English and the made-up language, in an empty folder."""
    publish(replace(demo_reading().digest, page_languages=("en", TAG)), folder / "index")
    translations = write(folder / "translations")
    with closing(open_engine(folder / "index", semantic=False)) as engine:
        yield create_app(engine, {"TRANSLATIONS": translations})


def numbered(folder: Path, tag: str) -> Path:
    """Write a catalogue with one text whose plural forms are numbered; returns the file."""
    made = Catalog(locale=tag, charset="utf-8", fuzzy=False)
    made.add(POSTS, tuple(f"%(num)s form {form}" for form in range(made.num_plurals)))
    file = folder / tag / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_po(opened, made)
    return file
