"""Templates compiled once for each language, with their texts translated.

A page has a hundred texts; looking each up for every page took a third of its time.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.utils import LRUCache
from jinja2.visitor import NodeTransformer

from webapp.language.choice import digest_language, language, words

# More than there are templates.
_KEPT = 400


class LanguageEnvironment(Environment):
    """A Jinja environment with one cache of templates for each language."""

    def __init__(self, *given: Any, **options: Any) -> None:
        self._compiled: dict[tuple[str, str], Any] = {}
        super().__init__(*given, **options)

    @property
    def cache(self) -> MutableMapping[Any, Any]:
        """The cached templates for this request's languages."""
        spoken = language(), digest_language()
        if spoken not in self._compiled:
            self._compiled[spoken] = LRUCache(_KEPT)
        held: MutableMapping[Any, Any] = self._compiled[spoken]
        return held

    @cache.setter
    def cache(self, made: MutableMapping[Any, Any] | None) -> None:
        """Jinja's own, which knows no languages."""

    def _generate(
        self, source: nodes.Template, name: str | None, *given: Any, **options: Any
    ) -> str:
        made = _Making(language() == digest_language()).visit(source)
        return super()._generate(made, name, *given, **options)


class _Making(NodeTransformer):
    """Replaces texts without placeholders by their translation.

    Where the digest is in the language of the page too, nothing of it need be marked.
    """

    def __init__(self, own: bool) -> None:
        self._own = own

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """A call, or the text that replaces it."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        first = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        if name in ("_", "gettext") and isinstance(first, nodes.Const):
            found = words().gettext(first.value)
            return nodes.TemplateData(found, lineno=node.lineno)
        if self._own and name == "own" and first is not None:
            return first
        if self._own and name == "lang" and not node.args:
            return nodes.TemplateData("", lineno=node.lineno)
        return node
