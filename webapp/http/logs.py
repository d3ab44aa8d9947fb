"""Logs as one JSON object a line, without questions or client addresses."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

_answers = logging.getLogger("pprsearch.answers")


class JsonLines(logging.Formatter):
    """Formats a log record as JSON: time, level, logger, message, and extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["fault"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def as_json() -> None:
    """Write all logs of this process as JSON lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


def register(app: Flask) -> None:
    """Log every answer if the app's setting ``LOG_ANSWERS`` is set."""
    if not app.config["LOG_ANSWERS"]:
        return

    def before() -> None:
        g.logged_from = time.perf_counter()

    def after(response: Response) -> Response:
        told = {
            "method": request.method,
            # Only the pattern of the path, so that the log has neither questions nor posts that
            # were read.
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "bytes": response.content_length,
            "milliseconds": round((time.perf_counter() - g.logged_from) * 1000, 2),
        }
        _answers.info("answered", extra={"told": told})
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, before)
    app.after_request(after)
