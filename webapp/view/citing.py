"""Citation files; the parts for each post are cached for the generation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from flask import current_app, request

from corpus.citations.forms import FORMS
from corpus.citations.reference import Reference, keys_apart, reference
from webapp.view.catalog import catalog, kept, snapshot
from webapp.view.links import url_for, whole

# The number of cached references in a format, two or three kilobytes each: 24 MB at most.
MOST_WRITTEN = 8192
# The number of posts whose parsed parts are cached while writing.
_MOST_READ = 512
# A placeholder for the app's address, which depends on the request; no text contains these
# characters.
_ORIGIN = "\uffffsite\uffff"


class Written(NamedTuple):
    """A post's reference in one format, and whether a note has the post's address."""

    text: str
    in_note: bool


@dataclass(frozen=True, slots=True)
class Writing:
    """The references of a generation's posts read and written so far, by id."""

    read: Callable[[str, str], Reference]
    key: Callable[[str, str], str]
    written: Callable[[str, str, str, str], Written]

    @classmethod
    def new(cls) -> Writing:
        """An empty cache."""
        read = lru_cache(_MOST_READ)(_read)

        def key(root: str, post_id: str) -> str:
            return read(root, post_id).key

        def written(root: str, post_id: str, form: str, key: str) -> Written:
            one = read(root, post_id)
            return Written(FORMS[form].write([replace(one, key=key)]), one.form != "post")

        return cls(read, lru_cache(MOST_WRITTEN)(key), lru_cache(MOST_WRITTEN)(written))


def citations(form: str, ids: Sequence[str]) -> str:
    """The citation file of some posts in a format."""
    done, root = kept("citations", Writing.new), request.script_root
    origin = request.host_url.rstrip("/")
    noted = FORMS[form].noted(origin)

    def texts() -> Iterable[str]:
        for post_id, key in zip(ids, keys_apart(done.key(root, one) for one in ids), strict=True):
            written = done.written(root, post_id, form, key)
            yield written.text.replace(_ORIGIN, noted if written.in_note else origin)

    return FORMS[form].joined(texts())


def _read(root: str, post_id: str) -> Reference:
    """The reference of a post, with its address below ``root``."""
    path = url_for("pages.post", post_id=post_id)
    page = whole(path) if current_app.config["STANDALONE"] else _ORIGIN + path
    return reference(snapshot().post(post_id), page, catalog().digest.name)
