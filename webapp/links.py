"""Links carry the whole state of a results page; they are made in one place."""

from __future__ import annotations

from typing import Any

from flask import url_for

from webapp.address import Address


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
