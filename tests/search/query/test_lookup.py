"""The lookup gives a page the same stems and leads that the engine has."""

from __future__ import annotations

from search.query.lookup import Lead, lookup
from search.text.analyzer import Analyzer
from tests import garden

LOOKUP = lookup(garden.digest(), garden.POSTS)
ANALYZER = Analyzer(garden.VOCABULARY)


def test_words_of_the_posts_have_their_stems() -> None:
    assert LOOKUP.stems["ladybirds"] == ANALYZER.stem("ladybirds")
    assert LOOKUP.stems["mice"] == "mous" or LOOKUP.stems["mice"] == ANALYZER.stem("mouse")
    assert "zeppelins" not in LOOKUP.stems
    assert all(word != stem for word, stem in LOOKUP.stems.items())
    assert LOOKUP.stems.get("cafe", "cafe") == ANALYZER.stem("cafe")


def test_leads_go_only_where_a_post_is() -> None:
    steps = ANALYZER.sequence
    assert Lead(steps("compost"), (steps("leaf mould"),)) in LOOKUP.leads
    assert Lead(steps("creepy crawlies"), (steps("pests"),)) in LOOKUP.leads
    (bed,) = [lead for lead in LOOKUP.leads if lead.steps == steps("bed")]
    assert set(bed.only_with) == {*steps("vegetables"), *steps("timber")}
    assert not [lead for lead in LOOKUP.leads if steps("community garden") in lead.to]


def test_words_that_lead_somewhere_have_stems_though_no_post_has_them() -> None:
    assert LOOKUP.stems["crawlies"] == ANALYZER.stem("crawlies")


def test_words_that_do_not_count_are_named() -> None:
    assert "the" in LOOKUP.stop_words
    assert "find" in LOOKUP.spare
