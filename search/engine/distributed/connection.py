"""The connection to a cluster. Only this module knows the client library.

Reads are tried again on other nodes, also when a node is busy or returns a part of the answer. The
library's errors are turned into errors of this room.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConflictError,
    ConnectionError,
    NotFoundError,
    OpenSearchException,
    RequestError,
    SSLError,
    TransportError,
)
from opensearchpy.helpers import streaming_bulk

from search.engine.distributed.address import Address, Settings
from search.errors import ClusterFull, ClusterRefused, ClusterUnreachable, GenerationGone

Json = dict[str, Any]

# What it would tell of is raised as well, or mended by another try.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)

# Besides the one that a question goes to first.
_OTHERS = 2
_AGAIN = (429, 500, 502, 503, 504)
# A bulk, a refresh or the making of an index may take longer than a reader would wait.
_WRITING = 120.0
# A new index has so many seconds to find a node that takes it.
PLACED = 60.0
_BULK_BYTES = 8 * 2**20
_BULK_POSTS = 250
# A cluster that is busy gets a bulk again so many times, after pauses that grow to so many seconds:
# two minutes in all.
_TRIES, _LONGEST_PAUSE = 8, 30


class Conflict(Exception):
    """Another writer changed the document first."""


class Connection:
    """A connection to the nodes of one cluster. Safe to use from several threads."""

    def __init__(self, address: Address, settings: Settings) -> None:
        self.timeout = settings.timeout
        # Whether no node said lately which generation is live.
        self.lost = False
        self._client = OpenSearch(
            list(address.hosts),
            http_auth=(settings.user, settings.password) if settings.user else None,
            ca_certs=str(settings.ca) if settings.ca else None,
            verify_certs=True,
            timeout=settings.timeout,
            max_retries=_OTHERS,
            retry_on_timeout=True,
            retry_on_status=_AGAIN,
            http_compress=False,
            pool_maxsize=16,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def search(self, index: str, body: Json) -> Json:
        """The answer to one search; see ``searches``."""
        (found,) = self.searches(index, [body])
        return found

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """The answers to several searches in one request.

        Raises ``GenerationGone`` when there is no such index any more, ``ClusterUnreachable`` when
        a part of the index did not answer: half an answer would pass for a whole one.
        """
        head = {"index": index, "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        with _told():
            answers = self._client.msearch(body=text)["responses"]
        return [_sound(answer) for answer in answers]

    def aliases(self, names: Sequence[str]) -> dict[str, list[str]]:
        """The indexes behind each alias; aliases without any are left out.

        A name may have stars. An answer comes without a quorum as well.
        """
        with _told():
            try:
                told = self._client.indices.get_alias(
                    name=",".join(names), params={"local": "true"}
                )
            except NotFoundError as error:
                # Some of them may be there all the same.
                told = error.info if isinstance(error.info, dict) else {}
        found: dict[str, list[str]] = {}
        for index, value in told.items():
            if isinstance(value, Mapping):
                for alias in value.get("aliases", ()):
                    found.setdefault(alias, []).append(index)
        return {alias: sorted(indexes) for alias, indexes in found.items()}

    def is_led(self) -> bool:
        """Whether a node is the manager. Without one the cluster can be read, not written."""
        with _told():
            told = self._client.cluster.health(params={"local": "true"})
        return bool(told["discovered_cluster_manager"])

    def move(self, actions: Sequence[Json]) -> None:
        """Change several aliases in one atomic step."""
        with _told():
            self._client.indices.update_aliases(
                body={"actions": list(actions)}, request_timeout=_WRITING
            )

    def indexes(self, pattern: str) -> dict[str, int]:
        """The indexes whose names match, each with its size in bytes without replicas."""
        with _told():
            asked = {"format": "json", "bytes": "b", "h": "index,pri.store.size"}
            found = self._client.cat.indices(index=pattern, params=asked)
        return {row["index"]: int(row["pri.store.size"] or 0) for row in found}

    def create(self, index: str, body: Json) -> None:
        """Create an index. Raises ``ClusterFull`` if no node accepts it."""
        with _told():
            made = self._client.indices.create(
                index=index, body=body, timeout=f"{PLACED:.0f}s", request_timeout=_WRITING
            )
        if not made["shards_acknowledged"]:
            raise ClusterFull(
                "no node of the cluster accepts another index: their disks may be full"
            )

    def create_once(self, index: str, body: Json) -> None:
        """Create an index unless it exists."""
        with _told():
            if not self._client.indices.exists(index=index):
                try:
                    self._client.indices.create(index=index, body=body, request_timeout=_WRITING)
                except RequestError as error:
                    # Another writer may have made it meanwhile.
                    if error.error != "resource_already_exists_exception":
                        raise

    def delete(self, indexes: Sequence[str]) -> None:
        """Delete indexes; those that do not exist are ignored."""
        if indexes:
            with _told():
                self._client.indices.delete(
                    index=",".join(indexes), ignore_unavailable=True, request_timeout=_WRITING
                )

    def fill(self, index: str, documents: Iterable[tuple[str, Json]]) -> Iterator[int]:
        """Store documents, each with its id; yields how many are stored so far."""
        actions = (
            {"_op_type": "create", "_index": index, "_id": name, "_source": document}
            for name, document in documents
        )
        with _told():
            sent = streaming_bulk(
                self._client,
                actions,
                chunk_size=_BULK_POSTS,
                max_chunk_bytes=_BULK_BYTES,
                max_retries=_TRIES,
                initial_backoff=1,
                max_backoff=_LONGEST_PAUSE,
                request_timeout=_WRITING,
            )
            for done, _ in enumerate(sent, 1):
                yield done

    def finish(self, indexes: Sequence[str]) -> None:
        """Make everything stored in indexes visible and durable, on all copies possible."""
        names = ",".join(indexes)
        with _told():
            self._client.indices.refresh(index=names, request_timeout=_WRITING)
            self._client.indices.flush(index=names, request_timeout=_WRITING)
            self._client.cluster.health(
                index=names, wait_for_status="green", timeout="60s", request_timeout=_WRITING
            )

    def count(self, index: str) -> int:
        """The number of documents in an index."""
        with _told():
            return int(self._client.count(index=index)["count"])

    def document(self, index: str, name: str) -> Json | None:
        """One document, with its sequence number and term for ``replace``; None if missing."""
        return self.documents(index, [name])[0]

    def documents(self, index: str, names: Sequence[str]) -> list[Json | None]:
        """Some documents by one request; None for one that is missing."""
        with _told():
            told = self._client.mget(index=index, body={"ids": list(names)})["docs"]
        return [one if _sound(one).get("found") else None for one in told]

    def put_new(self, index: str, name: str, document: Json) -> None:
        """Store a document that does not exist yet. Raises ``Conflict``."""
        with _told():
            self._client.index(
                index=index, id=name, body=document, op_type="create", request_timeout=_WRITING
            )

    def replace(self, index: str, name: str, document: Json, known: Json) -> None:
        """Replace the ``known`` version of a document. Raises ``Conflict``."""
        with _told():
            self._client.index(
                index=index,
                id=name,
                body=document,
                if_seq_no=known["_seq_no"],
                if_primary_term=known["_primary_term"],
                request_timeout=_WRITING,
            )

    def remove(self, index: str, name: str, known: Json) -> None:
        """Remove the ``known`` version of a document. Raises ``Conflict``."""
        with _told():
            self._client.delete(
                index=index,
                id=name,
                if_seq_no=known["_seq_no"],
                if_primary_term=known["_primary_term"],
                request_timeout=_WRITING,
            )


def _sound(answer: Json) -> Json:
    """An answer, checked: all shards took part, and in time."""
    error = answer.get("error")
    if error is None and not answer.get("timed_out"):
        return answer
    kind = error.get("type") if isinstance(error, Mapping) else "timeout"
    if kind == "index_not_found_exception":
        raise GenerationGone("the generation that was read has been removed from the cluster")
    if kind in ("parsing_exception", "illegal_argument_exception", "script_exception"):
        raise ClusterRefused(f"the cluster rejects a query: {_reason(error)}")
    raise ClusterUnreachable(f"a part of the index does not answer ({kind})")


@contextmanager
def _told() -> Iterator[None]:
    """Turns errors of the client library into errors of this room."""
    try:
        yield
    except ConflictError as error:
        raise Conflict from error
    except OpenSearchException as error:
        if "cluster_block_exception" in str(error):  # indexes are closed once a disk is nearly full
            raise ClusterFull("the cluster can't store more: its disks are full") from error
        _tell(error)


def _tell(error: OpenSearchException) -> NoReturn:
    """Raise this room's error for an error of the client library."""
    if isinstance(error, AuthenticationException | AuthorizationException):
        raise ClusterRefused(
            "the cluster refuses this user, or does not permit this to it",
            "Check the user, the password and the permissions of its role.",
        ) from error
    if isinstance(error, SSLError):
        raise ClusterRefused(
            "the cluster's certificate is not trusted",
            "Name its certificate authority in PPRSEARCH_CLUSTER_CA.",
        ) from error
    if isinstance(error, ConnectionError):
        raise ClusterUnreachable("no node of the cluster answers") from error
    if isinstance(error, NotFoundError):
        raise GenerationGone(f"the cluster has no such index: {_reason(error.info)}") from error
    if isinstance(error, TransportError):
        if error.status_code in _AGAIN:
            raise ClusterUnreachable(
                f"the cluster can't answer now (status {error.status_code})"
            ) from error
        raise ClusterRefused(f"the cluster refused: {_reason(error.info)}") from error
    raise ClusterRefused(f"the cluster refused: {str(error)[:200]}") from error


def _reason(found: object) -> str:
    """The reason that the cluster gives for an error, shortened."""
    for _ in range(3):
        if isinstance(found, Mapping):
            causes = found.get("root_cause")
            found = found.get("error") or (causes[0] if causes else found.get("reason")) or found
    return str(found)[:200]
