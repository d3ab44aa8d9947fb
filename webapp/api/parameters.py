"""The parameters of the API's routes, as the OpenAPI document describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.answers.comparison import BYS, MOST
from search.question import ONLY
from webapp.view.address.query_string import SIZES, SORTS
from webapp.view.address.state import VIEWS

_TEXT: dict[str, Any] = {"type": "string"}
# An address has a limited number of parameters: so many of each are taken whatever stands beside.
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT, "maxItems": 5}
_YEARS = r"^([0-9]{4}|[0-9]{4}\.\.([0-9]{4})?|\.\.[0-9]{4})$"
_SWITCH: dict[str, Any] = {**_TEXT, "enum": ["0", "1"]}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a route; ``schema`` is the OpenAPI schema of its values.

    One that fills a part of the path is told by the name of that ``part`` in Flask's rule.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: _TEXT)
    part: str = ""

    def described(self) -> dict[str, Any]:
        """The parameter as the OpenAPI document has it."""
        place = {"in": "path", "required": True} if self.part else {"in": "query"}
        told = {"description": self.description, "schema": dict(self.schema)}
        return {"name": self.name, **place, **told}


def path(name: str, description: str, part: str = "", **schema: Any) -> Parameter:
    """A parameter in the path, named like its placeholder unless another name is given."""
    return Parameter(name, description, {**_TEXT, "minLength": 1, **schema}, part or name)


POST_ID = path("id", "The id of a post, which is its file's name without its ending.", "post_id")
TYPED = Parameter("q", "What was typed.")
POSTS = Parameter(
    "post",
    "The id of a post; may be repeated. Without any, the question counts.",
    {**_TEXTS, "maxItems": 500},
)
CHOSEN = Parameter(
    "post",
    f"With view=evidence, the id of a post to compare; may be repeated, {MOST} times at most. "
    "Without any, the first posts that answer are compared.",
    {**_TEXTS, "maxItems": MOST},
)
PAGE = Parameter(
    "page",
    "Which page, from 1; one behind the last is answered with the last.",
    {"type": "integer", "minimum": 1},
)
SIZE = Parameter(
    "size",
    "How many hits a page has; ten when it is left out.",
    {**_TEXT, "enum": [str(size) for size in SIZES]},
)
LANG = Parameter(
    "lang",
    "The language that posts are told in where they are translated, such as fr.",
    {**_TEXT, "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"},
)
EXPLAIN = Parameter("explain", "1 tells what each hit's place is made of.", _SWITCH)
VIEW = Parameter(
    "view",
    "evidence tells what the first 20 posts found, side by side.",
    {**_TEXT, "enum": list(VIEWS)},
)
BY = Parameter(
    "by",
    "What effects are put together by first, side by side; measure when it is left out.",
    {**_TEXT, "enum": list(BYS)},
)
# What asks for all that answers, wherever it is told.
ASKED = (
    Parameter("q", "The question, as typed; the operators of the about page work."),
    Parameter("topic", "The slug of a topic. Repeated, a post must have them all.", _TEXTS),
    Parameter(
        "research",
        "The slug of a kind of research. Repeated, a post must be of one of them.",
        _TEXTS,
    ),
    Parameter(
        "year",
        "A year or a span of years, such as 2018, 2018..2021, 2018.. or ..2021. Repeated, a post "
        "must be of one of them.",
        {**_TEXTS, "items": {**_TEXT, "pattern": _YEARS}},
    ),
    Parameter(
        "only",
        "Overviews alone, or studies that compare groups made by chance. Repeated, both.",
        {**_TEXTS, "items": {**_TEXT, "enum": list(ONLY)}, "maxItems": len(ONLY)},
    ),
    Parameter(
        "digest",
        "Where several digests are read as one, the value of one of them. Repeated, a post must be "
        "of one of them.",
        _TEXTS,
    ),
    Parameter("sort", "The order; relevance when it is left out.", {**_TEXT, "enum": list(SORTS)}),
    Parameter("expand", "0 looks for the question's own words only.", _SWITCH),
    Parameter("off", "The id of an expansion that must not count; may be repeated.", _TEXTS),
)
