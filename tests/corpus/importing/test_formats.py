"""All importers keep their contract: they never raise, never write, and repeat themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Digest
from corpus.folder.read import read_digest
from corpus.importer import Importer
from corpus.importing.formats import FORMATS, Format
from corpus.importing.merge import merge_source, write_merge
from corpus.problem import Problem
from tests.conftest import REPOSITORY
from tests.digests.digest_folder import DigestFolder
from tests.examples import examples

FIXTURES = REPOSITORY / "tests" / "fixtures"
SAMPLES = {
    source: sorted(FIXTURES.joinpath(source.name).glob("*"))
    for source in FORMATS
    if FIXTURES.joinpath(source.name).is_dir()
}
EVERY = [(source, path) for source, paths in SAMPLES.items() for path in paths]


def importer(source: Format, month: str | None = "2024-05") -> Importer:
    return source.make(month, {"title": "Headline"} if source.mapped else None)


def read(source: Format, data: bytes) -> tuple[Problem, ...]:
    imported = importer(source).read(data, Path("a file"), Digest("Any"))
    assert all(problem.line >= 1 and problem.what and problem.cure for problem in imported.problems)
    assert all(problem.file == Path("a file") for problem in imported.problems)
    assert imported.posts or imported.problems or not data.strip()
    assert not any("fault in the program" in problem.what for problem in imported.problems)
    return imported.problems


@pytest.mark.parametrize("source", FORMATS, ids=lambda source: source.name)
@examples(60)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_become_posts_or_problems(source: Format, data: bytes) -> None:
    read(source, data)


@pytest.mark.parametrize(("source", "path"), EVERY, ids=lambda value: getattr(value, "name", ""))
@examples(60)
@given(data=st.data())
def test_a_damaged_file_becomes_posts_or_problems(
    source: Format, path: Path, data: st.DataObject
) -> None:
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 80)))
    junk = data.draw(
        st.binary(max_size=20)
        | st.sampled_from(
            [b"<", b"]]>", b"{", b'"', b"---\n", b"\n\n", b"&#0;", b"\\ud800", b"-->"]
        )
    )
    read(source, whole[:start] + junk + whole[end:])


@pytest.mark.parametrize(("source", "path"), EVERY, ids=lambda value: getattr(value, "name", ""))
def test_the_same_file_again_changes_nothing(source: Format, path: Path, tmp_path: Path) -> None:
    root = DigestFolder.make(tmp_path / "digest").root
    merge = merge_source(importer(source), path, root)
    assert merge.added
    assert merge.faults == ()
    write_merge(merge, root)
    again = merge_source(importer(source), path, root)
    assert again.changes == again.kept == ()
    assert len(again.unchanged) == len(merge.added)
    # Only what can't be known is asked for; the files have no other faults.
    asked = {problem.what for problem in read_digest(root).faults}
    assert asked <= {
        "the post has no topic",
        "the summary is empty",
        "the practice implications are empty",
    }


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.name)
def test_a_folder_of_files_is_read_file_by_file(source: Format, tmp_path: Path) -> None:
    root = DigestFolder.make(tmp_path / "digest").root
    folder = FIXTURES / source.name
    merge = merge_source(importer(source), folder, root, suffixes=source.suffixes)
    assert merge.added
    assert merge.faults == ()


@pytest.mark.parametrize("source", FORMATS, ids=lambda source: source.name)
def test_a_file_that_is_no_text_is_refused_with_a_cure(source: Format) -> None:
    for data in (b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04\x14\x00", b"\x89PNG\r\n\x1a\n\x00\x00"):
        problems = read(source, data)
        assert any(problem.severity == "error" for problem in problems)


def test_a_file_of_half_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.ris"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    root = DigestFolder.make(tmp_path / "digest").root
    for source in FORMATS:
        (problem,) = merge_source(importer(source), path, root).problems
        assert "524,288,000 bytes, more than the" in problem.what


def test_a_folder_without_a_file_of_the_format_is_reported(tmp_path: Path) -> None:
    root = DigestFolder.make(tmp_path / "digest").root
    ris = next(source for source in FORMATS if source.name == "ris")
    (problem,) = merge_source(importer(ris), tmp_path, root, suffixes=ris.suffixes).problems
    assert str(problem) == f"{tmp_path}:1: the folder holds no file named *.ris: name another"


@pytest.mark.parametrize("name", ["ris", "bibtex", "csl", "endnote", "zotero", "nbib", "pubmed"])
def test_references_demand_a_month(name: str) -> None:
    source = next(source for source in FORMATS if source.name == name)
    data = SAMPLES[source][0].read_bytes()
    imported = importer(source, month=None).read(data, Path("x"), Digest("Any"))
    assert imported.posts == ()
    assert [problem.cure for problem in imported.problems if problem.severity == "error"] == [
        "give one: --month 2024-05"
    ]


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><item><title>&b;</title></item></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&secret;</title></item></channel></rss>"""
TYPED = b"""<?xml version="1.0"?>
<!DOCTYPE rss SYSTEM "http://walks.example.org/rss.dtd">
<rss><channel><item><title>Rain</title></item></channel></rss>"""


@pytest.mark.parametrize("name", ["wordpress", "feed", "pubmed", "endnote", "zotero"])
@pytest.mark.parametrize("data", [BOMB, OUTSIDE], ids=["bomb", "outside"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml_is_refused(name: str, data: bytes, encoding: str) -> None:
    source = next(source for source in FORMATS if source.name == name)
    written = data.decode().encode(encoding)
    imported = importer(source).read(written, Path("x"), Digest("Any"))
    assert imported.posts == ()
    assert "it was refused" in imported.problems[0].what
    assert "passwd" not in str(imported.problems)


@pytest.mark.parametrize("name", ["wordpress", "feed"])
def test_a_document_type_is_refused_in_formats_without_one(name: str) -> None:
    source = next(source for source in FORMATS if source.name == name)
    (problem, *_) = read(source, TYPED)
    assert problem.what.startswith("the file declares a document type")
