"""Addresses of removed posts are read from gone.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.digest import Gone
from tests.digests.digest_folder import POST, DigestFolder

WHY = 'why = "Its study was withdrawn."\n'


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.write("posts/2021-07-gardens.md", POST.replace("doi:", "aliases:\n  - old\ndoi:"))
    return folder


def test_addresses_without_a_post_are_read(folder: DigestFolder) -> None:
    assert folder.read().digest.gone == ()
    folder.write(
        "gone.toml",
        f'[[gone]]\naddress = "2015-01-a"\n{WHY}read = ["2021-07-gardens"]\n'
        f'[[gone]]\naddress = "/posts/f%C3%BCr/b/"\n{WHY}',
    )
    reading = folder.read()
    assert reading.problems == ()
    assert reading.digest.gone == (
        Gone("2015-01-a", "Its study was withdrawn.", ("2021-07-gardens",)),
        Gone("für/b", "Its study was withdrawn."),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[gone]]\n" + WHY, "gone.toml:1: address or why is missing"),
        ('[[gone]]\naddress = "/posts/"\n' + WHY, "gone.toml:1: address or why is missing"),
        ('\n[[gone]]\naddress = "x"\n', "gone.toml:2: address or why is missing"),
        ('[[gone]]\nadress = "x"\n' + WHY, 'gone.toml:2: "adress" is not a setting'),
        ('[[went]]\naddress = "x"\n' + WHY, 'gone.toml:1: "went" is not a setting'),
        ('[gone]\naddress = "x"\n' + WHY, 'gone.toml:1: "gone" must be a list'),
        ('[[gone]]\naddress = ["x"]\n' + WHY, 'gone.toml:2: "address" must be text'),
        ('[[gone]]\naddress = "2021-07-gardens"\n' + WHY, "2: ... is no address without a post"),
        ('[[gone]]\naddress = "old/"\n' + WHY, '"old" is no address without a post: "2021-07-g'),
        (
            f'[[gone]]\naddress = "x"\n{WHY}[[gone]]\naddress = "/x"\n{WHY}',
            'gone.toml:5: "x" is gone already: keep one of the tables',
        ),
        (
            f'[[gone]]\naddress = "x"\n{WHY}read = ["2021-07-garden"]\n',
            'gone.toml:4: "read" names no post: "2021-07-garden": did you mean "2021-07-gardens"',
        ),
        (
            '[[gone]]\naddress = "/topics/gardens"\n' + WHY,
            'gone.toml:2: "/topics/gardens" is the address of another page here: delete this table',
        ),
        ("[[gone]]\naddress = 'x\n", "gone.toml:2: the file is not valid TOML"),
    ],
)
def test_a_fault_is_reported_with_its_line(folder: DigestFolder, text: str, expected: str) -> None:
    folder.write("gone.toml", text)
    found = folder.problems()
    pieces = expected.split(" ... ")
    assert any(all(piece in problem for piece in pieces) for problem in found), found
