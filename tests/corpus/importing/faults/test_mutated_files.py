"""Damaged files of every format give posts or problems, and no exception.

The environment variable ``MUTATIONS`` sets how many damaged copies of each file are tried. The seed
of each copy is its number, so that a failure can be repeated.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.importing.formats import FORMATS
from tests.conftest import REPOSITORY
from tests.digests.import_desk import DIGEST
from tests.digests.study_files import SINGLE, Made, writer

MUTATIONS = int(os.environ.get("MUTATIONS", "12"))
FIXTURES = REPOSITORY / "tests" / "fixtures"
JUNK = [
    *rb"""< > ]]> <![CDATA[ <!-- --> &#xD800; &#0; &amp; & { } [ ] " ' \ \ud800 <p> </div> <script>
    [caption] {{< ![ ]( ``` @article{ {\'e} , ; 10.1000/ (2020). 2024-13 ER""".split(),
    *(b"\x00", b"\x0b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc2\xad", b"\xe2\x80\xae", b"\r", b"\n\n"),
    *(b"---\n", b"+++\n", b"sep=;\n", b" and ", b"TY  - JOUR\n", b"ER  - \n", b"PMID- \n"),
    b"Practice Implications",
]
STUDIES = [
    Made("Listening in groups", doi="10.1000/aaa1", abstract="We tested <i>listening</i> & mood."),
    Made("Sleep hygiene for insomnia", "van der Berg", 2021, "10.1000/bbb2", number="8"),
]


def seeds() -> list[tuple[str, str, bytes]]:
    """A format, a name and an undamaged file of it: each fixture, and made-up studies."""
    found = []
    for form in FORMATS:
        studies = STUDIES[:1] if form.name in SINGLE else STUDIES
        found.append((form.name, "made", writer(form)(studies).encode()))
        paths = sorted((FIXTURES / form.name).glob("*"))
        found += [(form.name, path.name, path.read_bytes()) for path in paths]
    return found


def cut(data: bytes, at: int, draw: random.Random) -> bytes:
    return data[:at] + data[at + draw.randint(1, 200) :]


def put(data: bytes, at: int, draw: random.Random) -> bytes:
    return data[:at] + draw.choice(JUNK) * draw.choice([1, 1, 1, 2, 50]) + data[at:]


def flip(data: bytes, at: int, draw: random.Random) -> bytes:
    return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]


def repeat(data: bytes, at: int, draw: random.Random) -> bytes:
    return data[:at] + data[max(0, at - draw.randint(1, 300)) : at] + data[at:]


def move(data: bytes, at: int, draw: random.Random) -> bytes:
    other = draw.randint(0, len(data))
    return data[:at] + data[other : other + draw.randint(1, 100)] + data[at:]


def end(data: bytes, at: int, draw: random.Random) -> bytes:
    return data[:at]


WAYS: list[Callable[[bytes, int, random.Random], bytes]] = [cut, put, put, flip, repeat, move, end]


def mutated(data: bytes, number: int) -> bytes:
    """A copy with one to four damaged places; the number is the seed."""
    draw = random.Random(number)
    for _ in range(draw.randint(1, 4)):
        data = draw.choice(WAYS)(data, draw.randint(0, len(data)), draw)
    return data


@pytest.mark.parametrize(("name", "whole", "data"), seeds(), ids=lambda value: str(value)[:20])
def test_a_damaged_file_gives_posts_or_problems(name: str, whole: str, data: bytes) -> None:
    form = next(form for form in FORMATS if form.name == name)
    importer = form.make("2024-05", {"title": "headline"} if whole == "posts.csv" else None)
    for number in range(MUTATIONS):
        damaged = mutated(data, number)
        imported = importer.read(damaged, Path("a file"), DIGEST)
        faults = [p.what for p in imported.problems if "fault in the program" in p.what]
        assert not faults, f"{name}, {whole}, number {number}: {faults}"
        assert imported.posts or imported.problems or not damaged.strip()
