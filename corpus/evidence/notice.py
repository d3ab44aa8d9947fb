"""Notices on a study by its journal or others: retraction, correction, concern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.message import N_

# Each kind of notice with what it says of the study.
NOTICES = {
    "retraction": N_("The study has been retracted."),
    "concern": N_("Its journal has expressed concern about the study."),
    "correction": N_("The study has been corrected."),
    "erratum": N_("An erratum corrects the study."),
    "superseded": N_("A newer version of the study takes its place."),
    "update": N_("The study has been updated by a later one."),
    "preprint": N_("The study is a preprint, or has been one."),
    "reinstatement": N_("The study was retracted, and has been reinstated."),
}

# From the gravest.
_GRAVITY = (
    *("retraction", "concern", "superseded", "reinstatement", "preprint"),
    *("correction", "erratum", "update"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: its ``kind`` (one of ``NOTICES``), its date as far as known, and its DOI.

    ``date`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    """

    kind: str
    date: str | None = None
    doi: str | None = None

    @property
    def told(self) -> str:
        """A sentence that states the notice."""
        return NOTICES[self.kind]


def is_retracted(notices: Iterable[Notice]) -> bool:
    """Whether a study is retracted: the last of its notices on that counts.

    Those without a date count in the order in which they are given, after those with one.
    """
    turns = [n for n in notices if n.kind in ("retraction", "reinstatement")]
    turns.sort(key=lambda notice: notice.date or "9999")
    return bool(turns) and turns[-1].kind == "retraction"


def gravest(notices: Iterable[Notice]) -> Notice | None:
    """The notice that a reader should know first; never a retraction that was taken back."""
    known = tuple(notices)
    retracted = is_retracted(known)
    standing = (n for n in known if n.kind != "retraction" or retracted)
    return min(standing, key=lambda notice: _GRAVITY.index(notice.kind), default=None)
