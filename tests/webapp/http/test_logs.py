"""Logs as JSON lines: every answer with its route, status and time, without the question."""

from __future__ import annotations

import json
import logging
import signal
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.webapp.http.real_server.running import serving
from webapp.http.logs import JsonLines


def test_any_record_is_one_line() -> None:
    record = logging.LogRecord("a.b", logging.ERROR, "", 1, "two\nlines “%s”", ("é",), None)
    record.told = {"route": "/search"}
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert list(told) == ["time", "level", "logger", "message", "route"]
    assert (told["level"], told["message"]) == ("error", "two\nlines “é”")
    try:
        raise ValueError("a fault")
    except ValueError as fault:
        record.exc_info = (ValueError, fault, fault.__traceback__)
    assert "ValueError: a fault" in json.loads(JsonLines().format(record))["fault"]


@pytest.mark.slow
def test_a_server_logs_answers_without_questions(garden_index: Path) -> None:
    with serving(garden_index, "--json-log") as server:
        server.get("/search?q=secretquestion")
        server.get("/posts/secretid")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        errors = server.process.communicate()[1]
    told = [json.loads(line) for line in errors.splitlines()]
    answers = [line for line in told if line["logger"] == "pprsearch.answers"]
    found = next(line for line in answers if line["route"] == "/search" and line["bytes"])
    assert found["status"] == 200
    assert found["milliseconds"] > 0
    assert "secret" not in errors
