"""The lookup for a page without a server has the same stems and leads as the engine."""

from __future__ import annotations

from search.query.lookup import Lead, lookup
from search.text.analyzer import Analyzer
from tests.digests import garden

LOOKUP = lookup(garden.digest(), garden.POSTS)
ANALYZER = Analyzer(garden.VOCABULARY)


def test_words_of_the_posts_have_their_stems() -> None:
    assert LOOKUP.stems["ladybirds"] == ANALYZER.stem("ladybirds")
    assert LOOKUP.stems["mice"] == "mous" or LOOKUP.stems["mice"] == ANALYZER.stem("mouse")
    assert "zeppelins" not in LOOKUP.stems
    assert all(word != stem for word, stem in LOOKUP.stems.items())
    assert LOOKUP.stems.get("cafe", "cafe") == ANALYZER.stem("cafe")


def test_leads_only_go_to_words_of_posts() -> None:
    steps = ANALYZER.sequence
    assert Lead(steps("compost"), (steps("leaf mould"),)) in LOOKUP.leads
    assert Lead(steps("creepy crawlies"), (steps("pests"),)) in LOOKUP.leads
    (bed,) = [lead for lead in LOOKUP.leads if lead.steps == steps("bed")]
    assert set(bed.only_with) == {*steps("vegetables"), *steps("timber")}
    assert not [lead for lead in LOOKUP.leads if steps("community garden") in lead.to]


def test_words_of_entries_have_stems_even_if_no_post_has_them() -> None:
    assert LOOKUP.stems["crawlies"] == ANALYZER.stem("crawlies")


def test_words_that_do_not_count_are_listed() -> None:
    assert "the" in LOOKUP.stop_words
    assert "find" in LOOKUP.spare
