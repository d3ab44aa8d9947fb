"""Whether two posts are about the same study, by numbers, title, year and author."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.importing.merging.identity import Identity, is_renamed, is_same
from corpus.post import Post

ABSTRACT = "Sixty people who slept badly were asked each week how they slept, and what they did."
STUDY = Post(
    id="7",
    title="Sleep hygiene for insomnia: a cohort",
    summary=ABSTRACT,
    month="2024-05",
    citation="Marsh, A. (2020). Sleep hygiene for insomnia: a cohort. Journal of Sleep, 3, 1-9.",
    doi="10.1000/aaa1",
)
PLAIN = replace(STUDY, doi=None)
OTHER = Post(
    id="7",
    title="Listening in groups",
    summary="Twelve groups were listened to by people who had never before listened to a group.",
    month="2024-05",
    citation="Berg, I. (2021). Listening in groups. Journal of Tests, 12, 45-67.",
)


def same(old: Post, new: Post, *, key: bool = False, lasting: bool = False) -> bool:
    return is_same(Identity.of(old), Identity.of(new), same_key=key, lasting=lasting)


def titled(post: Post, title: str) -> Post:
    """The post with another title of its study."""
    return replace(post, title=title, citation=(post.citation or "").replace(post.title, title))


@pytest.mark.parametrize("key", [True, False])
def test_studies_with_other_titles_and_citations_differ_despite_the_same_number(key: bool) -> None:
    assert not same(PLAIN, OTHER, key=key, lasting=key)
    assert not same(STUDY, OTHER, key=key)
    empty = replace(PLAIN, summary=""), replace(OTHER, summary="")
    assert not same(*empty, key=key)


def test_the_same_doi_means_the_same_study() -> None:
    assert same(STUDY, titled(STUDY, "Sleep hygiene for insomnia"))
    assert same(STUDY, replace(STUDY, doi="10.1000/AAA1", summary=""))
    assert not same(STUDY, replace(STUDY, doi="10.1000/aaa2"))
    assert same(STUDY, replace(STUDY, doi="10.1000/aaa2"), key=True)


def test_two_different_pages_on_one_study_are_not_the_same_post() -> None:
    page = replace(STUDY, title="What helps who sleep badly?", summary="What they did.")
    other = replace(STUDY, title="Do rules for sleep help?", summary="How they slept.")
    assert not same(page, other)
    assert is_same(Identity.of(page), Identity.of(STUDY))


def test_chapters_with_the_doi_of_their_book_differ() -> None:
    book = "In T. Reeve (Ed.), Handbook of sleep (pp. 1-9). Test Press."
    one = replace(STUDY, title="Beds", citation=f"Marsh, A. (2020). Beds. {book}", summary="")
    other = replace(one, title="Lamps", citation=f"Marsh, A. (2020). Lamps. {book}")
    assert not same(one, other)


def test_the_same_pmid_means_the_same_study() -> None:
    one, other = Identity.of(PLAIN, "123"), Identity.of(titled(PLAIN, "Sleep hygiene"), "123")
    assert is_same(one, other)
    assert not is_same(one, Identity.of(PLAIN, "124"))


def test_without_a_number_the_same_title_year_and_author_mean_the_same_study() -> None:
    assert same(PLAIN, replace(PLAIN, month="2024-06", summary="Other."))
    assert same(PLAIN, replace(PLAIN, title="Sleep Hygiene for insomnia – a cohort."))
    for word, by in (("2020", "2021"), ("Marsh", "Berg")):
        other = replace(PLAIN, citation=(PLAIN.citation or "").replace(word, by))
        assert not same(PLAIN, other)
        assert same(PLAIN, other, key=True)


def test_without_a_citation_the_month_counts() -> None:
    bare = replace(PLAIN, citation=None)
    assert same(bare, replace(bare, summary="Other."))
    assert not same(bare, replace(bare, month="2024-06"))
    assert same(bare, replace(bare, month="2024-06"), key=True)


def test_a_generic_title_does_not_identify_a_study() -> None:
    one, other = titled(PLAIN, "Editorial"), titled(PLAIN, "Editorial")
    later = replace(other, citation=(other.citation or "").replace("2020", "2021"))
    assert same(one, other)
    assert not same(one, later, key=True)


def test_a_title_corrected_in_its_own_source_is_the_same_study() -> None:
    better = titled(PLAIN, "Sleep hygiene against insomnia: a cohort")
    assert not same(PLAIN, better)
    assert same(PLAIN, better, key=True)
    assert same(replace(PLAIN, summary=""), replace(better, summary=""), key=True)


def test_a_page_with_a_new_title_is_the_same_page() -> None:
    page = Post("12", "Sleep", "Short.", "Sleep more.", month="2024-05")
    assert same(page, replace(page, title="How to sleep"), key=True, lasting=True)
    assert not same(page, replace(page, title="How to sleep"), key=True)
    rewritten = replace(page, title="How to sleep", summary="Else.", implications="Get up.")
    assert not same(page, rewritten, key=True, lasting=True)


def test_a_post_with_the_same_text_and_citation_counts_as_renamed() -> None:
    one = Identity.of(PLAIN)
    assert is_renamed(one, Identity.of(replace(PLAIN, title="Sleep well")))
    assert not is_renamed(one, Identity.of(titled(PLAIN, "Sleep well")))
    bare = replace(PLAIN, citation=None)
    assert not is_renamed(Identity.of(bare), Identity.of(replace(bare, title="Sleep well")))


def test_titles_without_letters_are_compared_by_their_signs() -> None:
    one = Post("1", "???", "", month="2024-05")
    assert not same(one, replace(one, title="!!!"))
