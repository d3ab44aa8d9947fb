"""Writes a digest as a static site: a folder of pages that need no server."""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from flask import Flask, render_template

from corpus.citations.forms import FORMS
from corpus.durable import exchange, sync, sync_tree
from corpus.folder.settings.gone_file import bare
from corpus.message import N_
from search.engine.seam import Engine, Snapshot
from webapp.app import create_app
from webapp.language.choice import below, others
from webapp.relinking import CITED, SEARCH, placing, relinked
from webapp.site_search import search_files

MISSING = "404.html"
# Files that no page links to, and those of them that need the site's address.
_UNNAMED = ("/favicon.ico", "/api/v1/cite/ris", "/api/v1/cite/bibtex")
_UNNAMED_WHOLE = ("/sitemap.xml", "/static/card.png")
_PARTS = re.compile(rb"/(sitemap-\d+\.xml)</loc>")
# The file that marks a site, and tells it from a folder that must not be overwritten.
MARK = "site/made-by-pprsearch.txt"

# The temporary name of the site that is being replaced.
_BEFORE = ".before"

# What a server would send with each page; a file is its own origin to some browsers.
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self' file:" for kind in ("style", "img", "script")),
        "form-action 'self' file:",
        "base-uri 'none'",
    )
)


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: how many pages and files, and broken links.

    ``dead`` are pairs of a page and the address that it names.
    """

    pages: int
    files: int
    dead: tuple[tuple[str, str], ...] = ()


def write_site(engine: Engine, out: Path, images: Path | None = None, site: str = "") -> Site:
    """Write every page of a digest, and the search, into the folder ``out``.

    The images of posts are those in ``images``, the folder of the posts' files. ``site`` is the
    address at which the folder will be found, which feeds, sitemap and canonical links name: none
    of them is written where it is not known.

    All of it is of the generation that the engine serves now, whatever is published meanwhile.
    ``out`` is new, empty, or a site that this wrote before: that one is replaced in one step once
    the new one is whole and on the disk. Raises ``FileExistsError`` for a folder with anything else
    in it, and ``OSError``; the site before is then as it was.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise FileExistsError(f"{out} exists and is not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise FileExistsError(f"{out} holds other files; name a new folder")
    try:
        return _replaced(engine, out, images, site)
    except OSError as error:
        # The temporary name of a file means nothing to a user.
        error.filename, error.filename2 = str(out), None
        raise


def _replaced(engine: Engine, out: Path, images: Path | None, site: str) -> Site:
    """Write the site beside, then swap it in."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _tidy(out)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.{os.getpid()}.", dir=out.parent))
    before = aside.with_name(f"{aside.name}{_BEFORE}")
    try:
        written = _write(engine.now(), aside, images, site)
        aside.chmod(0o755)
        sync_tree(aside)
        if not out.is_dir():
            aside.rename(out)
        elif not exchange(aside, out):
            # For a moment there is no site; a run that is killed here is repaired by the next.
            out.rename(before)
            aside.rename(out)
        sync(out.parent)
    finally:
        if before.is_dir() and not out.exists():
            before.rename(out)
        for left in (aside, before):
            shutil.rmtree(left, ignore_errors=True)
    return written


def _tidy(out: Path) -> None:
    """Clean up after a run that was killed: remove its leftovers, restore the old site."""
    for left in out.parent.glob(f".{glob.escape(out.name)}.*"):
        number = left.name.removeprefix(f".{out.name}.").partition(".")[0]
        if not number.isdigit() or _runs(int(number)):
            continue
        if left.name.endswith(_BEFORE) and not out.exists():
            left.rename(out)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class _OneGeneration:
    """An engine with one fixed snapshot, so that all pages of a site agree."""

    snapshot: Snapshot
    health: tuple[str, ...] = ()

    def now(self) -> Snapshot:
        """The one snapshot."""
        return self.snapshot

    def close(self) -> None:
        """Does nothing: the snapshot belongs to another engine."""


def _write(snapshot: Snapshot, folder: Path, images: Path | None, site: str) -> Site:
    def whole(path: str) -> str:
        """The full address of a path; empty if the site's address is unknown."""
        file = place(path) or ""
        return f"{site}/{quote(file.removesuffix('index.html'))}" if site else ""

    app = create_app(_OneGeneration(snapshot), {"STANDALONE": whole, "IMAGES": images})
    place = placing(app, site)
    known = app.jinja_env.globals
    known["standalone_policy"] = POLICY
    known["citation_forms"] = {form: FORMS[form] for form in CITED}
    known["feeds_here"] = bool(site)
    client = app.test_client()
    named_by = dict.fromkeys(("/", *_UNNAMED, *(_UNNAMED_WHOLE if site else ())), "")
    waiting, seen = list(named_by), set(named_by)
    dead: list[tuple[str, str]] = []
    pages = files = 0
    while waiting:
        address = waiting.pop()
        file = place(address)
        with client.get(address) as response:
            if response.status_code != 200 or file is None:
                dead.append((named_by[address], address))
                continue
            body = response.get_data()
            if response.mimetype == "text/html":
                body, links = relinked(body.decode("utf-8"), address, file, place)
                for link in links:
                    if link not in seen:
                        seen.add(link)
                        named_by[link] = address
                        waiting.append(link)
                pages += 1
            elif address == "/sitemap.xml":
                # An index of sitemaps names its parts; no page does.
                waiting += [f"/{part.decode()}" for part in _PARTS.findall(body)]
                named_by |= dict.fromkeys(waiting, address)
        _put(folder / file, body)
        files += 1
    for address, text in _former(snapshot, app):
        if file := place(address):
            _put(folder / file, relinked(text, address, file, place)[0])
            pages, files = pages + 1, files + 1
    for file, body in search_files(snapshot, app, place):
        _put(folder / file, body)
        pages, files = pages + file.endswith(SEARCH), files + 1
    missing = client.get("/404").get_data(as_text=True)
    base = f"{urlsplit(site).path}/" if site else ""
    _put(folder / MISSING, relinked(missing, "/404", MISSING, place, base)[0])
    _put(folder / "robots.txt", _robots(site).encode())
    _put(folder / MARK, b"Written by pprsearch site, which may replace this folder.\n")
    return Site(pages + 1, files + 3, tuple(dead))


def _former(snapshot: Snapshot, app: Flask) -> Iterator[tuple[str, str]]:
    """Pages at former addresses of posts: a link to the post, or why it is gone."""
    for tag in ("", *others(app)):
        root = f"/{tag}" if tag else ""
        for one in snapshot.digest.gone:
            address = f"{root}/posts/{quote(one.address)}"
            yield address, app.test_client().get(address).get_data(as_text=True)
        for post in snapshot.archive():
            for alias in post.aliases:
                path = f"/posts/{quote(bare(alias))}"
                with app.test_request_context(path, environ_overrides=below(tag)):
                    title = N_("This post has another address")
                    page = render_template("error.html", title=title, posts=[post], moved=True)
                    yield root + path, page


def _robots(site: str) -> str:
    """robots.txt: everything may be crawled, with the sitemap's address."""
    named = f"Sitemap: {site}/sitemap.xml\n" if site else ""
    return f"User-agent: *\nAllow: /\n{named}"


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
