"""The record of readers' questions: a count for each question and day, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from search.errors import RecordUnusable
from search.question import Question
from search.text.word_parts import fold

FILE = "questions.sqlite"
# For how many days a count is kept.
KEPT_DAYS = 90
# A question asked less often is never shown.
SHOWN_FROM = 3
# A longer question tells a story, which may be a person's.
MOST_WORDS = 20
# How long a writer waits for another, in seconds.
_PATIENCE = 1.0

_TABLE = """
create table if not exists asked (
    day text not null,
    question text not null,
    times integer not null,
    primary key (day, question)
) without rowid
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A normalised question, how often it was asked, and how often in the later half."""

    question: str
    times: int
    lately: int


def normalised(question: Question) -> str:
    """A question as it is stored: its words in lower case, without accents and operators.

    Filters, exclusions and authors are left out. Empty when nothing is to be kept, as of a
    question of more than twenty words.
    """
    words = fold(question.words).split()
    kept = [word for word in (w.strip(".,;:!?()[]\"'«»…") for w in words) if word]
    return " ".join(kept) if len(kept) <= MOST_WORDS else ""


class QuestionRecord:
    """The counts in one folder. Several processes may write it at the same time.

    Every method opens the file for itself, so that no connection outlives a fork or is shared
    by threads. Raises ``RecordUnusable`` when the file can't be used.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    def count(self, question: str, today: date) -> None:
        """Add one to today's count of a normalised question, and drop counts that are too old."""
        with self._opened() as connection, connection:
            connection.execute(
                "insert into asked values (?, ?, 1)"
                " on conflict (day, question) do update set times = times + 1",
                (today.isoformat(), question),
            )
            self._drop(connection, today)

    def asked(self, today: date, most: int = 2000) -> tuple[Asked, ...]:
        """The questions asked most often in the days that are kept, at most ``most`` of them.

        All are there, however seldom asked: whoever shows them must hold to ``SHOWN_FROM``.
        """
        if not self.file.exists():
            return ()
        half = (today - timedelta(days=KEPT_DAYS // 2)).isoformat()
        with self._opened() as connection, connection:
            self._drop(connection, today)
            rows = connection.execute(
                "select question, sum(times) as total, sum(iif(day > ?, times, 0)) from asked"
                " group by question order by total desc, question limit ?",
                (half, most),
            )
            return tuple(Asked(*row) for row in rows)

    def forget(self) -> int:
        """Delete all counts, also from unused parts of the file; returns how many there were."""
        if not self.file.exists():
            return 0
        with self._opened() as connection:
            with connection:
                (times,) = connection.execute("select total(times) from asked").fetchone()
                connection.execute("delete from asked")
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
        return int(times)

    def _drop(self, connection: sqlite3.Connection, today: date) -> None:
        # Counts dated in the future, by a wrong clock, must not be kept for ever.
        first, last = today - timedelta(days=KEPT_DAYS), today + timedelta(days=KEPT_DAYS)
        connection.execute(
            "delete from asked where day <= ? or day > ?", (first.isoformat(), last.isoformat())
        )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._make_private()
            with closing(sqlite3.connect(self.file, timeout=_PATIENCE)) as connection:
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = normal")
                connection.execute("pragma secure_delete = on")
                connection.execute(_TABLE)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise RecordUnusable(f"the record of questions {self.file}: {error}") from error

    def _make_private(self) -> None:
        """Create the folder and the file, readable only by their owner."""
        self.file.parent.mkdir(mode=0o700, exist_ok=True)
        found = self.file.parent.stat()
        if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise RecordUnusable(
                f"the folder {self.file.parent} is not private",
                "Make it private: chmod 700",
            )
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        # SQLite gives the files beside it the same mode.
        os.close(os.open(self.file, flags, 0o600))
