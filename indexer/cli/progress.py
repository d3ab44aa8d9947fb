"""Progress of indexing on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from search.index.part import Progress


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A function that draws a progress bar on stderr; ``None`` if stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    # Imported here: it takes time to load, and is needed only where a bar is shown.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield tell
