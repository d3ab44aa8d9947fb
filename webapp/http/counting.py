"""Counts the questions of readers, if the digest says so, except any about a person."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from flask import Flask, Response, request

from search.answers.privacy import may_identify
from search.asked.record import QuestionRecord, normalised
from search.errors import RecordUnusable
from webapp.view.address.query_string import read_address
from webapp.view.address.state import Address
from webapp.view.answer import question_at
from webapp.view.catalog import snapshot

# The routes where readers ask; a page and its JSON twin count alike.
_ASKING = frozenset(("pages.results", "api.search"))

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Count questions if the app's setting ``NOTES`` names a folder for the record."""
    folder: Path | None = app.config["NOTES"]
    if folder is None:
        return
    record = QuestionRecord(folder)

    def after(response: Response) -> Response:
        if request.endpoint in _ASKING and response.status_code == 200:
            question = _counted()
            if question and snapshot().digest.questions.keep:
                # After the answer was sent, so that no reader waits for the record.
                response.call_on_close(lambda: _count(record, question))
        return response

    app.after_request(after)


def _counted() -> str:
    """The question of this request to count; empty for none.

    A question is counted as it is first asked: not again with filters, in another order, on a
    further page, when a browser looks whether the page it has is still good, or while it is typed.
    """
    typed = request.headers.get("X-Asked") == "typing"
    if request.method != "GET" or request.if_none_match or typed:
        return ""
    address = read_address(request.args)
    if address != Address(q=address.q) or may_identify(address.q):
        return ""
    return normalised(question_at(address))


def _count(record: QuestionRecord, question: str) -> None:
    try:
        record.count(question, date.today())
    except RecordUnusable as error:
        # The question itself must not get into a log.
        log.warning("Not counted: %s. %s", error, error.hint)
