"""Keeps linear algebra on one thread.

On a busy machine, more threads make the small matrices of a digest take ten times as long; on an
idle one they gain little. One thread also makes results independent of the number of processors.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which the BLAS libraries loaded so far use one thread."""
    with _loaded(len(sys.modules)).limit(limits=1, user_api="blas"):
        yield


def stay_on_one_thread() -> None:
    """Have this process's BLAS libraries use one thread each from now on.

    For processes that answer questions: a question's products take less than a millisecond, and
    the server's own threads are what the processors are for.
    """
    _loaded(len(sys.modules)).limit(limits=1, user_api="blas")


@lru_cache(1)
def _loaded(modules: int) -> ThreadpoolController:
    """The libraries loaded so far.

    They come with modules. So they are looked for again, which takes as long as reading a small
    index, once the number of ``modules`` has changed.
    """
    return ThreadpoolController()
