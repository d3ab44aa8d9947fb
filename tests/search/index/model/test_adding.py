"""A model is added whole, from a file with its checksum or from an archive with that file."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import durable
from search.errors import ModelRefused, ModelUnwritable
from search.index.model import adding
from search.index.model.adding import Added, add
from search.index.model.known import ALIKE, ANSWERING
from tests.examples import examples
from tests.pretended.faulty_disk import ERRORS, FaultyDisk, Killed, steps
from tests.pretended.models import BEANS, WEIGHTS, Folders


def archive(file: Path, told: bytes = WEIGHTS, name: str = BEANS.entry, how: int = 8) -> Path:
    with zipfile.ZipFile(file, "w", how) as packed:
        packed.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
        packed.writestr(name, told)
    return file


def plain(file: Path, told: bytes = WEIGHTS) -> Path:
    file.write_bytes(told)
    return file


def test_a_model_is_added_from_its_own_file(folders: Folders, tmp_path: Path) -> None:
    done = add(plain(tmp_path / "any name"))
    assert done == Added(BEANS, folders.program, before=False)
    assert folders.program.read_bytes() == WEIGHTS
    assert add(tmp_path / "any name") == Added(BEANS, folders.program, before=True)


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_model_is_added_from_an_archive(folders: Folders, tmp_path: Path, how: int) -> None:
    assert add(archive(tmp_path / "beans.jar", how=how)).file == folders.program
    assert folders.program.read_bytes() == WEIGHTS
    assert [*folders.program.parent.iterdir()] == [folders.program]


def test_a_damaged_model_is_replaced(folders: Folders, tmp_path: Path) -> None:
    folders.put(folders.program, b"not a model")
    assert not add(plain(tmp_path / "beans")).before
    assert folders.program.read_bytes() == WEIGHTS


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_where_the_program_may_not_be_written_the_users_folder_is_taken(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real = durable.replace_file

    def refusing(path: Path, told: bytes) -> None:
        if path == folders.program:
            raise OSError(number, os.strerror(number), str(path))
        real(path, told)

    monkeypatch.setattr(adding, "replace_file", refusing)
    assert add(plain(tmp_path / "beans")).file == folders.user
    assert add(tmp_path / "beans") == Added(BEANS, folders.user, before=True)
    folders.user.unlink()
    monkeypatch.setattr(adding, "homes", lambda: (folders.program.parent,))
    with pytest.raises(ModelUnwritable, match="no model may be written to") as raised:
        add(tmp_path / "beans")
    assert "XDG_DATA_HOME" in raised.value.hint


@pytest.mark.parametrize("fault", [*ERRORS, None], ids=["EIO", "ENOSPC", "killed"])
def test_a_fault_at_any_step_leaves_the_old_file_or_the_new_one(
    folders: Folders, tmp_path: Path, fault: int | None
) -> None:
    jar = archive(tmp_path / "beans.jar")

    def trial(at: int) -> bool:
        folders.put(folders.program, b"the old one")
        disk = FaultyDisk(folders.program.parent, at, fault)
        with disk:
            try:
                add(jar)
            except (OSError, Killed) as error:
                assert isinstance(error, Killed) or error.errno == fault
        assert folders.program.read_bytes() in (b"the old one", WEIGHTS)
        add(jar)
        assert folders.program.read_bytes() == WEIGHTS
        assert [*folders.program.parent.iterdir()] == [folders.program]
        assert not folders.user.exists()
        return disk.happened

    assert len(list(steps(trial))) >= 3


def test_what_holds_no_model_is_refused_and_nothing_is_written(
    folders: Folders, tmp_path: Path
) -> None:
    other = WEIGHTS[::-1]
    refused = {
        "is none of this version's models": [
            plain(tmp_path / "other", other),
            plain(tmp_path / "empty", b""),
            plain(tmp_path / "short", WEIGHTS[:-1]),
            plain(tmp_path / "long", WEIGHTS + b"."),
        ],
        f"{BEANS.entry} in .* is not that of beans": [
            archive(tmp_path / "other.jar", other),
            archive(tmp_path / "long.jar", WEIGHTS + b"."),
        ],
        f"is an archive without {BEANS.entry}": [
            archive(tmp_path / "name.jar", name="beans-q.onnx"),
            archive(tmp_path / "path.jar", name=f"../{BEANS.entry}"),
            archive(tmp_path / "root.jar", name=f"/{BEANS.entry}"),
            archive(tmp_path / "xz.jar", how=zipfile.ZIP_LZMA),
        ],
        "is not a file": [tmp_path],
    }
    os.mkfifo(tmp_path / "pipe")
    refused["is not a file"].append(tmp_path / "pipe")
    for told, files in refused.items():
        for file in files:
            with pytest.raises(ModelRefused, match=told) as raised:
                add(file)
            assert "pprsearch model status" in raised.value.hint
    assert not folders.program.exists() and not folders.user.exists()


def test_an_archive_is_unpacked_no_further_than_the_models_size(
    folders: Folders, tmp_path: Path
) -> None:
    bomb = archive(tmp_path / "bomb.jar", WEIGHTS + bytes(10_000_000))
    assert bomb.stat().st_size < 20_000
    with pytest.raises(ModelRefused, match="is not that of beans"):
        add(bomb)


@examples(60)
@given(at=st.integers(0, 400), byte=st.integers(0, 255), cut=st.integers(0, 400))
def test_a_damaged_archive_is_refused_or_holds_the_model(at: int, byte: int, cut: int) -> None:
    with pytest.MonkeyPatch.context() as patched, TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        patched.setattr(adding, "MODELS", (BEANS,))
        patched.setattr(adding, "homes", lambda: (home,))
        whole = archive(Path(folder) / "beans.jar").read_bytes()
        damaged = bytearray(whole)
        damaged[at % len(whole)] = byte
        file = plain(Path(folder) / "damaged.jar", bytes(damaged[: len(damaged) - cut // 8]))
        try:
            assert add(file).file.read_bytes() == WEIGHTS
        except ModelRefused:
            assert not home.exists()


def test_both_models_can_be_told_apart_by_size() -> None:
    assert ALIKE.size != ANSWERING.size and ALIKE.entry != ANSWERING.entry
