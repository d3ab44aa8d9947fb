"""The command proposes fields of a study in the form of a post's file, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.cli.evidence import evidence
from corpus.cli.shared import Program
from tests.digests.digest_folder import POST, DigestFolder

FIGURE = "Gardens helped: g = 0.25 (95% CI 0.14 to 0.36)."


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post(POST.replace("They answered.", f"They answered. {FIGURE}"))
    return folder


def run(folder: DigestFolder, *args: object) -> Result:
    arguments = ["evidence", *map(str, args), "--digest", str(folder.root)]
    result = CliRunner().invoke(Program("pprsearch", commands={"evidence": evidence}), arguments)
    assert "Traceback" not in result.output
    return result


def test_a_post_is_named_by_id_or_file(folder: DigestFolder) -> None:
    (path,) = (folder.root / "posts").iterdir()
    before = path.read_bytes()
    for post in (path, path.stem):
        result = run(folder, post)
        assert result.exit_code == 0
        assert result.stdout == (
            "study:\n  effects:\n"
            f"    # {FIGURE}\n"
            "    - {measure: g, value: 0.25, low: 0.14, high: 0.36}\n"
        )
        assert "1 proposal to confirm; 0 more that the post has already." in result.stderr
    assert path.read_bytes() == before


def test_proposals_are_printed_as_json(folder: DigestFolder) -> None:
    (path,) = (folder.root / "posts").iterdir()
    found = json.loads(run(folder, path.stem, "--json").stdout)
    assert (found["post"], found["known"]) == (path.stem, [])
    (one,) = found["new"]
    assert one == {
        "field": "effects",
        "value": {"measure": "g", "value": 0.25, "low": 0.14, "high": 0.36},
        "sentence": FIGURE,
    }


def test_a_missing_post_is_reported(folder: DigestFolder) -> None:
    result = run(folder, "2021-07-nothing")
    assert result.exit_code == 1 and 'no post "2021-07-nothing"' in result.stderr
    assert run(folder, "none.md").exit_code == 1
