"""A digest written as a folder of pages that need no server."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, render_template, url_for
from werkzeug.exceptions import HTTPException

from corpus.durable import exchange, sync, sync_tree
from corpus.post import Post
from corpus.slug import slug
from corpus.text.sentences import sentences
from search import weights
from search.engine.seam import Engine, Snapshot
from search.query.lookup import lookup
from search.text.plain import plain
from webapp.app import create_app
from webapp.view.catalog import catalog
from webapp.view.filters import month_name

SEARCH = "search.html"
SCRIPT = "site/search.js"
STYLE = "site/search.css"
POSTS = "site/posts.js"
# A site has this file, by which it is told from a folder that must not be written over.
MARK = "site/made-by-pprsearch.txt"

_OWN = frozenset((SCRIPT, STYLE, POSTS))
_LINKS = frozenset(("href", "src", "action"))
# What a page that a server answers has of it, and a file has no use for.
_DROPPED = frozenset(("data-suggest", "data-guard", "data-rules"))
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")

# What the site that is being replaced is called for a moment.
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

Place = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: how many pages and files, and the links that led nowhere.

    ``dead`` are pairs of a page and the address that it names.
    """

    pages: int
    files: int
    dead: tuple[tuple[str, str], ...] = ()


def write_site(engine: Engine, out: Path, images: Path | None = None) -> Site:
    """Write every page of a digest, and what finds posts among them, into the folder ``out``.

    The images of posts are those in ``images``, the folder of the posts' files.

    All of it is of the generation that the engine serves now, whatever is published meanwhile.
    ``out`` is new, empty, or a site that this wrote before: that one is replaced in one step once
    the new one is whole and on the disk. Raises ``FileExistsError`` for a folder with anything else
    in it, and ``OSError``; the site before is then as it was.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise FileExistsError(f"{out} is there and no folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise FileExistsError(f"{out} holds other files; name a new folder")
    try:
        return _replaced(engine, out, images)
    except OSError as error:
        # Of a file that is written aside, nobody knows the name.
        error.filename, error.filename2 = str(out), None
        raise


def _replaced(engine: Engine, out: Path, images: Path | None) -> Site:
    """Write the site aside, then have it take its place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _tidy(out)
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.{os.getpid()}.", dir=out.parent))
    before = aside.with_name(f"{aside.name}{_BEFORE}")
    try:
        site = _write(engine.now(), aside, images)
        aside.chmod(0o755)
        sync_tree(aside)
        if not out.is_dir():
            aside.rename(out)
        elif not exchange(aside, out):
            # For a moment there is none; a run that is killed here is put right by the next.
            out.rename(before)
            aside.rename(out)
        sync(out.parent)
    finally:
        if before.is_dir() and not out.exists():
            before.rename(out)
        for left in (aside, before):
            shutil.rmtree(left, ignore_errors=True)
    return site


def _tidy(out: Path) -> None:
    """Remove what a run that was killed left beside a site, and put back the site it took away."""
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
    """An engine that stays with one snapshot, so that all pages of a site agree."""

    snapshot: Snapshot
    health: tuple[str, ...] = ()

    def now(self) -> Snapshot:
        """The one snapshot."""
        return self.snapshot

    def close(self) -> None:
        """Nothing of it is its own."""


def _write(snapshot: Snapshot, folder: Path, images: Path | None) -> Site:
    app = create_app(_OneGeneration(snapshot), {"STANDALONE": True, "IMAGES": images})
    app.jinja_env.globals["standalone_policy"] = POLICY
    client = app.test_client()
    place = _placing(app)
    waiting, seen = ["/"], {"/"}
    dead: list[tuple[str, str]] = []
    named_by = {"/": ""}
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
        _put(folder / file, body)
        files += 1
    with app.test_request_context("/search"):
        text = _search_page(snapshot)
        body, _ = relinked(text, "/search", SEARCH, place)
    _put(folder / SEARCH, body)
    _put(folder / POSTS, f"window.DIGEST = {_data(snapshot, app, place)};\n".encode())
    for name, file in (("standalone.js", SCRIPT), ("standalone.css", STYLE)):
        _put(folder / file, Path(app.root_path, "templates", name).read_bytes())
    _put(folder / MARK, b"Written by pprsearch site, which may replace this folder.\n")
    return Site(pages + 1, files + 5, tuple(dead))


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _placing(app: Flask) -> Place:
    """What tells the file of an address, or ``None`` for one that needs a server."""
    adapter = app.url_map.bind("localhost")

    def place(address: str) -> str | None:
        parts = urlsplit(address)
        try:
            endpoint, _ = adapter.match(unquote(parts.path), method="GET")
        except HTTPException:
            return None
        blueprint, _, view = str(endpoint).rpartition(".")
        if endpoint == "pages.results":
            return SEARCH
        if endpoint == "static":
            return parts.path.lstrip("/")
        if endpoint == "images.image":
            return "/".join(_segment(s) for s in unquote(parts.path).strip("/").split("/"))
        if blueprint not in ("pages", "browse") or view == "reading_list":
            return None
        segments = [_segment(s) for s in unquote(parts.path).strip("/").split("/") if s]
        if parts.query:
            mark = hashlib.sha256(parts.query.encode()).hexdigest()[:8]
            segments = [*segments[:-1], f"{segments[-1] if segments else 'index'}.{mark}"]
        return "/".join(segments or ["index"]) + ".html"

    return place


