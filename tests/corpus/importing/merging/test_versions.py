"""The imported version of a post is merged with its file, which may be edited by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.folder.post_file import Origin
from corpus.folder.write import post_text
from corpus.importing.merging.existing import ExistingPost
from corpus.importing.merging.hashes import details_hash, filing_hash, text_hash
from corpus.importing.merging.versions import merged_post
from corpus.post import Post

PAGE = Post("2024-05-rain", "Rain", "Asked.", "Wait.", "2024-05", ("Pace",), topics_proposed=True)


def file_of(post: Post, imported: Post | None = PAGE, text: str | None = None) -> ExistingPost:
    """The file of a post that was imported as given and perhaps edited since."""
    origin = None
    if imported:
        hashes = (text_hash(imported), filing_hash(imported), details_hash(imported))
        origin = Origin("page", "k", *hashes)
    written = text or post_text(post)
    return ExistingPost(Path("posts/2024-05-rain.md"), written, written, post, origin)


def merged(hand: Post, page: Post, *, force: bool = False) -> tuple[Post, bool]:
    return merged_post(file_of(hand), hand, page, "page", force=force)


def test_the_changed_version_is_taken_and_two_changes_conflict() -> None:
    page, hand = replace(PAGE, summary="Page."), replace(PAGE, summary="Hand.")
    assert merged(PAGE, page) == (page, False)
    assert merged(hand, PAGE) == (hand, False)
    assert merged(hand, hand) == (hand, False)
    assert merged(hand, page) == (page, True)


@pytest.mark.parametrize("force", [True, False])
def test_filing_by_a_person_outranks_proposals(force: bool) -> None:
    hand = replace(PAGE, topics=("Weather",), topics_proposed=False)
    page = replace(PAGE, summary="Page.", topics=("Boots",))
    assert merged(hand, page, force=force) == (replace(hand, summary="Page."), False)


def test_details_written_by_hand_are_kept_where_the_page_has_none() -> None:
    hand = replace(PAGE, writer="A. Green", pmid="1")
    assert merged(hand, replace(PAGE, summary="Page.")) == (replace(hand, summary="Page."), False)


def test_a_post_written_by_hand_conflicts_unless_the_texts_are_equal() -> None:
    page = replace(PAGE, summary="Page.")
    assert merged_post(file_of(PAGE, None), PAGE, PAGE, "page", force=False) == (PAGE, False)
    assert merged_post(file_of(PAGE, None), PAGE, page, "page", force=False)[1]
    assert merged_post(file_of(PAGE), PAGE, page, "feed", force=False)[1]


def test_a_comment_in_the_file_counts_as_an_edit_by_hand() -> None:
    text = post_text(PAGE).replace("month:", "# mind this\nmonth:")
    page = replace(PAGE, summary="Page.")
    assert merged_post(file_of(PAGE, PAGE, text), PAGE, page, "page", force=False) == (page, True)
