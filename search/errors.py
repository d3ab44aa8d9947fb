"""Errors of the search room, each named for what went wrong and with a hint for its cure."""

from __future__ import annotations

from corpus.errors import PprSearchError, to_install
from corpus.message import N_


class SearchError(PprSearchError):
    """The base of this room's errors."""


class HomeMissing(SearchError):
    """The user has no home folder that an index could be kept in."""

    hint = "Name a folder with --index or in PPRSEARCH_INDEX."


class LocationUnknown(SearchError):
    """Nothing here reads, or writes, an index at a location of that kind."""

    hint = "Name a folder with --index or in PPRSEARCH_INDEX."


class IndexMissing(SearchError):
    """There is no index at the path."""

    hint = "Build one with: pprsearch index"


class IndexDamaged(SearchError):
    """No generation of the index is whole."""

    hint = "The posts are the source of truth; build the index again with: pprsearch index"


class IndexNotPrivate(SearchError):
    """Another user could have written the index."""

    hint = "Make the folder yours alone (chmod -R go-w, mode 0700) or build the index elsewhere."


class IndexOutdated(SearchError):
    """The index was written in another format than this version reads."""

    hint = "Build the index again with: pprsearch index"


NO_POST = N_("no post has the id %(id)s")


class PostMissing(SearchError):
    """No post has that id."""

    hint = "The id of a post is its file's name without .md; see the month archive for all posts."


class ModelUnavailable(SearchError):
    """The model for sentence embeddings can't be used."""

    hint = f"Search without it, or install it. {to_install('semantic')}"


class JudgmentsMissing(SearchError):
    """There are no readable judgments to evaluate by."""

    hint = "Judgments are qrels/SPLIT.tsv with queries.jsonl, or questions.toml and relations.toml."


class RunUnusable(SearchError):
    """A file of rankings can't be read."""

    hint = "Write one with: pprsearch evaluate --run-file FILE"


class RecordUnusable(SearchError):
    """The record of what readers ask can't be read or written."""

    hint = "See to the file, or delete it: it holds counts and nothing else."


class ClusterUnreachable(SearchError):
    """The cluster that holds the index does not answer, or not all of it."""

    hint = "Start it, or see to the address and the network; it is asked again by itself."


class ClusterRefused(SearchError):
    """The cluster answers, and refuses what it was asked for."""

    hint = "See to the cluster's log."


class ClusterFull(SearchError):
    """The cluster has no room for what is written; what it has is read on."""

    hint = "Free some of the nodes' disks, or add a node; the index that is live serves on."


class ClusterSettingsWrong(SearchError):
    """What the environment says of a cluster can't be used."""

    hint = "See docs/scale.md."


class GenerationGone(SearchError):
    """A generation that was still read has been removed from the cluster."""

    hint = "Ask again: a newer one serves."
