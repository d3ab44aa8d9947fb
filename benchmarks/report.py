"""Writes the docs' pages on performance from the file of figures.

    python benchmarks/report.py FIGURES.json DOCS

Replaces the sections of DOCS/performance.md that are in ``templates/performance.md``, if they were
measured, and writes DOCS/growth.md and DOCS/growth.svg. Other sections stay as they are.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from string import Template
from typing import Any

import growth
from tables import Figures, comparison, meaning, missed, number, quality

PAGE = Path(__file__).with_name("templates") / "performance.md"
NAMED = ("date", "cores", "processor", "system", "python", "rounds")
CLOCKS = {"perf_counter": "the clock on the wall", "process_time": "the processor's own clock"}
_SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("figures", type=Path, help="the file that compare.py wrote")
    parser.add_argument("docs", type=Path, help="the folder of the pages")
    asked = parser.parse_args()
    figures, docs = json.loads(asked.figures.read_text("utf-8")), asked.docs
    sizes = {int(size): engines for size, engines in figures["sizes"].items()}
    page = docs / "performance.md"
    text = page.read_text("utf-8")
    for title, body in sections(values(figures, sizes)).items():
        text = put(text, title, body)
    page.write_text(text, "utf-8")
    growth.write(docs, sizes, figures["machine"])


def values(figures: dict[str, Any], sizes: dict[int, Figures]) -> dict[str, str]:
    """The values for the page's placeholders by name; missing figures are left out."""
    told = figures["machine"]
    names = told["versions"]
    found = {
        **{name: str(told[name]) for name in NAMED},
        **{name: names[name] for name in ("whoosh", "tantivy", "bm25s")},
        "sqlite": names["SQLite"],
        "sklearn": names["scikit-learn"],
        "load": f"{told['load']:.1f}",
        "clock": CLOCKS[told["clock"]],
        "memory": f"{told['memory'] / 1e9:.0f}",
        "comparison": comparison(sizes),
        "missed": missed(sizes, figures.get("embedding")),
    }
    if "quality" in figures:
        found["quality"] = quality(figures["quality"])
    if "embedding" in figures:
        embedding = figures["embedding"]
        found["question_ms"] = number(embedding["question_ms"])
        found["posts_a_second"] = number(embedding["posts_a_second"])
        found["meaning"] = meaning(sizes)
    return found


def sections(found: dict[str, str]) -> dict[str, str]:
    """The page's sections whose figures were all measured, by title."""
    return {
        title: Template(body).substitute(found).strip()
        for title, body in _SECTION.findall(PAGE.read_text("utf-8"))
        if set(Template(body).get_identifiers()) <= found.keys()
    }


def put(page: str, title: str, body: str) -> str:
    """The page with the body of a section replaced; new sections are put before that on pages."""
    section = f"## {title}\n\n{body}\n\n"
    places = {found[1]: found.span() for found in _SECTION.finditer(page)}
    start, end = places.get(title, (places.get("Pages", (len(page), 0))[0],) * 2)
    return f"{page[:start].rstrip()}\n\n{section}{page[end:]}".rstrip() + "\n"


if __name__ == "__main__":
    main()
