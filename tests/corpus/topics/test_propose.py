"""Topics and kinds of research are proposed from the words of a post."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Digest, ResearchKind, Topic
from corpus.post import Post
from corpus.topics.propose import MAX_TOPICS, Proposer, propose_research, told
from tests.examples import examples

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
WALKS = Proposer(Digest("Walks", topics=TOPICS))


def post(title: str, summary: str = "", implications: str = "", **fields: object) -> Post:
    made = Post("x", title, summary, implications)
    return replace(made, **fields)  # type: ignore[arg-type]  # each is a field of a post


def test_topics_are_in_order_of_fit() -> None:
    found = WALKS.topics(post("Rain and snow", "Friends walked in winter.", "Mind the rain."))
    assert found[0] == "Weather and/or Season"
    assert "Dogs" not in found


def test_the_title_counts_more_than_the_text() -> None:
    assert WALKS.topics(post("Dogs", "It is about pain."))[0] == "Dogs"


def test_an_alias_and_another_form_of_a_word_count() -> None:
    assert WALKS.topics(post("Speeds")) == ("Pace",)
    assert WALKS.topics(post("A fall")) == ("Injury",)


def test_the_topic_miscellaneous_is_only_proposed_if_no_other_fits() -> None:
    shoes = post("Shoes", "Leather or not.", "Cork.")
    assert WALKS.topics(shoes) == ("Miscellaneous",)
    assert Proposer(Digest("Walks", topics=TOPICS[:-1])).topics(shoes) == ()
    assert Proposer(Digest("Walks")).topics(shoes) == ()
    assert Proposer(Digest("Walks", topics=(Topic("it", "It"),))).topics(shoes) == ()
    assert Proposer(Digest("Walks", topics=TOPICS[-1:])).topics(shoes) == ("Miscellaneous",)


@examples(50)
@given(st.text(max_size=200), st.text(max_size=200))
def test_at_most_four_different_topics_are_proposed(title: str, text: str) -> None:
    found = WALKS.topics(post(title, text, text))
    assert 1 <= len(found) <= MAX_TOPICS
    assert len(set(found)) == len(found)


def test_with_few_posts_no_trust_is_given() -> None:
    (fit, *_) = WALKS.ranked(post("Rain and snow"))
    assert (fit.trust, fit.like) == (None, None)
    assert set(fit.words) == {"rain", "snow"}
    assert told(fit) == f"Weather and/or Season (by {', '.join(fit.words)})"


def test_only_posts_with_confirmed_topics_are_learned_from() -> None:
    cork = post("Cork soles", topics=("Injury",))
    learned = Proposer(Digest("Walks", topics=TOPICS, posts=(cork,)))
    (fit, *_) = learned.ranked(post("Shoes", "Leather or not.", "Cork."))
    assert (fit.topic, fit.like) == ("Injury", "x")
    unsure = Digest("Walks", topics=TOPICS, posts=(replace(cork, topics_proposed=True),))
    assert Proposer(unsure).ranked(post("Shoes", "Leather or not.", "Cork.")) == ()


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
def test_the_kind_of_research_is_proposed_from_title_citation_and_text(
    title: str, citation: str | None, summary: str, kind: str | None
) -> None:
    expected = "review or book chapter" if kind == "chapter" else kind
    assert propose_research(title, citation, summary, KINDS) == expected


def test_only_kinds_of_the_digest_are_proposed() -> None:
    chapter = "Stone, C. (2019). Pace. In D. Hill (Ed.), Walks. Wiley."
    assert propose_research("Pace", chapter, "This survey", ()) is None
    assert propose_research("Pace", chapter, "", KINDS[:3]) is None
