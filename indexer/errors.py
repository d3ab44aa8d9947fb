"""Errors of the indexer room, each with a hint for its cure."""

from __future__ import annotations

from corpus.errors import PprSearchError
from corpus.problem import Problem
from indexer.changes import few


class IndexerError(PprSearchError):
    """The base of this room's errors.

    Whichever of them is raised, the index that was live before is live still.
    """


class IndexLocked(IndexerError):
    """Another process is writing the index."""

    hint = "Wait until it has finished, or end it if it hangs; readers are not held up."


class LeaseLost(IndexerError):
    """The cluster was away for so long that another process may be writing the index."""

    hint = "See to the cluster, and index again; what was live is live still."


class FolderNotPrivate(IndexerError):
    """The index folder is not the user's alone, so its files can't be trusted."""

    hint = "Make the folder yours alone (chmod -R go-w, mode 0700) or choose another with --index."


class FolderForeign(IndexerError):
    """The folder holds something else than an index, which indexing might harm."""

    hint = "Choose a folder that is empty or does not exist yet with --index."


class DigestFaulty(IndexerError):
    """The digest has faults; nothing is published until they are mended."""

    hint = "Mend the faults (pprsearch check lists them again)."

    def __init__(self, problems: tuple[Problem, ...], *, serves: bool) -> None:
        """``serves`` is whether there is an index that answers meanwhile."""
        count = len(problems)
        what = f"the digest has {count} {'fault' if count == 1 else 'faults'}"
        super().__init__(what, told_with_hint(self.hint, serves))
        self.problems = problems


class DigestEmpty(IndexerError):
    """The digest has no posts for readers, which is more likely a wrong folder than a wish."""

    hint = (
        "Check the folder, and add posts to its posts/ folder. Drafts and posts of a day to come "
        "are shown to you alone by: pprsearch serve --preview"
    )


class PostsWithdrawn(IndexerError):
    """The digest still says what a rollback has withdrawn."""

    hint = (
        "Correct or delete those posts, or publish them all the same with: "
        "pprsearch index --republish"
    )

    def __init__(self, withdrawn: tuple[str, ...]) -> None:
        super().__init__(f"a rollback withdrew what the digest still holds: {few(withdrawn)}")
        self.withdrawn = withdrawn


class NothingBefore(IndexerError):
    """There is no generation to go back to."""

    hint = "Correct the posts and run: pprsearch index"


class TooManyChanges(IndexerError):
    """The new generation changes more answers than the maintainer allowed."""

    hint = "Look at them with pprsearch diff, then allow as many with --max-changes."


class DiskFault(IndexerError):
    """The disk refused; the sentence says what."""

    hint = "See to the disk or choose another folder with --index or PPRSEARCH_INDEX."


class DiskFull(DiskFault):
    """There is no room for the new generation."""

    hint = "Free some space and index again."


class FolderReadOnly(DiskFault):
    """The index folder can't be written."""

    hint = "Make the folder writable or choose another with --index or PPRSEARCH_INDEX."


def told_with_hint(hint: str, serves: bool) -> str:
    """A hint, and that the old index serves meanwhile, where it does."""
    return f"{hint[:-1]}; until then the old index serves." if serves else hint
