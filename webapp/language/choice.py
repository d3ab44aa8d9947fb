"""Which language answers a request: that of its address, else the one its reader likes best.

Every page is below ``/fr/`` in French, and so for each language of the digest. An address without
a language is answered in the one of these that the browser prefers, by default the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from babel import Locale, negotiate_locale
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel
from werkzeug.utils import redirect

from corpus.digest import Digest
from webapp.language.catalogues import FOLDER, SOURCE, languages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_TAG = "pprsearch.language"
# What programs read stays in the digest's first language where no other is asked for.
_FOR_PROGRAMS = frozenset(("api", "feeds", "signposts", "images", "static"))


def register(app: Flask, digest: Callable[[], Digest | None]) -> None:
    """Answer in the languages that a digest lists, as far as there are catalogues of them.

    ``digest`` tells what is served, or ``None`` when that can't be told: any language then does.
    Called before what changes the environment.
    """
    folder = app.config["TRANSLATIONS"] or FOLDER
    known = languages(folder)
    inner = app.wsgi_app

    any_ = (SOURCE, *sorted(known - {SOURCE}))

    def offered() -> tuple[str, ...]:
        served = digest()
        if served is None:
            return any_
        return tuple(tag for tag in served.languages if tag in known) or (SOURCE,)

    def at_language(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        tag, stroke, rest = path[1:].partition("/")
        if not path.startswith("/") or tag not in known:
            return inner(environ, start)
        try:
            with app.app_context():
                found = offered()
        except Exception:
            # The page that is asked for meets it too, and tells it.
            return inner(environ, start)
        if len(found) < 2 or tag not in found:
            return inner(environ, start)
        root = f"{environ.get('SCRIPT_NAME', '')}/{tag}"
        if not stroke:
            asked = environ.get("QUERY_STRING", "")
            return redirect(f"{root}/?{asked}" if asked else f"{root}/", 308)(environ, start)
        below = {_TAG: tag, "SCRIPT_NAME": root, "PATH_INFO": f"/{rest}"}
        return inner({**environ, **below}, start)

    # Flask's own way to wrap an app; its annotations know a method there.
    app.wsgi_app = at_language  # type: ignore[method-assign, assignment]
    app.extensions["offered languages"] = offered
    app.extensions["any language"] = any_
    app.extensions["served digest"] = digest
    app.extensions["catalogues"] = folder
    Babel(app, locale_selector=_selected, configure_jinja=False)
    app.after_request(_tell)


def offered() -> tuple[str, ...]:
    """The languages that the pages of the digest are in, the first first; never none."""
    if "languages" not in g:
        g.languages = current_app.extensions["offered languages"]()
    found: tuple[str, ...] = g.languages
    return found


def below(tag: str) -> dict[str, str]:
    """What the environment of a request has whose address is in a language, or in none."""
    return {_TAG: tag, "SCRIPT_NAME": f"/{tag}"} if tag else {}


def others(app: Flask) -> tuple[str, ...]:
    """The languages of an app's digest but for the first, whose addresses name none."""
    with app.test_request_context("/"):
        return offered()[1:]


def ask_nothing() -> None:
    """Let any language do for the rest of this request, where its digest may be what failed."""
    g.setdefault("languages", current_app.extensions["any language"])
    g.setdefault("digest_language", SOURCE)


def language() -> str:
    """The tag of the language that this request is answered in; English where there is none."""
    if not g:
        return SOURCE
    held: str | None = g.get("language")
    if held is None:
        held = g.language = request.environ.get(_TAG) or _preferred()
    return held


def other_languages() -> list[tuple[str, str]]:
    """The tags of the digest's other languages, each with its name in itself."""
    found = (tag for tag in offered() if tag != language())
    names = ((tag, Locale.parse(tag, sep="-").get_display_name() or tag) for tag in found)
    return [(tag, name[:1].upper() + name[1:]) for tag, name in names]


def digest_language() -> str:
    """The tag of the language that the posts are written in."""
    if not g:
        return SOURCE
    if "digest_language" not in g:
        served: Digest | None = current_app.extensions["served digest"]()
        g.digest_language = served.language if served else SOURCE
    held: str = g.digest_language
    return held


def root(tag: str = "") -> str:
    """What the addresses in a language begin with; without one, those that are in none."""
    named: str | None = request.environ.get(_TAG)
    base = request.script_root.removesuffix(f"/{named}") if named else request.script_root
    return f"{base}/{tag}" if tag else base


def canonical_root(tag: str) -> str:
    """What the addresses begin with by which search engines know the pages in a language.

    Those in the first are without it: that is what is given to who names none.
    """
    return root("" if tag == offered()[0] else tag)


def negotiated() -> bool:
    """Whether the language hangs on what the browser says of its reader."""
    return (
        _TAG not in request.environ
        and request.blueprint not in _FOR_PROGRAMS
        and request.endpoint not in _FOR_PROGRAMS
        and not request.path.startswith("/api/")
        and len(offered()) > 1
    )


def _preferred() -> str:
    found = offered()
    if current_app.config["STANDALONE"] is not None or not negotiated():
        return found[0]
    liked = [tag for tag, worth in request.accept_languages if worth > 0]
    # Who likes Canadian French best is better served by French than by what is liked less.
    return negotiate_locale(liked, found, sep="-") or found[0]


def _selected() -> Locale:
    return Locale.parse(language(), sep="-")


def _tell(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.content_language.add(language())
    if negotiated():
        response.vary.add("Accept-Language")
    return response
