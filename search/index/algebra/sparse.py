"""SciPy's sparse matrices, loaded without ``numpy.f2py``.

SciPy asks NumPy for each of its names. To load this one, which translates Fortran and which nothing
here uses, takes a twentieth of an update. Whoever asks for it later gets it as ever.
"""

from __future__ import annotations

import numpy as np

__all__ = ["csr_array"]

_loaded = vars(np).setdefault("f2py", None)
from scipy.sparse import csr_array  # noqa: E402 - NumPy is told first

if _loaded is None:
    del vars(np)["f2py"]
