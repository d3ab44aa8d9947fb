"""A run indexes in a separate process, one at a time, and its outcome can be read."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from filelock import FileLock

from indexer import run
from indexer.run import FILE, LOCK, Run
from search.index.files.folder import live_name
from tests.digests.digest_folder import DigestFolder
from tests.patience import eventually


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    made = DigestFolder.make(tmp_path / "digest")
    made.post()
    return made


def ended(notes: Path) -> Run:
    def it_is_over() -> bool:
        found = run.last(notes)
        return found is not None and found.state != "running"

    eventually(it_is_over)
    found = run.last(notes)
    assert found is not None
    return found


@pytest.mark.slow
def test_a_run_publishes_and_reports_its_outcome(folder: DigestFolder, tmp_path: Path) -> None:
    index, notes = tmp_path / "index", tmp_path / "notes"
    assert run.last(notes) is None
    assert run.start(folder.root, index, notes, semantic=False)
    done = ended(notes)
    assert (done.state, done.message.startswith("1 post: 1 added")) == ("done", True)
    assert live_name(index) is not None
    assert stat.S_IMODE(notes.stat().st_mode) == 0o700


def test_a_digest_with_faults_is_not_published(folder: DigestFolder, tmp_path: Path) -> None:
    folder.post("no front matter", name="2021-08-bad")
    notes = tmp_path / "notes"
    notes.mkdir()
    run.main([str(folder.root), str(tmp_path / "index"), str(notes), "0"])
    found = run.last(notes)
    assert found is not None
    assert found.state == "failed"
    assert "1 fault" in found.message and "Mend the faults" in found.message


def test_only_one_runs_at_a_time(
    folder: DigestFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    with FileLock(notes / LOCK):
        assert not run.start(folder.root, tmp_path / "index", notes, semantic=False)
        run.main([str(folder.root), str(tmp_path / "index"), str(notes), "0"])
    assert capsys.readouterr().out == "another run is under way\n"
    assert not (tmp_path / "index").exists()


def test_progress_can_be_read_during_the_run(
    folder: DigestFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    seen = []

    def publish(digest: object, index: object, **options: object) -> None:
        report = options["progress"]
        assert callable(report)
        report("Reading posts", 3, 7)
        report("Reading posts", 4, 7)
        seen.append(run.last(notes))
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(run, "publish", publish)
    run.main([str(folder.root), str(tmp_path / "index"), str(notes), "0"])
    assert [(r.state, r.step, r.done, r.total) for r in seen if r] == [
        ("running", "Reading posts", 3, 7)
    ]
    last = run.last(notes)
    assert last is not None and "ZeroDivisionError: oh" in last.message


def test_a_killed_run_is_reported_as_failed(tmp_path: Path) -> None:
    note = {"state": "running", "started": "2024-01-01T00:00:00+00:00", "step": "Reading posts"}
    (tmp_path / FILE).write_text(json.dumps(note), "utf-8")
    found = run.last(tmp_path)
    assert found is not None
    assert found.state == "failed" and "the old index stays live" in found.message


@pytest.mark.parametrize("text", ["", "[]", '{"odd": 1}'])
def test_an_unreadable_note_counts_as_no_run(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    assert run.last(tmp_path) is None
