"""The files of clinical terms and of their French are well-formed and large enough."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import query
from search.query.clinical_terms import ClinicalTerms, clinical_terms, is_abbreviation

FOLDER = Path(query.__file__).parent
TERMS = "clinical_terms.tsv"
FRENCH = "french_terms.tsv"
HEADERS = {TERMS: ["term", "kind", "means"], FRENCH: ["french", "english"]}
LEAST = {TERMS: 6000, FRENCH: 2000}
LEAST_OF_KIND = {
    "condition": 2000,
    "treatment": 1500,
    "people": 600,
    "measure": 500,
    "process": 600,
    "outcome": 200,
}
# Letters, digits, and signs that join them: hyphens, apostrophes, the slash of "HIV/AIDS".
WRITTEN = re.compile(r"[^\W_](?:[^\W_]|[ '&+,./-])*(?<![ ',/-])")
# Words of questions that must not be terms, since they decide nothing.
EVERYDAY = frozenset(
    {
        *("advice", "better", "change", "charge", "client", "effect", "evidence", "help", "money"),
        *("patient", "people", "problem", "question", "response", "session", "study", "talk"),
        *("therapist", "therapy", "treatment", "week", "work"),
    }
)


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    return text.removesuffix("\n").split("\n")


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in lines(name)[1:]]


def has_capitals(word: str) -> bool:
    """Whether a word has the capitals of an abbreviation: ``CBT``, ``tDCS``, ``QoL``, ``K10``."""
    return sum(letter.isupper() or letter.isdigit() for letter in word) >= 2


def folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@pytest.mark.parametrize("name", HEADERS)
def test_each_row_has_as_many_columns_as_the_header(name: str) -> None:
    header = HEADERS[name]
    assert lines(name)[0].split("\t") == header
    assert [row for row in rows(name) if len(row) != len(header)] == []


@pytest.mark.parametrize("name", HEADERS)
def test_rows_are_sorted_and_unique(name: str) -> None:
    terms = [row[0] for row in rows(name)]
    assert [term for term, count in Counter(terms).items() if count > 1] == []
    assert terms == sorted(terms)


@pytest.mark.parametrize("name", HEADERS)
def test_each_file_has_enough_rows(name: str) -> None:
    assert len(rows(name)) >= LEAST[name]


@pytest.mark.parametrize("name", HEADERS)
def test_cells_have_no_stray_blanks_or_signs(name: str) -> None:
    cells = [cell for row in rows(name) for cell in row if cell]
    assert [cell for cell in cells if cell != " ".join(cell.split())] == []
    assert [cell for cell in cells if cell != unicodedata.normalize("NFC", cell)] == []
    assert [cell for cell in cells if not WRITTEN.fullmatch(cell)] == []


@pytest.mark.parametrize("name", HEADERS)
def test_only_abbreviations_have_capitals(name: str) -> None:
    words = {word for row in rows(name) for cell in row for word in cell.split()}
    capitals = {word for word in words if word != word.lower()}
    assert sorted(word for word in capitals if not has_capitals(word)) == []


def test_each_term_has_a_kind_and_each_kind_has_enough_terms() -> None:
    counts = Counter(kind for _, kind, _ in rows(TERMS))
    assert counts.keys() == LEAST_OF_KIND.keys()
    assert {kind: n for kind, n in counts.items() if n < LEAST_OF_KIND[kind]} == {}


def test_a_meaning_is_itself_a_term_of_the_same_kind() -> None:
    terms = {term: (kind, means) for term, kind, means in rows(TERMS)}
    astray = [
        (term, means)
        for term, (kind, means) in terms.items()
        if means and terms.get(means) != (kind, "")
    ]
    assert astray == []


def test_no_term_is_an_everyday_word() -> None:
    assert EVERYDAY & {term for term, _, _ in rows(TERMS)} == set()


@pytest.mark.parametrize(
    ("term", "kind", "means"),
    [
        ("CBT", "treatment", "cognitive behavioural therapy"),
        ("EMDR", "treatment", "eye movement desensitization and reprocessing"),
        ("zoloft", "treatment", "sertraline"),
        ("zoom", "treatment", "video therapy"),
        ("hoarding", "condition", "hoarding disorder"),
        ("crying", "condition", ""),
        ("PTSD", "condition", "post-traumatic stress disorder"),
        ("ASD", "condition", ""),  # autism or acute stress: an ambiguous short form is left out
        ("teenager", "people", "adolescent"),
        ("PHQ-9", "measure", "patient health questionnaire"),
        ("working alliance", "process", "therapeutic alliance"),
        ("attrition", "outcome", "dropout"),
    ],
)
def test_important_terms_are_there(term: str, kind: str, means: str) -> None:
    assert [term, kind, means] in rows(TERMS)


def test_each_french_term_has_its_english() -> None:
    assert [french for french, english in rows(FRENCH) if not (french and english)] == []


def test_french_terms_that_differ_only_by_accents_have_one_meaning() -> None:
    english: dict[str, set[str]] = {}
    for french, meaning in rows(FRENCH):
        english.setdefault(folded(french), set()).add(meaning)
    assert {term: found for term, found in english.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("trouble de la personnalité limite", "borderline personality disorder"),
        ("abandon de la thérapie", "dropout"),
        ("TCC", "CBT"),
        ("idées suicidaires", "suicidal ideation"),
        ("alliance thérapeutique", "therapeutic alliance"),
        ("les aînés", "older adults"),
        ("hypnose", "hypnosis"),
        ("insomnie", "insomnia"),
        ("efficacité", "effectiveness"),
        ("comparer", "compare"),
        ("rechute", "relapse"),
    ],
)
def test_important_french_terms_are_there(french: str, english: str) -> None:
    assert [french, english] in rows(FRENCH)


def test_most_meanings_of_french_terms_are_english_terms() -> None:
    terms = {term for term, _, _ in rows(TERMS)}
    known = [
        english
        for _, english in rows(FRENCH)
        if terms & {english, english.removesuffix("s"), f"{english}s"}
    ]
    assert len(known) >= 0.8 * len(rows(FRENCH))


def named(text: str) -> list[tuple[str, str]]:
    found = clinical_terms().among(text)
    words = text.split()
    return [(" ".join(words[n.first : n.end]), n.term.means) for n in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("weight loss surgery aftercare", ["bariatric surgery", "aftercare"]),
        ("treating autistic boys", ["autism spectrum disorder", "boys"]),
        ("depressed teens", ["depression", "adolescent"]),
        ("", []),
        ("?", []),
        ("nothing of the kind", []),
        # Abbreviations match as a whole, in any case and number, and never by their stems.
        (
            "cbt and SSRIs",
            ["cognitive behavioural therapy", "selective serotonin reuptake inhibitor"],
        ),
        ("he had ten", []),
        ("HADS scores", ["hospital anxiety and depression scale"]),
        ("PHQ 9, phq-9 or PHQ9", ["patient health questionnaire"] * 3),
        # Abbreviations that are also words need their capitals, unless all words are in capitals.
        ("how to act when sad", ["low mood"]),
        ("ACT for pain", ["acceptance and commitment therapy", "pain"]),
        ("HOW DO I ACT", []),
    ],
)
def test_the_longest_terms_of_a_question_are_found(text: str, expected: list[str]) -> None:
    assert [meaning for _, meaning in named(text)] == expected


def test_overlapping_terms_give_only_the_longest() -> None:
    assert named("my client has social anxiety disorder") == [
        ("social anxiety disorder", "social anxiety disorder")
    ]


def test_terms_with_the_same_meaning_are_listed() -> None:
    (found,) = clinical_terms().among("zoloft")
    assert clinical_terms().equals(found.term)[:2] == ("zoloft", "sertraline")
    (found,) = clinical_terms().among("hypnosis")
    assert "hypnotherapy" in clinical_terms().equals(found.term)


def test_a_term_has_a_kind_and_its_words_count_as_correct_spellings() -> None:
    terms = ClinicalTerms(["Raynaud's phenomenon\tcondition\t", "café visits\ttreatment\t"])
    assert terms.kind("café visits") == "treatment"
    assert terms.kind("café") is None
    assert {"raynaud", "cafe", "visits"} <= terms.spelt


@pytest.mark.parametrize(
    ("word", "expected"),
    [("CBT-I", True), ("iCBT", True), ("K10", True), ("SSRIs", True), ("zoom", False), ("X", True)],
)
def test_an_abbreviation_has_capitals_or_figures(word: str, expected: bool) -> None:
    assert is_abbreviation(word) is expected


@given(st.text())
def test_terms_found_are_inside_any_text(text: str) -> None:
    for found in clinical_terms().among(text):
        assert 0 <= found.first < found.end
