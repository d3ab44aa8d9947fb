"""The measures of effects: their meaning, their value for no effect, and possible figures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

_MORE_TOLD = re.compile(r" ?\(| of | per |/")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, as ``measures.toml`` defines it.

    Figures of one ``group`` can stand on one scale. ``even`` is the figure of no effect, ``None``
    where a figure is no comparison. ``larger`` is ``None`` where more of it may be good or bad.
    ``counted`` measures are named after the figure, as what is counted: "12 percentage points".
    """

    name: str
    means: str
    group: str
    aliases: tuple[str, ...] = ()
    even: float | None = None
    scale: Literal["linear", "log"] = "linear"
    larger: Literal["more", "less"] | None = None
    above: float | None = None
    least: float | None = None
    most: float | None = None
    counted: bool = False


@cache
def measures() -> Mapping[str, Measure]:
    """All known measures by name, in the order of the file."""
    text = (Path(__file__).parent / "measures.toml").read_text("utf-8")
    made = (
        Measure(**{**entry, "aliases": tuple(entry.get("aliases", ()))})
        for entry in tomllib.loads(text)["measures"]
    )
    return {measure.name: measure for measure in made}


def measure_of(written: str) -> Measure | None:
    """The measure named by a post; ``None`` if it is not known.

    An alias and other letter case are seen through; so is what tells more of the measure:
    ``d (pre-post)`` is ``d``, ``% of those treated`` is ``%``, ``£ per QALY`` is ``£``. The
    longest name counts: ``% of variance (adjusted)`` is ``% of variance``, no ``%``.
    """
    whole = " ".join(written.split())
    ends = [more.start() for more in _MORE_TOLD.finditer(whole)]
    for name in (whole, *(whole[:end] for end in reversed(ends))):
        found = measures().get(name) or _by_any_name().get(_folded(name))
        if found:
            return found
    return None


@cache
def _by_any_name() -> Mapping[str, Measure]:
    """Measures by name and alias without letter case; the first of several."""
    found: dict[str, Measure] = {}
    for measure in measures().values():
        for name in (measure.name, *measure.aliases):
            found.setdefault(_folded(name), measure)
    return found


def _folded(name: str) -> str:
    return name.replace("’", "'").casefold()