def _segment(text: str) -> str:
    """A part of an address as the name of a file on any system: what is unlike one gets a hash."""
    if _PLAIN.fullmatch(text):
        return text
    return (
        f"{slug(text)[:60] or 'x'}.{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    )


def relinked(page: str, address: str, file: str, place: Place) -> tuple[bytes, tuple[str, ...]]:
    """A page with every link made relative to its file, and the addresses that it links to.

    Links that need a server lose their address and stay as text. A link to the search page keeps
    what it asks.
    """
    linker = _Linker(address, file, place)
    linker.feed(page)
    linker.close()
    return "".join(linker.pieces).encode(), tuple(linker.found)


class _Linker(HTMLParser):
    """Copies a page as it is but for its links."""

    def __init__(self, address: str, file: str, place: Place) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.found: dict[str, None] = {}
        self._address = address
        self._file = file
        self._place = place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if not names & (_LINKS | _DROPPED):
            self.pieces.append(self.get_starttag_text() or "")
            return
        kept = []
        for name, value in attrs:
            if name in _LINKS and value is not None:
                value = self._relative(value)
                if value is None:
                    continue
            if name not in _DROPPED:
                kept.append(name if value is None else f'{name}="{escape(value)}"')
        self.pieces.append(f"<{' '.join((tag, *kept))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if (self.get_starttag_text() or "").endswith("/>") and not self.pieces[-1].endswith("/>"):
            self.pieces[-1] = f"{self.pieces[-1][:-1]}/>"

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")

    def _relative(self, link: str) -> str | None:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not link or link.startswith("#"):
            return link
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(self._address), parts.path))
        address = f"{whole if parts.path else urlsplit(self._address).path}"
        if parts.query:
            address += f"?{parts.query}"
        if address[1:] in _OWN:
            return self._to(address[1:])
        file = self._place(address)
        if file is None:
            return None
        target = self._to(file)
        if file == SEARCH:
            target += f"?{parts.query}" if parts.query else ""
        else:
            self.found.setdefault(address)
        return target + (f"#{parts.fragment}" if parts.fragment else "")

    def _to(self, file: str) -> str:
        return quote(posixpath.relpath(file, posixpath.dirname(self._file) or "."))


def _search_page(snapshot: Snapshot) -> str:
    """The search page, which lists every post for a browser that runs no script."""
    posts = list(snapshot.archive())
    topics: dict[str, list[Post]] = {topic.name: [] for topic in snapshot.digest.topics}
    months: dict[str, list[Post]] = {}
    for post in posts:
        months.setdefault(post.month or "", []).append(post)
        for name in post.topics:
            topics.setdefault(name, []).append(post)
    return render_template(
        "standalone.html",
        posts_address="/" + POSTS,
        script_address="/" + SCRIPT,
        style_address="/" + STYLE,
        topics=[(topic.value, topic.label) for topic in snapshot.topics() if topic.count],
        kinds=[(kind.value, kind.label) for kind in snapshot.kinds() if kind.count],
        years=[(year, year) for year in sorted({str(p.year) for p in posts if p.year})[::-1]],
        by_topic=list(topics.items()),
        by_month=[
            (month_name(month) or "Without a month", found) for month, found in months.items()
        ],
    )


def _data(snapshot: Snapshot, app: Flask, place: Place) -> str:
    """The posts, the words that lead to them and what each counts, as JSON for the script."""
    posts = list(snapshot.archive())
    with app.test_request_context("/search"):
        known = catalog()
        topics = list(dict.fromkeys(t for post in posts for t in known.topics_of(post)))
        kinds = list(dict.fromkeys(k for post in posts if (k := known.kind_of(post))))
        entries: list[dict[str, Any]] = []
        for post in posts:
            kind = known.kind_of(post)
            file = place(url_for("pages.post", post_id=post.id)) or ""
            entries.append(
                {
                    "title": post.title,
                    "month": post.month or "",
                    "when": month_name(post.month) if post.month else "",
                    "topics": [topics.index(topic) for topic in known.topics_of(post)],
                    "kind": kinds.index(kind) if kind else None,
                    "citation": post.citation or "",
                    "url": quote(file),
                    "summary": list(_sentences(post.summary)),
                    "implications": list(_sentences(post.implications)),
                }
            )
    data = {
        "posts": entries,
        "topics": [{"slug": t.slug, "name": t.name} for t in topics],
        "kinds": [{"slug": k.slug, "name": k.name} for k in kinds],
        "lookup": asdict(lookup(snapshot.digest, posts)),
        "weights": {
            "k1": weights.K1,
            "b": weights.B,
            "boosts": weights.BOOSTS,
            "expansion": weights.EXPANSION,
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _sentences(markdown: str) -> Iterator[str]:
    text = plain(markdown)
    return (text[start:end] for start, end in sentences(text))
