"""The maintainer's pages: status, check, reports, and indexing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from corpus.checks.health import health
from corpus.folder.read import read_corpus
from corpus.message import Message
from indexer import run, status
from search.asked.gaps import Gaps, gaps
from search.asked.record import QuestionRecord
from search.engine.location import notes_folder
from search.errors import RecordUnusable
from search.index.embedding import installed
from webapp.http.guard import WITHIN, Guard, Limiter
from webapp.view.catalog import engine, snapshot

# What a page lists at most, and how many questions are asked again for it.
MOST_LISTED = 100
_MOST_ASKED = 300
_REINDEX = "reindex"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """The settings of the maintainer's pages: token, digest and index."""

    token: str
    digest_dir: Path
    index_dir: Path


def register(app: Flask) -> None:
    """Add the maintainer's pages if the app's setting ``MAINTENANCE`` is set.

    Without it there is nothing at their addresses.
    """
    about: Maintenance | None = app.config["MAINTENANCE"]
    if about is None:
        return
    app.extensions["guard"] = Guard(about.token)
    app.extensions["wrong tokens"] = Limiter()
    app.extensions["actions"] = Limiter()
    app.register_blueprint(blueprint)


blueprint = Blueprint("maintain", __name__, url_prefix="/maintain")


@blueprint.before_request
def admit() -> None:
    """Let pass whoever gives the token as the password (HTTP basic authentication)."""
    given = request.authorization
    basic = given is not None and given.type == "basic"
    # Checked first: otherwise wrong tokens from the same address could shut the maintainer out.
    if _guard().admits(given.password if given is not None and basic else None):
        return
    wrong: Limiter = current_app.extensions["wrong tokens"]
    address = request.remote_addr or ""
    if wrong.full(address):
        raise TooManyRequests(Message("Too many wrong tokens."), retry_after=int(WITHIN))
    if basic:
        wrong.count(address)
        log.warning("A wrong token was given for the maintainer's pages.")
    raise Unauthorized(
        Message("Sign in with any name, and the token as the password."),
        www_authenticate=WWWAuthenticate("basic", {"realm": "PPR Search", "charset": "UTF-8"}),
    )


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """Keep these pages out of caches and search engines."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.get("/")
def overview() -> str:
    """The state of the index, the digest's faults, and the progress of a run."""
    about = _about()
    reading = read_corpus(about.digest_dir)
    return render_template(
        "maintain.html",
        about=about,
        status=status.status(about.index_dir),
        notes=engine().health,
        reading=reading,
        problems=reading.problems[:MOST_LISTED],
        run=run.last(_notes()),
        stamp=_guard().stamp(_REINDEX),
    )


@blueprint.get("/reports")
def reports() -> str:
    """What posts lack, and what readers did not find."""
    asked, unusable = _asked()
    return render_template(
        "maintain-reports.html",
        health=health(read_corpus(_about().digest_dir)),
        most=MOST_LISTED,
        asked=asked,
        unusable=unusable,
        counting=snapshot().digest.questions.keep,
    )


@blueprint.post("/reindex")
def reindex() -> ResponseReturnValue:
    """Start a run unless one is running, and redirect to its page."""
    # Browsers state where a form comes from; the stamp is for those that don't.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403, Message("This must be sent from the maintainer’s own page."))
    if not _guard().stamped(_REINDEX, request.form.get("stamp", "")):
        abort(403, Message("The page is too old; open it again."))
    actions: Limiter = current_app.extensions["actions"]
    if actions.full(""):
        raise TooManyRequests(Message("The digest was indexed too often."), retry_after=int(WITHIN))
    actions.count("")
    about = _about()
    # The options of the index are kept: the button can't change them.
    serving = status.status(about.index_dir).serving
    semantic = installed() and (serving is None or serving.semantic)
    run.start(about.digest_dir, about.index_dir, _notes(), semantic=semantic)
    return redirect(url_for("maintain.overview"), 303)


def _asked() -> tuple[Gaps, str]:
    """What readers did not find, or why that is unknown."""
    try:
        asked = QuestionRecord(_notes()).asked(date.today(), _MOST_ASKED)
    except RecordUnusable as error:
        return Gaps(0, 0), f"{error}. {error.hint}"
    return gaps(snapshot(), asked), ""


def _about() -> Maintenance:
    about: Maintenance = current_app.config["MAINTENANCE"]
    return about


def _notes() -> Path:
    return notes_folder(_about().index_dir)


def _guard() -> Guard:
    guard: Guard = current_app.extensions["guard"]
    return guard
