"""A post and its citation make one reference, with a key, a link and plain texts."""

from __future__ import annotations

from corpus.citations.names import Person
from corpus.citations.reference import told_apart
from tests.corpus.citations.written import ARTICLE, CUT, EDITED, NUMBERED, PAGE, SUPPLEMENT, cited


def test_a_post_without_a_citation_is_cited_itself() -> None:
    one = cited(None, month="2021-07", doi="10.1000/b")
    assert (one.form, one.key, one.title) == ("post", "2021-07-x", "What helps?")
    assert (one.citation.year, one.container) == (2021, "Small Digest")
    assert one.link == "https://doi.org/10.1000/b"
    assert cited(None).link == PAGE
    assert one.notes == ()


def test_the_post_s_doi_outranks_the_printed_one() -> None:
    assert cited(ARTICLE, doi="10.1000/b").citation.doi == "10.1000/b"
    assert cited(ARTICLE).citation.doi == "10.1037/abc_1"


def test_first_and_last_pages_are_known() -> None:
    assert (cited(ARTICLE).first_page, cited(ARTICLE).last_page) == ("45", "67")
    assert (cited(SUPPLEMENT).first_page, cited(SUPPLEMENT).last_page) == ("S5", "S6")
    assert (cited(NUMBERED).first_page, cited(NUMBERED).last_page) == ("104", "")


def test_texts_of_the_post_become_plain_text() -> None:
    one = cited(ARTICLE, summary="Some *words*.\n\n- One\n- Two", implications="**Ask**.")
    assert one.abstract == "Some words. - One - Two"
    assert one.notes[0] == "Practice implications: Ask."
    assert "Not all authors are named." in cited(CUT).notes


def test_a_citation_that_cannot_be_parsed_is_kept_whole() -> None:
    text = "an unpublished talk with slides, somewhere"
    assert (cited(text).title, cited(text).key) == (text, "2021-07-x")


def test_keys_in_a_list_are_unique() -> None:
    keys = list(told_apart([cited(ARTICLE)] * 28))
    assert keys[:3] == ["dejong202150", "dejong202150b", "dejong202150c"]
    assert keys[-1] == "dejong202150ab"
    assert cited(EDITED).key == "holm2021handbook"
    assert cited(EDITED).citation.editors[0] == Person("Holm", "A.")
