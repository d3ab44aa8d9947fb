"""A small digest's folder for tests, without faults; tests change one place of its post."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.folder.read import Reading, read_corpus

SETTINGS = """\
name = "Small Digest"
language = "en"

[[kinds]]
slug = "survey"
name = "survey"
aliases = ["poll"]

[[kinds]]
slug = "cohort-study"
name = "cohort study"
"""
TOPICS = """\
[[topics]]
slug = "adherence"
name = "Adherence"
aliases = ["Adherance"]

[[topics]]
slug = "gardens"
name = "Gardens, Parks, and Woods"
description = "Green places."
"""
SYNONYMS = """\
equal = [["garden", "allotment"]]
protected = ["N-of-1"]

[[one_way]]
words = ["tree"]
terms = ["woodland"]

[stems]
gardening = "garden"
"""
POST = """\
---
title: "Do gardens help?"
month: 2021-07
topics:
  - Adherence
  - Gardens, Parks, and Woods
research: survey
citation: "Green, A. (2020). Gardens. Journal of Plots, 1, 2-3."
doi: 10.1000/plots.1
---

Many people were asked about gardens.

They answered.

## Practice Implications

Ask about gardens.
"""


@dataclass(frozen=True, slots=True)
class DigestFolder:
    """A digest's folder on disk."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> DigestFolder:
        """A digest without posts and without faults."""
        folder = cls(root)
        folder.write("digest.toml", SETTINGS)
        folder.write("topics.toml", TOPICS)
        folder.write("synonyms.toml", SYNONYMS)
        (root / "posts").mkdir()
        return folder

    def write(self, name: str, text: str) -> Path:
        """Write one file of the digest."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def post(self, text: str = POST, name: str = "2021-07-do-gardens-help") -> Path:
        """Write the file of a post."""
        return self.write(f"posts/{name}.md", text)

    def read(self) -> Reading:
        """Read the digest."""
        return read_corpus(self.root)

    def problems(self) -> list[str]:
        """All problems, each as the line that ``check`` prints."""
        return [str(problem) for problem in self.read().problems]
