"""The command reports what an export of notices changes in a digest, and writes only on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.cli.notices import notices
from corpus.cli.shared import Program
from tests.digests.digest_folder import POST, DigestFolder

TABLE = (
    "RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature\n"
    "5/6/2020 0:00,10.1000/n,https://doi.org/10.1000/PLOTS.1,Retraction\n"
    "5/6/2020 0:00,10.1000/m,10.1000/other,Retraction\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post(POST)
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "watch.csv"
    path.write_text(TABLE)
    return path


def run(folder: DigestFolder, *args: object) -> Result:
    arguments = ["notices", *map(str, args), "--digest", str(folder.root)]
    result = CliRunner().invoke(Program("pprsearch", commands={"notices": notices}), arguments)
    assert "Traceback" not in result.output
    return result


def the_post(folder: DigestFolder) -> Path:
    (path,) = (folder.root / "posts").iterdir()
    return path


def test_a_dry_run_writes_nothing(folder: DigestFolder, table: Path) -> None:
    before = the_post(folder).read_bytes()
    result = run(folder, table)
    assert result.exit_code == 0
    assert "The study has been retracted. 2020-05-06 doi:10.1000/n" in result.stdout
    assert "2 notices in the file; 1 new one on 1 post of this digest, 0 known" in result.stdout
    assert "Nothing was written" in result.stdout
    assert the_post(folder).read_bytes() == before


def test_a_notice_is_written_once(folder: DigestFolder, table: Path) -> None:
    assert "written into" in run(folder, table, "--write").stdout
    written = the_post(folder).read_text()
    assert (
        written.replace("notices:\n  - {kind: retraction, date: 2020-05-06, doi: 10.1000/n}\n", "")
        == POST
    )
    assert "0 new ones on 0 posts of this digest, 1 known" in run(folder, table, "--write").stdout
    assert the_post(folder).read_text() == written


def test_the_report_is_printed_as_json(folder: DigestFolder, table: Path) -> None:
    found = json.loads(run(folder, table, "--json").stdout)
    assert (found["stated"], found["written"], found["problems"]) == (2, False, [])
    (post,) = found["posts"]
    assert post["retracts"] is True and post["known"] == []
    assert post["new"] == [{"kind": "retraction", "date": "2020-05-06", "doi": "10.1000/n"}]


def test_bad_rows_are_reported_and_the_others_count(folder: DigestFolder, table: Path) -> None:
    table.write_text(TABLE + "soon,10.1000/m,10.1000/other,Retraction\n")
    result = run(folder, table)
    assert result.exit_code == 1
    assert f'{table}:4: warning: "soon" is not a date' in result.stderr
    assert "1 new one" in result.stdout


@pytest.mark.parametrize(
    "content",
    [
        POST.encode().replace(b"Many", b"Many\x1b"),
        b"\xff\xfe\xff",
        POST.replace("doi: ", "doi: : ").encode(),
    ],
)
def test_posts_of_which_no_doi_can_be_read_are_named(
    folder: DigestFolder, table: Path, content: bytes
) -> None:
    (folder.root / "posts" / "2024-05-broken.md").write_bytes(content)
    result = run(folder, table, "--write")
    assert result.exit_code == 1
    assert result.stderr.startswith("posts/2024-05-broken.md:")
    assert "no notice was looked for, since no DOI could be read: " in result.stderr
    assert "They were written" in result.stdout


def test_a_table_of_another_kind_is_refused(folder: DigestFolder, table: Path) -> None:
    table.write_text("a,b\n1,2\n")
    result = run(folder, table, "--write")
    assert result.exit_code == 1 and f"{table}:1: the table has neither" in result.stderr


def test_nothing_is_written_if_a_notice_can_not_be_written(
    folder: DigestFolder, table: Path
) -> None:
    path = the_post(folder)
    path.write_text(POST.replace("\n", "\r"))
    before = path.read_bytes()
    result = run(folder, table, "--write")
    assert result.exit_code == 1 and "by hand" in result.stderr
    assert path.read_bytes() == before
