"""Translates the texts in scripts before they are sent to browsers.

``_("Copied")`` is replaced by the text itself, and ``_n(count, "%(num)s post", "%(num)s posts")``
by an expression that chooses the plural form.
"""

from __future__ import annotations

import json
import re

from webapp.language.catalogues import Catalogue

_TEXT = r'"((?:[^"\\]|\\.)*)"'
_ONE = re.compile(rf"\b_\({_TEXT}\)")
_MANY = re.compile(rf"\b_n\(([\w.]+), {_TEXT}, {_TEXT}\)")


def worded(script: str, words: Catalogue) -> str:
    """A script with its texts translated by a catalogue."""

    def one(match: re.Match[str]) -> str:
        return _literal(words.gettext(_read(match[1])))

    def many(match: re.Match[str]) -> str:
        found, rule = words.forms(_read(match[2]), _read(match[3]))
        forms = ", ".join(map(_literal, found))
        # The rules of catalogues are those of C, which are those of scripts too.
        chosen = f"[{forms}][Number({rule.written})]"
        return f'((n) => {chosen}.replace("%(num)s", n.toLocaleString("{words.tag}")))({match[1]})'

    return _MANY.sub(many, _ONE.sub(one, script))


def _read(text: str) -> str:
    return str(json.loads(f'"{text}"'))


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
