"""The clinical concepts that a post is about, without designs and statistics."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corpus.digest import Digest, Topic, Vocabulary
from corpus.evidence.study import Effect, Study
from corpus.post import Post
from search.related.concepts import About, Concepts, is_clinical, rarities
from search.text.analyzer import Analyzer
from tests.demo.reading import demo_reading
from tests.digests import garden

VOCABULARY = Vocabulary(
    equal=(
        ("CBT", "cognitive behavioural therapy"),
        ("RCT", "randomised trial"),
    )
)
LONG = "Nothing else is told here. " * 80


def of(title: str = "x", summary: str = "", implications: str = "", **fields: object) -> Concepts:
    post = Post(id="x", title=title, summary=summary, implications=implications, **fields)  # type: ignore[arg-type]
    return Concepts(Digest("d", vocabulary=VOCABULARY), [post], lambda name: 1.0)


def central(concepts: Concepts) -> set[str]:
    return {name for name, about in concepts.of(0).items() if about.central}


def test_a_concept_is_central_if_in_the_title_or_often_in_the_text() -> None:
    assert central(of("Panic disorder in adolescents", LONG)) == {"panic disorder", "adolescent"}
    assert central(of(summary=f"Grief. {LONG} Grief. {LONG}", implications="Grief.")) == {"grief"}
    twice = of(summary=f"Grief. {LONG} Grief.")
    assert set(twice.of(0)) == {"grief"}
    assert central(twice) == set()
    assert not of(summary=f"Grief. {LONG}").of(0)


def test_in_a_short_post_one_mention_is_enough() -> None:
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
def test_designs_statistics_and_words_with_the_same_stem_are_no_concepts(title: str) -> None:
    assert not of(title).of(0)


def test_all_that_a_post_and_the_facts_of_its_study_name_is_mentioned() -> None:
    done = Effect(intervention="exposure therapy", outcome="mortality")
    study = Study(population="adolescents with grief", effects=(done,))
    concepts = of(summary=f"Grief. {LONG}", study=study)
    weights = {name: about.weight for name, about in concepts.mentions(0).items()}
    assert weights == {"grief": 2, "adolescent": 1, "exposure therapy": 1, "mortality": 1}
    assert not concepts.of(0)


def test_synonyms_of_the_vocabulary_are_one_concept() -> None:
    concepts = of("CBT and cognitive behavioural therapy", "Cognitive-behavioural therapy. RCTs.")
    assert set(concepts.of(0)) == {"CBT"}


def test_rarer_concepts_weigh_more() -> None:
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


def test_a_topic_that_names_a_design_gives_no_reason() -> None:
    assert not of().tells("Practice-Based Research and Practice Research Networks")
    assert of().tells("Therapist Factors")


def test_a_concept_in_a_fifth_of_the_posts_does_not_relate_topics() -> None:
    rare = {"CBT": math.log(20), "cognitive behavioural therapy": math.log(4), "grief": math.log(9)}
    concepts = Concepts(Digest("d", vocabulary=VOCABULARY), [], rare.__getitem__)
    # The rarity of a concept is that of its most common name.
    assert concepts.rarity("CBT") == math.log(4)
    central, named = About(central=True), About()
    assert not concepts.brings_together("CBT", central, central)
    assert concepts.brings_together("grief", central, central)
    assert not concepts.brings_together("grief", central, named)
