"""What a question names, and which two things no post has both of."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search.query.things
from corpus.digest import Vocabulary
from search import weights
from search.index import bm25f
from search.index.exact.together import Together
from search.index.tokens.analysed import analyse
from search.query.clinical_terms import clinical_terms
from search.query.lexicon import Lexicon
from search.query.things import Pairs, things_in
from search.results import Apart, Expansion
from search.text.analyzer import Analyzer
from tests.digests import garden

SUMMARIES = (
    "Adolescents with PTSD had EMDR by video after a referral. Their parents talked of CBT.",
    "Grief was treated with interpersonal psychotherapy or medication. Bulimia was rare.",
    "Empathic Danish therapists burn out. Their competence fell, as they took antidepressants.",
)
ANALYZER = Analyzer(Vocabulary(equal=(("EMDR", "eye movements"),)))
POSTS = [
    replace(garden.POSTS[0], id=str(n), title="T", summary=s, topics=())
    for n, s in enumerate(SUMMARIES)
]


def pairs(posts: Sequence[int] = range(len(POSTS))) -> Pairs:
    analysed = analyse([POSTS[n] for n in posts], ANALYZER)
    fitted = bm25f.fit(analysed, weights.BOOSTS)
    return Pairs(Lexicon(ANALYZER, analysed.words, fitted), Together(analysed, fitted))


PAIRS = pairs()
LONG = "eye movement desensitization and reprocessing"


def apart(question: str, *expansions: Expansion) -> list[tuple[str, str]]:
    """The pairs that are told to a reader."""
    return [one.things for one in PAIRS.of(question, expansions) if all(one.known)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("EMDR for grief", [("EMDR", "grief")]),
        ("eye movement desensitization and reprocessing? grief?", [(LONG, "grief")]),
        ("IPT by video", [("IPT", "video")]),
        ("is PTSD treated by telephone too", []),
        # The plural of this is near to medication.
        ("IPT or an antidepressant", []),
        # Where a study is from, and how people came to it.
        ("danish study of EMDR", []),
        ("referral for bulimia", []),
        ("interpersonal therapy for eating disorders", []),
        ("empathy and burnout", []),
        ("empathy in grief", [("empathy", "grief")]),
        # Of therapists, as most is here.
        ("therapist competence and empathy", []),
        # What no post has is told otherwise.
        ("schizophrenia and grief", []),
        # These only tell whose grief it is.
        ("my son's grief and EMDR", [("grief", "EMDR")]),
        ("therapy of grief", []),
        ("grief", []),
        ("", []),
    ],
)
def test_two_things_that_no_post_has_both_of_are_told(
    question: str, told: list[tuple[str, str]]
) -> None:
    assert apart(question) == told


def test_what_a_word_is_expanded_to_counts_as_its_name() -> None:
    assert apart("EMDR for bereavement") == [("EMDR", "bereavement")]
    switched_off = Expansion("ptsd", "bereavement", "PTSD", on=False)
    assert apart("EMDR for bereavement", switched_off) == []


def test_it_is_told_which_of_two_things_posts_have() -> None:
    assert PAIRS.of("schizophrenia and grief", ()) == (
        Apart(("schizophrenia", "grief"), (False, True)),
    )
    assert pairs([0]).of("EMDR for grief", ()) == (Apart(("EMDR", "grief"), (True, False)),)


def test_few_things_of_a_question_are_compared() -> None:
    question = "EMDR grief bulimia video PTSD CBT burnout"
    assert {thing for pair in apart(question) for thing in pair} <= {
        "EMDR",
        "grief",
        "bulimia",
        "video",
    }


def test_what_is_no_term_as_typed_is_what_it_leads_to() -> None:
    (thing,) = things_in("le deuil", [Expansion("grief", "deuil", "grief")])
    assert (thing.text, thing.names, thing.means) == ("deuil", ("grief",), "")
    assert [thing.text for thing in things_in("over grief", ())] == ["grief"]


def test_the_names_of_the_file_are_those_of_clinical_terms() -> None:
    told = tomllib.loads(Path(search.query.things.__file__).with_suffix(".toml").read_text("utf-8"))
    terms = clinical_terms()
    for group in told["near"]:
        assert len(set(group)) == len(group) > 1
        assert any(map(terms.kind, group)), group
    assert all(map(terms.kind, told["general"]))


@given(st.text(max_size=300))
def test_any_question_is_read(question: str) -> None:
    assert len(PAIRS.of(question, ())) <= 6
