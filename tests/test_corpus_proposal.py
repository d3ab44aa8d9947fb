"""Topics and kinds of research are proposed from words, for a person to confirm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import ResearchKind, Topic
from corpus.proposal import MAX_TOPICS, propose_research, propose_topics

TOPICS = (
    Topic("pace", "Pace", ("Speed",), "How fast people walk: brisk walks and strolls."),
    Topic("company", "Company and Talk", (), "Walking with friends, groups, leaders."),
    Topic("weather", "Weather and/or Season", (), "Rain, snow, heat, winter walks."),
    Topic("injury", "Injury", (), "Falls, blisters, pain after walks."),
    Topic("dogs", "Dogs", (), "Walking with dogs."),
    Topic("rest", "Miscellaneous"),
)
KINDS = (
    ResearchKind("meta", "meta-analysis", ("meta analysis",)),
    ResearchKind("trial", "controlled trial", ("RCT",)),
    ResearchKind("survey", "survey", ("questionnaire study",)),
    ResearchKind("chapter", "review or book chapter"),
)


def test_topics_come_best_first() -> None:
    found = propose_topics("Rain and snow", "Friends walked in winter.", "Mind the rain.", TOPICS)
    assert found[0] == "Weather and/or Season"
    assert "Dogs" not in found


def test_the_title_tells_more_than_the_text() -> None:
    assert propose_topics("Dogs", "It is about pain.", "", TOPICS)[0] == "Dogs"


def test_an_alias_and_another_form_of_a_word_count() -> None:
    assert propose_topics("Speeds", "", "", TOPICS) == ("Pace",)
    assert propose_topics("A fall", "", "", TOPICS) == ("Injury",)


def test_the_topic_for_the_rest_only_when_no_other_fits() -> None:
    assert propose_topics("Shoes", "Leather or not.", "Cork.", TOPICS) == ("Miscellaneous",)
    assert propose_topics("Shoes", "", "", TOPICS[:-1]) == ()
    assert propose_topics("Shoes", "", "", ()) == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_never_more_than_four_and_none_twice(title: str, text: str) -> None:
    found = propose_topics(title, text, text, TOPICS)
    assert 1 <= len(found) <= MAX_TOPICS
    assert len(set(found)) == len(found)


CITED = "Stone, C. (2019). {}. Journal of Walks, 12, 3-4."


@pytest.mark.parametrize(
    ("title", "citation", "summary", "kind"),
    [
        ("Pace", CITED.format("A meta-analysis of controlled trials"), "", "meta-analysis"),
        ("Pace", CITED.format("Two meta analyses"), "", "meta-analysis"),
        ("Pace: a survey", CITED.format("Pace"), "", "survey"),
        ("Pace", CITED.format("Pace: An RCT"), "", "controlled trial"),
        (
            "Pace",
            "Stone, C. (2019). Pace. In D. Hill (Ed.), Walks. Wiley.",
            "This survey",
            "chapter",
        ),
        ("Pace", "Stone, C. (2019). All walks (2nd ed.). Wiley.", "", "chapter"),
        ("Pace", None, "Unlike meta-analyses, this large survey asked.", "survey"),
        ("Pace", None, "They conducted a small controlled trial.", "controlled trial"),
        ("Pace", None, "A survey asked. The survey ended. One meta-analysis.", "survey"),
        ("Pace", None, "A survey asked.", None),
        ("Pace", None, "A survey, a survey, a trial and an RCT, an RCT.", None),
        ("Pace", None, "", None),
    ],
)
def test_kinds(title: str, citation: str | None, summary: str, kind: str | None) -> None:
    expected = "review or book chapter" if kind == "chapter" else kind
    assert propose_research(title, citation, summary, KINDS) == expected


def test_a_digest_without_kinds_has_none_to_propose() -> None:
    chapter = "Stone, C. (2019). Pace. In D. Hill (Ed.), Walks. Wiley."
    assert propose_research("Pace", chapter, "This survey", ()) is None
    assert propose_research("Pace", chapter, "", KINDS[:3]) is None
