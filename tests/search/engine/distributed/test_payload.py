"""The data that ranking needs of a post is packed into bytes and unpacked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from search.engine.distributed.payload import Embedded, Payload, packed, unpacked
from search.errors import IndexOutdated

WIDTH = 6
finite = st.floats(-1e6, 1e6, width=32)
ints = arrays(np.int32, st.integers(0, 9), elements=st.integers(0, 2**31 - 1))
floats = arrays(np.float32, st.integers(0, 9), elements=finite)
embeddings = st.builds(
    Embedded,
    arrays(np.float32, WIDTH, elements=finite),
    finite.map(np.float32),
    arrays(np.int8, WIDTH),
    finite.map(np.float32),
)


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    count = draw(st.integers(0, 9))
    return Payload(
        month=draw(st.integers(0, 999912)),
        studied=draw(st.integers(0, 9999)),
        kind=draw(st.integers(-1, 100)),
        by_chance=draw(st.booleans()),
        topics=draw(ints),
        terms=draw(arrays(np.int32, count, elements=st.integers(0, 2**31 - 1))),
        shares=draw(arrays(np.float32, count, elements=finite)),
        times=draw(arrays(np.uint16, count)),
        latent=draw(floats),
        embedded=tuple(draw(st.lists(embeddings, max_size=2))),
    )


@given(payloads())
def test_a_payload_is_unpacked_unchanged(post: Payload) -> None:
    found = unpacked(packed(post))
    assert (found.month, found.kind) == (post.month, post.kind)
    assert (found.by_chance, found.studied) == (post.by_chance, post.studied)
    for name in ("topics", "terms", "shares", "times", "latent"):
        assert np.array_equal(getattr(found, name), getattr(post, name))
    for one, other in zip(found.embedded, post.embedded, strict=True):
        assert np.array_equal(one.post, other.post)
        assert np.array_equal(one.rounded, other.rounded)
        assert (one.length, one.step) == (other.length, other.step)


def test_another_version_of_the_format_is_reported() -> None:
    none, nothing = np.empty(0, np.int32), np.empty(0, np.float32)
    told = packed(Payload(0, 0, -1, False, none, none, nothing, none.astype("u2"), nothing, ()))
    with pytest.raises(IndexOutdated, match="version 7"):
        unpacked(np.array([7], "<i4").tobytes() + told[4:])
