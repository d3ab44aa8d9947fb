"""Errors of the indexer room. Each has a hint that says what to do."""

from __future__ import annotations

from corpus.errors import PprSearchError
from corpus.problem import Problem
from indexer.changes import few


class IndexerError(PprSearchError):
    """The base of this room's errors.

    Whichever is raised, the generation that was live before stays live.
    """


class IndexLocked(IndexerError):
    """Another process is writing the index."""

    hint = "Wait until it has finished, or end it if it hangs. Readers are not affected."


class LeaseLost(IndexerError):
    """The cluster was unreachable so long that another process may be writing the index."""

    hint = "Check the cluster, and index again. The old generation is still live."


class FolderNotPrivate(IndexerError):
    """Other users can write to the index folder, so its files can't be trusted."""

    hint = "Make the folder private (chmod -R go-w, mode 0700), or choose another with --index."


class FolderForeign(IndexerError):
    """The folder holds files that are not of an index, which indexing might harm."""

    hint = "Choose a folder that is empty or does not exist yet with --index."


class DigestFaulty(IndexerError):
    """The digest has faults; nothing is published until they are mended."""

    hint = "Mend the faults (pprsearch check lists them again)."

    def __init__(self, problems: tuple[Problem, ...], *, serves: bool) -> None:
        """``serves`` is whether an older generation is live."""
        count = len(problems)
        what = f"the digest has {count} {'fault' if count == 1 else 'faults'}"
        super().__init__(what, told_with_hint(self.hint, serves))
        self.problems = problems


class DigestEmpty(IndexerError):
    """The digest has no posts that readers may see; most likely the folder is wrong."""

    hint = (
        "Check the folder, and add posts to its posts/ folder. To see drafts and posts with a "
        "later date: pprsearch serve --preview"
    )


class ChangesNotTold(IndexerError):
    """Changed posts alone can't be indexed here."""

    hint = "Index the whole digest, without --changes and --remove: pprsearch index"


class PostsWithdrawn(IndexerError):
    """The digest still holds what a rollback has withdrawn: new posts, edits, deletions."""

    hint = (
        "Correct those posts, delete new ones or put back deleted ones, or publish it "
        "nevertheless with: pprsearch index --republish"
    )

    def __init__(self, withdrawn: tuple[str, ...]) -> None:
        super().__init__(
            f"a rollback withdrew changes that the digest still holds, of: {few(withdrawn)}"
        )
        self.withdrawn = withdrawn


class NothingBefore(IndexerError):
    """There is no generation to go back to."""

    hint = "Correct the posts and run: pprsearch index"


class TooManyChanges(IndexerError):
    """The new generation changes more answers than the maintainer allowed."""

    hint = "Look at them with pprsearch diff, then raise --max-changes."


class DiskFault(IndexerError):
    """The disk refused an operation, which the message names."""

    hint = "Check the disk, or choose another folder with --index or PPRSEARCH_INDEX."


class DiskFull(DiskFault):
    """There is no room for the new generation."""

    hint = "Free some space and index again."


class FolderReadOnly(DiskFault):
    """The index folder can't be written."""

    hint = "Make the folder writable or choose another with --index or PPRSEARCH_INDEX."


def told_with_hint(hint: str, serves: bool) -> str:
    """A hint, with a note that the old index stays live, if there is one."""
    return f"{hint} Until then the old index stays live." if serves else hint
