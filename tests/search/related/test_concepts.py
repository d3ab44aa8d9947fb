"""Posts are about clinical concepts, and about no design or statistic."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corpus.digest import Digest, Topic, Vocabulary
from corpus.post import Post
from search.related.concepts import About, Concepts, is_clinical, rarities
from search.text.analyzer import Analyzer
from tests import garden
from tests.demo import demo_reading

VOCABULARY = Vocabulary(
    equal=(
        ("CBT", "cognitive behavioural therapy"),
        ("RCT", "randomised trial"),
    )
)
LONG = "Nothing else is told here. " * 80


def of(title: str = "x", summary: str = "", implications: str = "", **fields: str) -> Concepts:
    post = Post(id="x", title=title, summary=summary, implications=implications, **fields)  # type: ignore[arg-type]
    return Concepts(Digest("d", vocabulary=VOCABULARY), [post], lambda name: 1.0)


def central(concepts: Concepts) -> set[str]:
    return {name for name, about in concepts.of(0).items() if about.central}


def test_a_post_is_about_what_its_title_names_or_its_text_often_says() -> None:
    assert central(of("Panic disorder in adolescents", LONG)) == {"panic disorder", "adolescent"}
    assert central(of(summary=f"Grief. {LONG} Grief. {LONG}", implications="Grief.")) == {"grief"}
    twice = of(summary=f"Grief. {LONG} Grief.")
    assert set(twice.of(0)) == {"grief"}
    assert central(twice) == set()
    assert not of(summary=f"Grief. {LONG}").of(0)


def test_a_short_post_need_not_say_it_often() -> None:
    assert central(of(summary="Grief is not an illness.", bottom_line="It hurts.")) == {"grief"}


@pytest.mark.parametrize(
    "title",
    [
        "A randomised trial with a waiting list",
        "Confidence interval, effect size, NNT",
        "Over and well, directly on account of age",
        "The managers managed",
    ],
)
def test_designs_statistics_and_words_that_only_share_a_stem_are_none(title: str) -> None:
    assert not of(title).of(0)


def test_what_the_vocabulary_holds_equal_is_one() -> None:
    concepts = of("CBT and cognitive behavioural therapy", "Cognitive-behavioural therapy. RCTs.")
    assert set(concepts.of(0)) == {"CBT"}


def test_what_few_posts_have_weighs_more() -> None:
    analyzer = Analyzer()
    ids = {analyzer.stem(word): n for n, word in enumerate(("sad", "grief", "loss"))}
    rarity = rarities(4, np.array([4, 1, 2]), ids, analyzer)
    assert rarity("sad") == 0
    assert rarity("grief") == pytest.approx(math.log(4))
    assert rarity("grief and loss") == pytest.approx(math.log(4))
    assert rarity("unheard") == pytest.approx(math.log(4))


def test_a_digest_is_clinical_by_its_vocabulary_and_topics() -> None:
    assert is_clinical(demo_reading().digest)
    assert is_clinical(Digest("d", topics=(Topic("grief", "Grief"),)))
    assert not is_clinical(garden.digest())
    assert not is_clinical(Digest("d"))


def test_a_topic_that_names_a_design_tells_nothing() -> None:
    assert not of().tells("Practice-Based Research and Practice Research Networks")
    assert of().tells("Therapist Factors")


def test_what_a_fifth_of_the_posts_speak_of_brings_no_two_topics_together() -> None:
    rare = {"CBT": math.log(20), "cognitive behavioural therapy": math.log(4), "grief": math.log(9)}
    concepts = Concepts(Digest("d", vocabulary=VOCABULARY), [], rare.__getitem__)
    # A concept is as common as the name by which most posts speak of it.
    assert concepts.rarity("CBT") == math.log(4)
    central, named = About(central=True), About()
    assert not concepts.brings_together("CBT", central, central)
    assert concepts.brings_together("grief", central, central)
    assert not concepts.brings_together("grief", central, named)
