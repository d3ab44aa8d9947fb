"""Writes several files of a digest as one change, which a later run completes after a crash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from corpus.durable import clear_leftovers, finish, replace_files
from corpus.folder.images import KINDS
from corpus.folder.read import POSTS
from corpus.folder.settings.judged import JUDGMENTS

# The journal of a change, and the names of files that a change may write.
_JOURNAL = ".change"
_WRITTEN = re.compile(rf".+\.(?:md|toml|json|{'|'.join(KINDS)})|{re.escape(_JOURNAL)}", re.I)


def write_changes(root: Path, texts: Mapping[Path, str | bytes | Path]) -> None:
    """Write texts to files of the digest at ``root``; all are written aside first.

    On a full disk nothing is changed. Of a process that is killed while files take their places,
    some have and some have not; ``finish_changes`` does the rest. Raises ``OSError``.
    """
    replace_files(texts, journal=root / _JOURNAL)


def finish_changes(root: Path) -> None:
    """Complete what a killed command had begun to write into the digest at ``root``.

    What one left that had not come so far is removed. Raises ``OSError``.
    """
    finish(root / _JOURNAL)
    beside_posts = (path for path in (root / POSTS).glob("*/") if path.is_dir())
    for folder in (root, root / POSTS, root / JUDGMENTS, *beside_posts):
        clear_leftovers(folder, _WRITTEN)
