from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import rispy

from corpus.citations.parse import parse_citation
from corpus.export import beir_lines, ris_text
from corpus.folder.collection import read_collection
from corpus.folder.read import DEMO, read_corpus
from corpus.importing.references.ris import RisImporter
from corpus.post import Post
from tests.import_desk import read

POSTS = read_corpus(DEMO).digest.posts


def test_a_collection_holds_every_post(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(beir_lines(POSTS), "utf-8")
    digest, problems = read_collection(path)
    assert problems == ()
    assert [(post.id, post.title) for post in digest.posts] == [(p.id, p.title) for p in POSTS]
    assert all(p.implications in q.summary for p, q in zip(POSTS, digest.posts, strict=True))
    assert json.loads(beir_lines(POSTS[:1]))["metadata"]["doi"] == POSTS[0].doi


def test_references_are_what_other_programs_read() -> None:
    references = rispy.loads(ris_text(POSTS))
    assert [reference["id"] for reference in references] == [post.id for post in POSTS]
    assert references[0]["keywords"] == list(POSTS[0].topics)
    assert references[0]["notes"][0].startswith("Practice implications: ")


def test_the_studies_come_back() -> None:
    imported = read(RisImporter("2024-05"), ris_text(POSTS))
    assert len(imported.posts) == len(POSTS)
    for post, back in zip(POSTS, imported.posts, strict=True):
        assert back.doi == post.doi
        told, said = (parse_citation(p.citation or "") for p in (post, back))
        assert (said.families, said.year) == (told.families, told.year)


def test_a_post_without_citation_is_cited_as_itself() -> None:
    bare = replace(POSTS[0], citation=None, doi=None, implications="", topics=())
    text = ris_text([bare])
    assert f"TI  - {bare.title}\r\n" in text
    assert "N1  - " not in text
    assert ris_text([Post("a", "b", "c")]) == (
        "TY  - GEN\r\nID  - a\r\nTI  - b\r\nST  - b\r\nAB  - c\r\nER  - \r\n"
    )
