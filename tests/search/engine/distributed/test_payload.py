"""What ranking needs of a post comes out of its bytes as it went in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from search.engine.distributed.payload import Meant, Payload, packed, unpacked
from search.errors import IndexOutdated

finite = st.floats(-1e6, 1e6, width=32)
ints = arrays(np.int32, st.integers(0, 9), elements=st.integers(0, 2**31 - 1))
floats = arrays(np.float32, st.integers(0, 9), elements=finite)
embeddings = st.builds(
    Meant,
    arrays(np.float32, 4, elements=finite),
    finite.map(np.float32),
    arrays(np.int8, 4),
    finite.map(np.float32),
)
payloads = st.builds(
    Payload,
    st.integers(0, 999912),
    st.integers(0, 2100),
    st.integers(-1, 100),
    st.booleans(),
    ints,
    ints,
    floats,
    ints,
    floats,
    floats,
    st.none() | embeddings,
)


@given(payloads)
def test_a_payload_comes_out_as_it_went_in(post: Payload) -> None:
    found = unpacked(packed(post))
    assert (found.month, found.studied, found.kind) == (post.month, post.studied, post.kind)
    assert found.by_chance == post.by_chance
    for name in ("topics", "terms", "weights", "own", "vector", "latent"):
        assert np.array_equal(getattr(found, name), getattr(post, name))
    assert (found.meant is None) == (post.meant is None)
    if found.meant and post.meant:
        assert np.array_equal(found.meant.post, post.meant.post)
        assert np.array_equal(found.meant.rounded, post.meant.rounded)
        assert (found.meant.length, found.meant.step) == (post.meant.length, post.meant.step)


def test_another_form_is_told() -> None:
    nothing = np.empty(0, np.int32), np.empty(0, np.float32)
    told = packed(Payload(0, 0, -1, False, nothing[0], *nothing, *nothing, nothing[1], None))
    with pytest.raises(IndexOutdated, match="version 7"):
        unpacked(told[:4] + np.array([7], "<i4").tobytes() + told[8:])
