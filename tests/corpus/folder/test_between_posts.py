"""Faults between posts: relations, aliases, and fields that two posts must not share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.digests.digest_folder import POST, DigestFolder

OTHER = POST.replace("Do gardens help?", "Do woods help?").replace("plots.1", "plots.2")


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    found = DigestFolder.make(tmp_path / "digest")
    found.post(OTHER.replace("---\n\n", "aliases:\n  - 2015-02-trees\n---\n\n"), "2021-07-woods")
    return found


def with_fields(fields: str) -> str:
    return POST.replace("---\n\nMany", f"{fields}---\n\nMany")


@pytest.mark.parametrize("relation", ["updates", "contradicts", "same_data"])
@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("2021-07-woods", None),
        ("2021-07-woodz", 'names no post: "2021-07-woodz": did you mean "2021-07-woods"?'),
        ("2021-07-a", "names the post itself: delete that item"),
        ("2015-02-trees", 'names no post: "2015-02-trees": that is an alias of "2021-07-woods"'),
        ("zzz", 'names no post: "zzz": an id is a file\'s name in posts without .md'),
    ],
)
def test_a_relation_must_name_another_post_of_the_digest(
    folder: DigestFolder, relation: str, other: str, expected: str | None
) -> None:
    folder.post(with_fields(f"related:\n  {relation}:\n    - {other}\n"), "2021-07-a")
    problems = folder.problems()
    assert len(problems) == (expected is not None)
    if expected:
        assert problems[0].startswith(f'posts/2021-07-a.md:12: "{relation}" {expected}')


@pytest.mark.parametrize(
    ("alias", "expected"),
    [
        ("2015-02-gardens", None),
        ("/2015/02/gardens/", None),
        ("2021-07-z", 'the alias "2021-07-z" is the post\'s own id: delete that item'),
        ("2021-07-woods", 'the alias "2021-07-woods" is the id of another post: delete that'),
        ("/posts/2021-07-woods/", 'the alias "/posts/2021-07-woods/" is the id of another post'),
        ("2015-02-trees", 'the alias "2015-02-trees" is that of posts/2021-07-woods.md as well'),
        ("search", None),
        ("/search-for-woods", None),
        ("/topics/rivers", None),
        ("/search", 'warning: the alias "/search" is the address of another page here: delete'),
        ("/topics/gardens/", 'warning: the alias "/topics/gardens/" is the address of another'),
        ("/months/2021-07", 'warning: the alias "/months/2021-07" is the address of another'),
        ("/2015-02-trees", 'the alias "/2015-02-trees" is that of posts/2021-07-woods.md as well'),
    ],
)
def test_an_alias_must_belong_to_one_post(
    folder: DigestFolder, alias: str, expected: str | None
) -> None:
    folder.post(with_fields(f"aliases:\n  - 2011-01-x\n  - {alias}\n"), "2021-07-z")
    problems = folder.problems()
    assert len(problems) == (expected is not None), problems
    if expected:
        assert problems[0].startswith(f"posts/2021-07-z.md:12: {expected}")


@pytest.mark.parametrize("draft", ["2021-07-a", "2021-07-woods"])
def test_faults_between_a_draft_and_a_post_are_only_warnings(
    folder: DigestFolder, draft: str
) -> None:
    folder.post(name="2021-07-a")
    folder.post(POST.replace("Do g", "do G"), "2021-07-woods")
    assert len(folder.read().faults) == 2
    path = folder.root / "posts" / f"{draft}.md"
    path.write_text(path.read_text().replace("---\n\n", "draft: true\n---\n\n"))
    reading = folder.read()
    assert reading.faults == ()
    assert [problem.severity for problem in reading.problems] == ["warning", "warning"]
    assert [post.id for post in reading.waiting] == [draft]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("pmid: '123'\n", ["posts/2021-07-z.md:10: the number of PubMed is also that of posts/2"]),
        ("pmid: '124'\n", []),
    ],
)
def test_a_study_must_belong_to_one_post(
    folder: DigestFolder, fields: str, told: list[str]
) -> None:
    folder.post(with_fields("pmid: '123'\n"), "2021-07-a")
    other = with_fields(fields).replace("Do gardens help?", "Do plots help?")
    folder.post(other.replace("plots.1", "plots.3"), "2021-07-z")
    problems = folder.problems()
    assert len(problems) == len(told)
    assert all(one.startswith(start) for one, start in zip(problems, told, strict=True))
    folder.post(with_fields("pmid: '123'\n").replace("Do g", "Do our g"), "2021-07-z")
    (problem,) = folder.problems()
    assert "the DOI is also that of posts/2021-07-a.md" in problem
