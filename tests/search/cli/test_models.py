"""The commands on models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from search.index.model import adding, known
from search.index.model.known import MODELS, lacking
from tests.pretended.models import BEANS, WEIGHTS
from webapp.cli.commands import main

needs_model = pytest.mark.skipif(lacking() is not None, reason="needs the semantic extra")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["model", *map(str, arguments)])


@needs_model
@pytest.mark.slow
def test_status_tells_of_each_model() -> None:
    result = run("status")
    assert result.exit_code == 0, result.output
    for model in MODELS:
        assert f"{model.name}, for {model.purpose}: ready" in result.output
        for told in (model.licence, model.published, model.entry, model.sha256):
            assert told in result.output
    told = json.loads(run("status", "--json").output)
    assert told["libraries_missing"] == []
    assert [(one["fault"], Path(one["file"]).is_file()) for one in told["models"]] == [
        (None, True),
        (None, True),
    ]


def test_status_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("search.cli.models.MODELS", (BEANS,))
    monkeypatch.setattr("search.cli.models.libraries_missing", lambda: ["simsimd"])
    result = run("status")
    assert result.exit_code == 1
    assert "beans, for beans: the model beans is missing" in result.output
    assert "Missing: simsimd. " in result.output and "[semantic]" in result.output
    result = run("status", "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert told["libraries_missing"] == ["simsimd"]
    assert told["models"][0]["fault"] == "the model beans is missing"
    assert told["models"][0]["file"] is None


def test_add_tells_where_the_model_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(known, "_HERE", tmp_path / "program")
    monkeypatch.setattr(adding, "MODELS", (BEANS,))
    (tmp_path / "given").write_bytes(WEIGHTS)
    place = tmp_path / "program" / BEANS.file
    result = run("add", tmp_path / "given")
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Added beans: {place}\nRestart a running server")
    assert run("add", tmp_path / "given").output == f"beans is there already: {place}\n"


def test_add_refuses_another_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(known, "_HERE", tmp_path / "program")
    (tmp_path / "given").write_bytes(b"not a model")
    result = run("add", tmp_path / "given")
    assert result.exit_code == 1
    assert "is none of this version's models" in result.stderr
    assert "pprsearch model status" in result.stderr
    assert not (tmp_path / "program").exists()
