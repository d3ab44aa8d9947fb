"""Figures are found in sentences, and look-alikes are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.findings.figures import clinicians_in, figures, number, people_in, studies_in

Told = tuple[str, float, float | None, float | None, str | None]


def told(sentence: str, carried: str | None = None) -> list[Told]:
    found, _ = figures(sentence, carried)
    return [(f.measure, f.value, f.low, f.high, f.p) for f in found]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It was small: g = 0.25 (95% CI 0.14 to 0.36).", [("g", 0.25, 0.14, 0.36, None)]),
        ("Better (r = .30, p < .001) and d=.79.",
         [("r", 0.3, None, None, "<.001"), ("d", 0.79, None, None, None)]),
        ("The odds ratio was 1.79 in their favour.", [("OR", 1.79, None, None, None)]),
        ("An SMD of −0.49 (−0.80 to −0.19), and anxiety, at −0.90 (−1.28 to −0.52).",
         [("SMD", -0.49, -0.8, -0.19, None), ("SMD", -0.9, -1.28, -0.52, None)]),
        ("The standardized mean difference (SMD) was -0.53 (95% CI -0.80 to -0.26).",
         [("SMD", -0.53, -0.8, -0.26, None)]),
        ("HR 0.60, 95% confidence interval from 0.40 to 0.90.", [("HR", 0.6, 0.4, 0.9, None)]),
        ("The risk of dropping out was 1.36 times as high (1.08 to 1.70).",
         [("RR", 1.36, 1.08, 1.7, None)]),
        ("The rate was 19.7%, with a 95% confidence interval from 18.7% to 20.7%.",
         [("%", 19.7, 18.7, 20.7, None)]),
        ("g = 0.14 after treatment, then 0.17 and 0.23 later.",
         [("g", 0.14, None, None, None), ("g", 0.17, None, None, None),
          ("g", 0.23, None, None, None)]),
        ("The odds ratio was 0.73, and of dying from any cause (0.62, 0.47 to 0.82).",
         [("OR", 0.73, None, None, None), ("OR", 0.62, 0.47, 0.82, None)]),
    ],
)  # fmt: skip
def test_effects_are_found_in_sentences(sentence: str, found: list[Told]) -> None:
    assert told(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Vitamin D 25 was given to group d in 2014.",
        "About 1 in 5 dropped out, and 69% of 772 did not.",
        "The same as r = 1.4, which can't be.",
        "The prediction interval ran from r = -.02 to .09.",
        "which equals d = .579 as a difference between groups",
        "An odds ratio below one favours therapy, and values near 0.5 are good.",
        "In 16 studies from 1978 to 2017 the mean age was 42.5 (I2 = 57%).",
    ],
)
def test_look_alikes_are_no_effects(sentence: str) -> None:
    assert told(sentence) == []


def test_a_measure_named_before_counts_only_for_a_value_with_its_interval() -> None:
    assert told("Later it was 0.23 (0.06 to 0.40).", "g") == [("g", 0.23, 0.06, 0.4, None)]
    assert told("Later it was 0.23.", "g") == told("Later it was 0.23 (0.30 to 0.40).", "g") == []
    assert figures("They found g = 0.2.")[1] == "g"


def test_counts_of_studies_people_and_clinicians_are_found() -> None:
    sentence = "In 16 small imaging studies, 1,208 adult patients of twelve therapists took part."
    assert [c.count for c in studies_in(sentence)] == [16]
    assert [c.count for c in people_in(sentence)] == [1208]
    assert [c.count for c in clinicians_in(sentence)] == [12]
    for vague in ("more than 300 patients", "at most eight studies", "1 in 5 adult clients"):
        assert not [*people_in(vague), *studies_in(vague)]
    assert next(people_in("5,678 people and 17,034 others, 22,712 in all")).count == 22712


def test_numbers_are_read_in_every_form() -> None:
    assert [number(n) for n in ("1,240", ".28", "−0.3", "x")] == [1240, 0.28, -0.3, None]


@given(st.text(), st.sampled_from([None, "g", "OR"]))
def test_any_text_is_read(text: str, carried: str | None) -> None:
    found, _ = figures(text, carried)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(f.low is None or (f.high is not None and f.low <= f.value <= f.high) for f in found)
    assert all(c.start < c.end <= len(text) for c in (*studies_in(text), *people_in(text)))
