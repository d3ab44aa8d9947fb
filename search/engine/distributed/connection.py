"""The connection to a cluster: the one module that knows the client library.

Reads are tried again on other nodes, also when a node is too busy or lost a part of the answer.
What the library raises is told in errors of this room.
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
_BLOCKED = "cluster_block_exception"


class Conflict(Exception):
    """Another writer was faster."""


class Connection:
    """Speaks with the nodes of one cluster. Safe to use from several threads."""

    def __init__(self, address: Address, settings: Settings) -> None:
        self.timeout = settings.timeout
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
        """Let go of the connections."""
        self._client.close()

    def search(self, index: str, body: Json) -> Json:
        """The answer to one search; see ``searches``."""
        (found,) = self.searches(index, [body])
        return found

    def searches(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        """The answers to several searches in one trip.

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
        """The indexes that each alias stands for; one that stands for none is left out.

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
        """Whether a node has a manager: without one the cluster can be read, but not written."""
        with _told():
            told = self._client.cluster.health(params={"local": "true"})
        return bool(told["discovered_cluster_manager"])

    def move(self, actions: Sequence[Json]) -> None:
        """Change aliases, all from one moment to the next."""
        with _told():
            self._client.indices.update_aliases(
                body={"actions": list(actions)}, request_timeout=_WRITING
            )

    def indexes(self, pattern: str) -> dict[str, int]:
        """The indexes whose names match, each with how many bytes it takes, replicas apart."""
        with _told():
            found = self._client.cat.indices(
                index=pattern,
                params={"format": "json", "bytes": "b", "h": "index,pri.store.size"},
            )
        return {row["index"]: int(row["pri.store.size"] or 0) for row in found}

    def create(self, index: str, body: Json) -> None:
        """Make an index. Raises ``ClusterFull`` when no node takes it."""
        with _told():
            made = self._client.indices.create(
                index=index, body=body, timeout=f"{PLACED:.0f}s", request_timeout=_WRITING
            )
        if not made["shards_acknowledged"]:
            raise ClusterFull(
                "no node of the cluster accepts another index: their disks may be full"
            )

    def create_once(self, index: str, body: Json) -> None:
        """Make an index unless it is there."""
        with _told():
            if not self._client.indices.exists(index=index):
                try:
                    self._client.indices.create(index=index, body=body, request_timeout=_WRITING)
                except RequestError as error:
                    # Another writer may have made it meanwhile.
                    if error.error != "resource_already_exists_exception":
                        raise

    def delete(self, indexes: Sequence[str]) -> None:
        """Remove indexes, whether they are there or not."""
        if indexes:
            with _told():
                self._client.indices.delete(
                    index=",".join(indexes), ignore_unavailable=True, request_timeout=_WRITING
                )

    def fill(self, index: str, documents: Iterable[tuple[str, Json]]) -> Iterator[int]:
        """Put documents, each with its id, into an index; how many are in, again and again."""
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
                max_retries=5,
                initial_backoff=1,
                request_timeout=_WRITING,
            )
            for done, _ in enumerate(sent, 1):
                yield done

    def finish(self, indexes: Sequence[str]) -> None:
        """Make all that was put into indexes visible and safe, on every copy that there can be."""
        names = ",".join(indexes)
        with _told():
            self._client.indices.refresh(index=names, request_timeout=_WRITING)
            self._client.indices.flush(index=names, request_timeout=_WRITING)
            self._client.cluster.health(
                index=names,
                wait_for_status="green",
                timeout="60s",
                request_timeout=_WRITING,
            )

    def count(self, index: str) -> int:
        """How many documents an index has."""
        with _told():
            return int(self._client.count(index=index)["count"])

    def document(self, index: str, name: str) -> Json | None:
        """One document as it was put, with its number and term for ``replace``; None for none."""
        with _told():
            try:
                found: Json = self._client.get(index=index, id=name, params={"realtime": "true"})
            except NotFoundError:
                return None
        return found

    def put_new(self, index: str, name: str, document: Json) -> None:
        """Put a document that is not there yet. Raises ``Conflict``."""
        with _told():
            self._client.index(
                index=index, id=name, body=document, op_type="create", request_timeout=_WRITING
            )

    def replace(self, index: str, name: str, document: Json, known: Json) -> None:
        """Put a document in the place of the ``known`` one. Raises ``Conflict``."""
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
        """Remove the ``known`` document. Raises ``Conflict``."""
        with _told():
            self._client.delete(
                index=index,
                id=name,
                if_seq_no=known["_seq_no"],
                if_primary_term=known["_primary_term"],
                request_timeout=_WRITING,
            )


def _sound(answer: Json) -> Json:
    """An answer of all shards, within their time."""
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
    """Tells what the client library raises in errors of this room."""
    try:
        yield
    except ConflictError as error:
        raise Conflict from error
    except OpenSearchException as error:
        if _BLOCKED in str(error):
            # Whole indexes are closed to writers once a disk is nearly full.
            raise ClusterFull("the cluster can't store more: its disks are full") from error
        _tell(error)


def _tell(error: OpenSearchException) -> NoReturn:
    """Raise the error of this room for one of the library."""
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


def _reason(told: object) -> str:
    """What the cluster says of an error, in short."""
    found: object = told
    for _ in range(3):
        if isinstance(found, Mapping):
            causes = found.get("root_cause")
            found = found.get("error") or (causes[0] if causes else found.get("reason")) or found
    return str(found)[:200]
