"""The ids of feeds and entries."""

from __future__ import annotations

import pytest

from corpus.digest import Digest
from tests.pretended.engine_fake import post
from webapp.pages.feed_ids import authority, feed_tag, post_tag


@pytest.mark.parametrize(
    ("home", "contact", "told"),
    [
        ("https://www.digest.example.org/x", "", "digest.example.org"),
        ("http://Digest.example.org:8080", "", "digest.example.org"),
        ("", "mailto:Editor@example.org?subject=x", "editor@example.org"),
        ("mailto:editor@example.org", "", "editor@example.org"),
        ("", "https://example.org/contact", "example.org"),
        ("", "", "a-digest-more.invalid"),
        ("/start", "Ida Berg", "a-digest-more.invalid"),
    ],
)
def test_the_authority_comes_from_home_page_contact_or_name(
    home: str, contact: str, told: str
) -> None:
    assert authority(Digest("A Digest & more", home=home, contact=contact)) == told


def test_ids_are_percent_encoded() -> None:
    digest = Digest("Walks")
    assert post_tag(post(1, id="odd id/ü"), digest) == (
        "tag:walks.invalid,2020:posts/odd%20id%2F%C3%BC"
    )
    assert feed_tag("/search/feed.atom?q=a b", digest).endswith(":search/feed.atom?q=a%20b")
