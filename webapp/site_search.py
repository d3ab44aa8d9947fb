"""The search of a static site: its page, its script and its data, in each language."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, render_template, url_for

from corpus.post import Post
from corpus.text.sentences import sentences
from search import weights
from search.engine.seam import Snapshot
from search.index.tokens.analysed import OWN_PARTS
from search.query.lookup import lookup
from search.text.plain import plain
from webapp.language.choice import below, others, words
from webapp.language.scripts import worded
from webapp.language.words import gettext, month_name
from webapp.relinking import POSTS, SCRIPT, SEARCH, STYLE, Place, relinked
from webapp.view.catalog import catalog
from webapp.view.wording import called, here, kind_named, spoken, topic_named


def search_files(snapshot: Snapshot, app: Flask, place: Place) -> Iterator[tuple[str, bytes]]:
    """The files of the search with their contents."""
    templates = Path(app.root_path, "templates")
    yield STYLE, (templates / "standalone.css").read_bytes()
    for tag in ("", *others(app)):
        with app.test_request_context("/search", environ_overrides=below(tag)):
            folder = f"{tag}/" if tag else ""
            mark = f".{tag}.js" if tag else ".js"
            posts, script = (file.removesuffix(".js") + mark for file in (POSTS, SCRIPT))
            page = _search_page(snapshot, posts, script)
            address, file = f"/{folder}search", f"{folder}{SEARCH}"
            yield file, relinked(page, address, file, place)[0]
            yield posts, f"window.DIGEST = {_data(snapshot, place, folder)};\n".encode()
            text = (templates / "standalone.js").read_text("utf-8")
            yield script, worded(text, words()).encode()


def _search_page(snapshot: Snapshot, data: str, script: str) -> str:
    """The search page, which lists every post for browsers without scripts."""
    posts = list(snapshot.archive())
    topics: dict[str, list[Post]] = {topic.name: [] for topic in snapshot.digest.topics}
    months: dict[str, list[Post]] = {}
    for post in posts:
        months.setdefault(post.month or "", []).append(post)
        for name in post.topics:
            topics.setdefault(name, []).append(post)
    return render_template(
        "standalone.html",
        posts_address=f"/{data}",
        script_address=f"/{script}",
        style_address="/" + STYLE,
        topics=[(t.value, topic_named(t.value).striptags()) for t in snapshot.topics() if t.count],
        kinds=[(k.value, kind_named(k.value).striptags()) for k in snapshot.kinds() if k.count],
        years=[(year, year) for year in sorted({str(p.year) for p in posts if p.year})[::-1]],
        by_topic=[(topic_named(name), found) for name, found in topics.items()],
        by_month=[
            (month_name(month) or gettext("Without a month"), found)
            for month, found in months.items()
        ],
    )


def _data(snapshot: Snapshot, place: Place, folder: str) -> str:
    """The data for the script as JSON: posts, the words that lead to them, and weights.

    Their addresses are told from the ``folder`` of the search page.
    """
    posts = list(snapshot.archive())
    known = catalog()
    topics = list(dict.fromkeys(t for post in posts for t in known.topics_of(post)))
    kinds = list(dict.fromkeys(k for post in posts if (k := known.kind_of(post))))
    entries: list[dict[str, Any]] = []
    for post in posts:
        kind = known.kind_of(post)
        file = place(url_for("pages.post", post_id=post.id)) or ""
        entries.append(
            {
                "title": here(post).title,
                "language": spoken(post) or snapshot.digest.language,
                "month": post.month or "",
                "when": month_name(post.month) if post.month else "",
                "topics": [topics.index(topic) for topic in known.topics_of(post)],
                "kind": kinds.index(kind) if kind else None,
                "citation": post.citation or "",
                "url": quote(posixpath.relpath(file, folder or ".")),
                "summary": list(_sentences(here(post).summary)),
                "implications": list(_sentences(here(post).implications)),
            }
        )
    data = {
        "posts": entries,
        "topics": [{"slug": t.slug, "name": called(t)} for t in topics],
        "kinds": [{"slug": k.slug, "name": called(k)} for k in kinds],
        "lookup": asdict(lookup(snapshot.digest, posts)),
        "weights": {
            "k1": weights.K1,
            "b": weights.B,
            "boosts": {part: weights.BOOSTS[part] for part in OWN_PARTS},
            "expansion": weights.EXPANSION,
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _sentences(markdown: str) -> Iterator[str]:
    text = plain(markdown)
    return (text[start:end] for start, end in sentences(text))
