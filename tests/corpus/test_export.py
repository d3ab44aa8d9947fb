"""Posts are exported in all formats."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import rispy

from corpus.citations.forms import FORMS
from corpus.citations.parse import parse_citation
from corpus.export import EXPORTS, beir_lines
from corpus.folder.collection import read_collection
from corpus.importing.references.bibtex import BibtexImporter
from corpus.importing.references.ris import RisImporter
from tests.demo.reading import demo_reading
from tests.digests.import_desk import read

DIGEST = demo_reading().digest
POSTS = DIGEST.posts


def test_a_beir_collection_has_every_post(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(beir_lines(POSTS), "utf-8")
    digest, problems = read_collection(path)
    assert problems == ()
    assert [(post.id, post.title) for post in digest.posts] == [(p.id, p.title) for p in POSTS]
    assert all(p.implications in q.summary for p, q in zip(POSTS, digest.posts, strict=True))
    assert json.loads(beir_lines(POSTS[:1]))["metadata"]["doi"] == POSTS[0].doi


def test_ris_is_read_by_another_program() -> None:
    references = rispy.loads(EXPORTS["ris"](POSTS, DIGEST))
    assert [reference["id"] for reference in references] == [post.id for post in POSTS]
    assert references[0]["keywords"] == list(POSTS[0].topics)
    implications, summarised = references[0]["notes"]
    assert summarised == f"Summarised in {DIGEST.name}: {POSTS[0].title}"
    assert implications.startswith("Practice implications: ")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_citation_can_be_exported(form: str) -> None:
    text = EXPORTS[form](POSTS[:3], DIGEST)
    # The study of each post is in the file, with its authors.
    for post in POSTS[:3]:
        assert parse_citation(post.citation or "").authors[0].family in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "importer"),
    [("ris", RisImporter("2024-05")), ("bibtex", BibtexImporter("2024-05"))],
)
def test_exported_studies_are_the_same_after_import(
    form: str, importer: RisImporter | BibtexImporter
) -> None:
    imported = read(importer, EXPORTS[form](POSTS, DIGEST))
    assert len(imported.posts) == len(POSTS)
    for post, back in zip(POSTS, imported.posts, strict=True):
        assert back.doi == post.doi
        told, said = (parse_citation(p.citation or "") for p in (post, back))
        assert (said.creators, said.year, said.title) == (told.creators, told.year, told.title)


def test_a_post_without_citation_is_cited_as_itself() -> None:
    bare = replace(POSTS[0], citation=None, doi=None, implications="", topics=())
    text = EXPORTS["ris"]([bare], DIGEST)
    assert f"TI  - {bare.title}\r\n" in text
    assert "N1  - " not in text
