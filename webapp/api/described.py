"""API routes described where they are defined, for the OpenAPI document."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast, get_type_hints

from flask import Blueprint, Response

from webapp.api.parameters import Parameter
from webapp.api.schemas import adapter

View = Callable[..., Any]
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Operation:
    """One route of the API, answered by ``view``.

    ``path`` is as OpenAPI writes it, ``tag`` the heading that it stands under. ``answer`` is the
    class of what it answers as JSON; one that answers with a file has ``files`` instead: schemas
    by media type. ``statuses`` are those that it answers with beside 200. One that takes a ``form``
    reads the same parameters from the body of a POST.
    """

    path: str
    view: View
    tag: str
    parameters: tuple[Parameter, ...]
    statuses: tuple[int, ...]
    answer: type | None
    files: Mapping[str, Any]
    form: bool = False

    @property
    def name(self) -> str:
        """The name of the operation."""
        return self.view.__name__

    @property
    def summary(self) -> str:
        """The first sentence of the view's docstring."""
        return self._told[0].rstrip(".")

    @property
    def description(self) -> str:
        """The rest of the view's docstring; may be empty."""
        return " ".join(self._told[1:])

    @property
    def _told(self) -> list[str]:
        text = inspect.getdoc(self.view) or ""
        return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


class Api:
    """The routes of a blueprint, in the order of its views."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.operations: list[Operation] = []

    def get(
        self,
        rule: str,
        tag: str,
        *parameters: Parameter,
        statuses: tuple[int, ...] = (),
        files: Mapping[str, Any] | None = None,
        form: bool = False,
    ) -> Callable[[View], View]:
        """Add a route whose view returns a shape, to be sent as JSON, or a file.

        The view names the shape as what it returns. With ``form`` it answers POST as well.
        """

        def add(view: View) -> View:
            shape = None if files else get_type_hints(view)["return"]

            @wraps(view)
            def answered(**parts: Any) -> Response:
                made = view(**parts)
                if shape is None:
                    return cast(Response, made)
                return Response(adapter(shape).dump_json(made), mimetype="application/json")

            methods = ("GET", "POST") if form else ("GET",)
            self.blueprint.add_url_rule(rule, view.__name__, answered, methods=methods)
            names = {one.part: one.name for one in parameters if one.part}
            self.operations.append(
                Operation(
                    _PART.sub(lambda part: f"{{{names[part[1]]}}}", rule),
                    view,
                    tag,
                    parameters,
                    statuses,
                    shape,
                    files or {},
                    form,
                )
            )
            return view

        return add
