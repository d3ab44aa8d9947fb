"""What ranking needs of posts is put into columns, which are whole in files or not there."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from search.engine.distributed.holding.columns import TOLD, Columns, gathered
from search.index.files import scratch as scratches
from search.index.files.scratch import scratch_in
from tests.search.engine.distributed.holding import TERMS, paged, payload, summary

POSTS = {3 * n: payload(n) for n in range(30)}


def columns() -> Columns:
    return gathered(paged(POSTS), summary())


def check(found: Columns) -> None:
    """All that the posts have is in the columns."""
    assert found.at.tolist() == list(POSTS)
    listed = list(POSTS.values())
    for term in range(len(found.starts) - 1):
        some = slice(found.starts[term], found.starts[term + 1])
        having = [n for n, post in enumerate(listed) if term in post.terms]
        assert found.posts[some].tolist() == having
        shares = [float(listed[n].shares[listed[n].terms == term][0]) for n in having]
        assert found.shares[some].tolist() == shares
    assert len(found.starts) - 1 <= TERMS
    assert found.facts["months"].tolist() == [post.month for post in listed]
    assert found.facts["studied"].tolist() == [post.studied for post in listed]
    assert found.facts["kinds"].tolist() == [post.kind for post in listed]
    assert found.facts["by_chance"].tolist() == [post.by_chance for post in listed]
    for at, post in enumerate(listed):
        (one,) = post.embedded
        assert np.flatnonzero(found.facts["topics"][:, at]).tolist() == post.topics.tolist()
        assert np.array_equal(found.vectors["latent"][at], post.latent)
        assert np.array_equal(found.vectors["answering-posts"][at], one.post)
        assert np.array_equal(found.vectors["answering-rounded"][at], one.rounded)
        known = [found.facts[f"answering-{n}"][at] for n in ("lengths", "steps", "crowding")]
        assert known == [one.length, one.step, one.crowding]


def test_columns_have_all_that_ranking_needs_of_posts() -> None:
    check(columns())
    # The last page may be empty.
    check(gathered([*paged(POSTS), ([], [])], summary()))


def test_columns_are_the_same_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratches, "LARGE", 100)
    with scratch_in(tmp_path):
        columns().save(tmp_path, "mark")
    found = Columns.load(tmp_path, "mark")
    assert found is not None
    check(found)


def test_columns_that_are_not_as_they_were_written_are_none(tmp_path: Path) -> None:
    assert Columns.load(tmp_path, "mark") is None
    columns().save(tmp_path, "mark")
    assert Columns.load(tmp_path, "that of another index") is None
    whole = (tmp_path / TOLD).read_bytes()
    for name in json.loads(whole)["files"]:
        file = tmp_path / f"{name}.npy"
        kept = file.read_bytes()
        for damaged in (kept[:-1], kept[:-1] + bytes([kept[-1] ^ 1])):
            file.write_bytes(damaged)
            assert Columns.load(tmp_path, "mark") is None
        file.unlink()
        assert Columns.load(tmp_path, "mark") is None
        file.write_bytes(kept)
    for told in (whole[:-9], b"", b"[]", b'{"form": 0}'):
        (tmp_path / TOLD).write_bytes(told)
        assert Columns.load(tmp_path, "mark") is None
    (tmp_path / TOLD).write_bytes(whole)
    assert Columns.load(tmp_path, "mark") is not None
