"""PPR Search ranking by the words of the question alone, with BM25F, as the other engines do."""

from __future__ import annotations

from pathlib import Path

from inquiries import Inquiry

from peers.own import Own, question
from search.engine.reader import Reader


class Words(Own):
    """One generation's reader; the index is that of ``Own``."""

    modes = ("rank",)

    def __init__(self) -> None:
        self._reader: Reader

    def open(self, folder: Path) -> None:
        """Open the live generation."""
        name = (folder / "CURRENT").read_text("ascii").strip()
        self._reader = Reader(folder / name, None)

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Rank by words, without latent semantic analysis."""
        return [post for post, _ in self._reader.order(question(inquiry), 10, plain=True)]


ENGINE = Words()
