"""Sparse matrices are SciPy's, and what NumPy has beside them is there for whoever asks."""

from __future__ import annotations

import subprocess
import sys

import pytest

TOLD = """\
import sys
{before}
from search.index.algebra.sparse import csr_array
print("numpy.f2py" in sys.modules)
import numpy
import scipy.sparse
print(csr_array is scipy.sparse.csr_array, numpy.f2py.__name__)
"""


@pytest.mark.parametrize(("before", "loaded"), [("", "False"), ("import numpy.f2py", "True")])
def test_the_translator_of_fortran_is_loaded_only_if_asked_for(before: str, loaded: str) -> None:
    command = [sys.executable, "-c", TOLD.format(before=before)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout.split() == [loaded, "True", "numpy.f2py"]
