"""PPR Search ranking by the words of the question alone, with BM25F, as the other engines do."""

from __future__ import annotations

from inquiries import Inquiry

from peers.own import Own, question


class Words(Own):
    """The same engine with the same index, asked only to rank by words."""

    modes = ("rank",)

    def ask(self, mode: str, inquiry: Inquiry) -> list[str]:
        """Rank by words, without latent semantic analysis."""
        return [post for post, _ in self._engine.now().order_plainly(question(inquiry), 10)]


ENGINE = Words()
