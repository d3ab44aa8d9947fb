"""JSON lines are imported as the posts that were exported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.folder.read import read_digest
from corpus.importing.jsonlines import JsonLinesImporter, json_lines
from corpus.importing.merge import merge_source, write_merge
from corpus.post import Correction, Post, Translation
from tests.corpus.folder.test_write import POSTS_OF_ANY_KIND
from tests.demo.reading import demo_reading
from tests.digests.import_desk import read, told
from tests.digests.study_files import Made

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
)


def write_jsonl(studies: Sequence[Made]) -> str:
    lines = [
        {
            "id": study.number,
            "title": study.title,
            "summary": study.text,
            "month": "2024-05",
            "citation": study.citation,
            "doi": study.doi or None,
        }
        for study in studies
    ]
    return "\n".join(map(json.dumps, lines))


@pytest.mark.slow
@given(
    st.lists(
        st.builds(Post, TEXT, TEXT, TEXT, TEXT, topics=st.tuples(TEXT), pin=st.tuples(TEXT))
        | POSTS_OF_ANY_KIND.filter(lambda post: post.title)
    )
)
def test_exported_posts_are_imported_unchanged(posts: list[Post]) -> None:
    assert read(JsonLinesImporter(), json_lines(posts)).posts == tuple(posts)


@given(st.lists(st.builds(Translation, TEXT, TEXT, TEXT, TEXT, st.none() | TEXT, TEXT)))
def test_exported_translations_are_imported_unchanged(told: list[Translation]) -> None:
    post = Post("2021-07-a", "Title", "Text", month="2021-07", translations=tuple(told))
    assert read(JsonLinesImporter(), json_lines([post])).posts == (post,)


def test_an_exported_digest_is_imported_unchanged(tmp_path: Path) -> None:
    posts = demo_reading().digest.posts
    assert sum(len(post.translations) for post in posts) >= 10
    study = Study(2014, studies=10, effects=(Effect(outcome="a", measure="g", value=0.25),))
    pinned = (
        replace(
            posts[0],
            pin=(posts[1].id,),
            never=(posts[2].id,),
            updates=(posts[3].id,),
            study=study,
            notices=(Notice("erratum", "2020-05-06"),),
            corrections=(Correction("2024-05-17", "A figure."),),
            writer="A. Green",
        ),
        *posts[1:],
    )
    source = tmp_path / "posts.jsonl"
    source.write_text(json_lines(pinned), "utf-8")
    root = tmp_path / "digest"
    write_merge(merge_source(JsonLinesImporter(), source, root), root)
    assert read_digest(root).digest.posts == pinned


def test_a_month_may_be_given() -> None:
    line = '{"id": "a", "title": "Rain", "summary": ""}'
    assert read(JsonLinesImporter("2024-05"), line).posts[0].month == "2024-05"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("nonsense", "2: the line is not a JSON object"),
        ("[" * 100_000, "2: the line is not a JSON object"),
        ("[1]", "2: the line is not a JSON object"),
        ('{"id": "a", "title": "b"}', '2: "summary" is missing, of a wrong type, or no field'),
        ('{"id": "a", "title": "", "summary": "c"}', '2: "title" is missing'),
        ('{"id": 1, "title": "b", "summary": "c"}', '2: "id" is missing, of a wrong type'),
        ('{"id": "a", "title": "b", "summary": "c", "x": 1}', '2: "x" is missing'),
        (json.dumps({"id": "a", "title": "b", "summary": "c", "topics": "d"}), '2: "topics" is'),
        (json.dumps({"id": "a", "title": "b", "summary": "c", "topics_proposed": 1}), '2: "topics'),
        ('{"id": "a", "title": "b", "summary": "c", "study": {"yeer": 1}}', '2: "study.yeer" is'),
        ('{"id": "a", "title": "b", "summary": "c", "notices": [{}]}', '2: "notices.kind" is'),
        ('{"id": "a", "title": "b", "summary": "c", "translations": [{}]}', '2: "translations.'),
    ],
)
def test_a_line_that_is_no_post_is_an_error(line: str, problem: str) -> None:
    assert told(read(JsonLinesImporter(), f"\n{line}\n"))[0].startswith(problem)


def test_an_empty_file_is_reported() -> None:
    assert told(read(JsonLinesImporter(), ""))[0].startswith("1: there is no post in the file")
