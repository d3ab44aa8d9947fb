"""Keeps linear algebra on one thread.

On a busy machine, more threads make the small matrices of a digest take ten times as long; on an
idle one they gain little. One thread also makes results independent of the number of processors.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which the BLAS libraries loaded so far use one thread."""
    with threadpool_limits(1, "blas"):
        yield


def stay_on_one_thread() -> None:
    """Have this process's BLAS libraries use one thread each from now on.

    For processes that answer questions: a question's products take less than a millisecond, and
    the server's own threads are what the processors are for.
    """
    threadpool_limits(1, "blas")
