"""Linear algebra uses one thread while a digest is indexed, and as many as before afterwards."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
from threadpoolctl import threadpool_info

from search.index.algebra.threads import one_thread


def blas_threads() -> list[int]:
    return [lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas"]


def test_one_thread_inside_and_as_many_as_before_outside() -> None:
    np.linalg.eigh(np.eye(3))
    before = blas_threads()

    @one_thread()
    def inside() -> list[int]:
        return blas_threads()

    assert inside() == [1] * len(before)
    assert blas_threads() == before


def test_libraries_that_are_loaded_later_use_one_thread_too() -> None:
    program = """
import numpy
from threadpoolctl import threadpool_info
from search.index.algebra.threads import stay_on_one_thread
stay_on_one_thread()
first = len(threadpool_info())
import scipy.linalg
assert len(threadpool_info()) > first
stay_on_one_thread()
print({library["num_threads"] for library in threadpool_info()})
"""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    told = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)
    assert told == "{1}\n"
