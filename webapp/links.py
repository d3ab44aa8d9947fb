"""Links carry the whole state of a results page; they are made in one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from werkzeug.routing import PathConverter

from webapp.address import Address


class PostId(PathConverter):
    """A post's id in an address: whatever it is, slashes included."""

    regex = ".+?"
    # The expression says nothing of slashes, from which Werkzeug would conclude that it has none.
    part_isolating = False


def search_url(address: Address, endpoint: str = "pages.results", **parts: str) -> str:
    """The link to an address, below the page or the twin that ``endpoint`` names.

    ``parts`` fill the path, such as the slug of a topic whose page implies a filter: that filter
    and the question are then not repeated behind the question mark.
    """
    shown = address.parameters
    if parts:
        shown = {key: value for key, value in shown.items() if key in ("sort", "page")}
    # url_for repeats a parameter for each value of a list; its annotations take names of options.
    values: dict[str, Any] = {**shown, **parts}
    return url_for(endpoint, **values)


def cite_url(form: str, address: Address | None = None, posts: Iterable[str] = ()) -> str:
    """The download of citations in a form: of all that answers at an address, or of posts by id."""
    asked = address.at(1).explained(False).parameters if address else {}
    values: dict[str, Any] = {**asked, "post": list(posts)}
    return url_for("api.cite", form=form, **values)
