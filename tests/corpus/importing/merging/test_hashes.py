"""Hashes of a post's text, filing and details."""

from __future__ import annotations

from dataclasses import replace

from corpus.evidence.study import Study
from corpus.importing.merging.hashes import details_hash, filing_hash, text_hash
from corpus.post import Post

POST = Post("2021-07-a", "A", "S.", "I.", "2021-07", ("T",), "survey", "C.", "10.1000/a")


def test_each_hash_changes_with_its_own_part_of_a_post() -> None:
    for changes, changed in (
        ({"title": "B"}, (True, False, False)),
        ({"doi": None}, (True, False, False)),
        ({"topics": ("U",)}, (False, True, False)),
        ({"topics_proposed": True}, (False, True, False)),
        ({"study": Study(2014)}, (False, False, True)),
        ({"draft": True}, (False, False, True)),
        # Links to other posts are only set by the maintainer of the digest, not by imports.
        ({"id": "2021-07-b", "pin": ("x",), "never": ("y",)}, (False, False, False)),
    ):
        other = replace(POST, **changes)
        hashes = (text_hash, filing_hash, details_hash)
        assert tuple(told(POST) != told(other) for told in hashes) == changed, changes


def test_a_post_without_details_has_no_hash_of_them() -> None:
    assert details_hash(POST) == ""
    assert len(details_hash(replace(POST, writer="A. Green"))) == 16
