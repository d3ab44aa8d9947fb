"""The language of a request: that of its address, else the browser's preference.

Pages below ``/fr/`` are in French, and likewise for each language of the digest. An address without
a language is answered in the language that the browser prefers, by default the digest's first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, negotiate_locale
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel
from werkzeug.utils import redirect

from corpus.digest import Digest
from webapp.language.catalogues import FOLDER, SOURCE, Catalogue, catalogue, languages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_TAG = "pprsearch.language"
# Answers for programs are in the digest's first language unless another is asked for.
_FOR_PROGRAMS = frozenset(("api", "feeds", "signposts", "images", "static"))


@dataclass(frozen=True, slots=True)
class _Speech:
    """The languages of a request: of its answer, of the site, and of the digest.

    ``words`` is the catalogue of the first; ``negotiated`` says that it hangs on what the browser
    says of its reader. The addresses of its pages begin with ``here``, those that are in no
    language with ``root``. ``where`` is what pieces of pages hang on: ``here`` and ``language``.
    """

    language: str
    offered: tuple[str, ...]
    digest: str
    words: Catalogue
    negotiated: bool
    here: str
    root: str
    where: tuple[str, str]


_ENGLISH = _Speech(SOURCE, (SOURCE,), SOURCE, catalogue(SOURCE), False, "", "", ("", SOURCE))
# A page asks for these a hundred times: Flask's own proxies would take a tenth of its time.
_held: ContextVar[_Speech | None] = ContextVar("speech", default=None)


def register(app: Flask, digest: Callable[[], Digest | None]) -> None:
    """Answer in the digest's languages, as far as there are catalogues for them.

    ``digest`` tells what is served, or ``None`` when that can't be told: any language then does.
    Called before what changes the environment.
    """
    folder = app.config["TRANSLATIONS"] or FOLDER
    known = languages(folder)
    inner = app.wsgi_app

    def at_language(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        _held.set(None)
        path: str = environ["PATH_INFO"]
        tag, stroke, rest = path[1:].partition("/")
        if not path.startswith("/") or tag not in known:
            return inner(environ, start)
        try:
            with app.app_context():
                found = _offered(digest(), known)
        except Exception:
            # The requested page meets the same error, and reports it.
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
    app.extensions["known languages"] = known
    app.extensions["served digest"] = digest
    app.extensions["catalogues"] = folder
    Babel(app, locale_selector=_selected, configure_jinja=False)
    app.after_request(_tell)
    app.teardown_appcontext(_forget)


def offered() -> tuple[str, ...]:
    """The languages of the digest's pages, the default first; never empty."""
    return _speech().offered


def language() -> str:
    """The tag of this request's language; English outside a request."""
    return _speech().language


@cache
def runs_leftward(tag: str) -> bool:
    """Whether a language is written from right to left, as Arabic and Hebrew are."""
    return str(Locale.parse(tag.split("-")[0]).text_direction) == "rtl"


def digest_language() -> str:
    """The tag of the language of the posts."""
    return _speech().digest


def words() -> Catalogue:
    """The catalogue of this request's language."""
    return _speech().words


def ask_nothing() -> None:
    """Stop asking the digest for languages in this request; used when the digest failed."""
    if _held.get() is None:
        _held.set(_chosen(None))


def _speech() -> _Speech:
    held = _held.get()
    if held is None:
        if not g:
            return _ENGLISH
        held = _chosen(current_app.extensions["served digest"]())
        _held.set(held)
    return held


def _chosen(digest: Digest | None) -> _Speech:
    """The language of a request; does not ask the digest where there is none."""
    offered = _offered(digest, current_app.extensions["known languages"])
    named: str | None = request.environ.get(_TAG)
    blueprint, endpoint = request.blueprint, request.endpoint
    programs = blueprint in _FOR_PROGRAMS or endpoint in _FOR_PROGRAMS
    negotiated = not (named or programs or request.path.startswith("/api/")) and len(offered) > 1
    tag = named or offered[0]
    if negotiated and current_app.config["STANDALONE"] is None:
        liked = [one for one, worth in request.accept_languages if worth > 0]
        # A reader who prefers Canadian French is better served by French than by a less preferred
        # language.
        tag = negotiate_locale(liked, offered, sep="-") or tag
    own = digest.language if digest else SOURCE
    chosen = catalogue(tag, current_app.extensions["catalogues"])
    here = request.script_root
    root = here.removesuffix(f"/{named}") if named else here
    return _Speech(tag, offered, own, chosen, negotiated, here, root, (here, tag))


def _offered(digest: Digest | None, known: frozenset[str]) -> tuple[str, ...]:
    if digest is None:
        return (SOURCE, *sorted(known - {SOURCE}))
    return tuple(tag for tag in digest.languages if tag in known) or (SOURCE,)


def below(tag: str, path: str = "") -> dict[str, str]:
    """What the environment of a request has whose address is in a language, or in none.

    The app stands at a ``path`` of its own, or at the root.
    """
    return {_TAG: tag, "SCRIPT_NAME": f"{path}/{tag}"} if tag else {}


def canonical_tag(tag: str) -> str:
    """The tag that the addresses of pages in a language hold: none for the first language."""
    return "" if tag == offered()[0] else tag


def others(app: Flask) -> tuple[str, ...]:
    """The languages of an app's digest except the default, which addresses do not name."""
    with app.test_request_context("/"):
        return offered()[1:]


def other_languages() -> list[tuple[str, str]]:
    """The tags of the digest's other languages, each with its own name for itself."""
    return [(tag, _named(tag)) for tag in offered() if tag != language()]


@cache
def _named(tag: str) -> str:
    name = Locale.parse(tag, sep="-").get_display_name() or tag
    return name[:1].upper() + name[1:]


def page_root() -> str:
    """The beginning of addresses of this request's pages: the app's root and the language."""
    return _speech().here


def where() -> tuple[str, str]:
    """The address below which this request's pages are, and their language."""
    return _speech().where


def root(tag: str = "") -> str:
    """The beginning of addresses in a language, or in none."""
    base = _speech().root
    return f"{base}/{tag}" if tag else base


def canonical_root(tag: str) -> str:
    """The beginning of the canonical addresses of pages in a language.

    Those in the first are without it: that is what is given to who names none.
    """
    return root(canonical_tag(tag))


def _selected() -> Locale:
    return Locale.parse(language(), sep="-")


def _tell(response: Response) -> Response:
    if response.mimetype == "text/html" or request.blueprint == "feeds":
        response.headers["Content-Language"] = language()
    if _speech().negotiated:
        response.vary.add("Accept-Language")
    return response


def _forget(_fault: BaseException | None) -> None:
    """Reset the state at the end of a request."""
    _held.set(None)
