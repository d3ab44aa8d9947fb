"""The lease of a writer: only one process at a time writes an index in a cluster.

The lease is a document with an expiry time, which its writer renews. An expired lease may be taken
over: its writer has ended, or lost the cluster for longer than that.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from search.engine.distributed import mapping
from search.engine.distributed.connection import Conflict, Connection
from search.errors import GenerationGone, SearchError

Json = dict[str, Any]

INDEX = "pprsearch.leases"
# Seconds that a lease holds, and after which it is renewed; clocks may differ by less than that.
HOLDS, _RENEWED = 60.0, 15.0
_AGAIN = 0.25


class Held(Exception):
    """Another writer has the lease; the message says who and since when."""


class Lost(Exception):
    """The lease expired before it was renewed; another writer may have it."""


class Lease:
    """The lease of a writer."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._known: Json = {}
        self._until = 0.0
        self._ended = threading.Event()
        self._told: Json = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": time.time(),
            "mark": secrets.token_hex(8),
        }

    @classmethod
    @contextmanager
    def taken(cls, connection: Connection, name: str, timeout: float) -> Iterator[Lease]:
        """Take the lease, and hold it to the end of the block.

        Waits at most ``timeout`` seconds, then raises ``Held``.
        """
        lease = cls(connection, name)
        end = time.monotonic() + timeout
        while True:
            try:
                lease._take()
                break
            except Held:
                if time.monotonic() >= end:
                    raise
                time.sleep(_AGAIN)
        renewing = threading.Thread(target=lease._renew, daemon=True)
        renewing.start()
        try:
            yield lease
        finally:
            lease._ended.set()
            renewing.join()
            lease._release()

    def check(self) -> None:
        """Raise ``Lost`` if the lease has expired."""
        if time.monotonic() >= self._until:
            raise Lost("another process may be writing the index by now")

    def _take(self) -> None:
        began = time.monotonic()
        known = self._document()
        if known is not None and known["_source"]["lease"]["until"] > time.time():
            raise Held(_holder(known["_source"]["lease"]))
        try:
            if known is None:
                self._connection.create_once(INDEX, mapping.lease_body())
                self._connection.put_new(INDEX, self._name, self._lease())
            else:
                self._connection.replace(INDEX, self._name, self._lease(), known)
        except Conflict:
            # One that was tried again may have met itself.
            there = self._document()
            if there is None or there["_source"]["lease"].get("mark") != self._told["mark"]:
                raise Held("by another process") from None
        self._keep(began)

    def _renew(self) -> None:
        while not self._ended.wait(_RENEWED):
            began = time.monotonic()
            try:
                self._connection.replace(INDEX, self._name, self._lease(), self._known)
                self._keep(began)
            except Conflict:
                self._until = 0.0
                return
            except SearchError:
                # Tried again, as long as it holds.
                continue

    def _keep(self, began: float) -> None:
        self._known = self._document() or {}
        self._until = began + HOLDS

    def _release(self) -> None:
        try:
            self._connection.remove(INDEX, self._name, self._known)
        except (Conflict, KeyError, SearchError):
            # It runs out by itself.
            return

    def _document(self) -> Json | None:
        try:
            return self._connection.document(INDEX, self._name)
        except GenerationGone:
            return None

    def _lease(self) -> Json:
        return {"lease": {**self._told, "until": time.time() + HOLDS}}


def _holder(told: Json) -> str:
    since = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(told["since"]))
    return f"by process {told['pid']} on {told['host']} since {since}"
