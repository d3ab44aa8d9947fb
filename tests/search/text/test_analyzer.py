"""The analyzer gives a word the same terms in any spelling, and keeps unlike words apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Vocabulary
from search.text import analyzer as module
from search.text.analyzer import Analyzer
from tests.demo.reading import demo_reading
from tests.digests import garden

ENGLISH = Analyzer()
GARDEN = Analyzer(garden.VOCABULARY)
# Hyphens, apostrophes, accents, ligatures and figures are more frequent than by chance.
TEXTS = st.text() | st.text("ab'’-‐1.,5 \n_éßﬁ\u0301\u0308İıﷺͺ½")


@pytest.fixture(scope="module")
def clinical() -> Analyzer:
    """The analyzer of the demo digest."""
    return Analyzer(demo_reading().digest.vocabulary)


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("drop-out", "dropout"),
        ("drop-outs", "Dropouts"),
        ("e-therapy", "etherapy"),
        ("e-therapies", "e-therapy"),
        ("well‐being", "well-being"),
        ("well‑being", "wellbeing"),
        ("N-of-1", "n-of-1"),
        ("CBT-E", "cbt-e"),
        ("café", "cafe"),
        ("cafe\u0301", "café"),
        ("de\u0301pression", "dépression"),
        ("naïve", "NAIVE"),
        ("straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("ﬁnding", "finding"),
        ("𝐓𝐫𝐢𝐚𝐥", "trial"),
        ("therapist’s", "therapist"),
        ("therapist's", "therapists"),
        ("l'alliance", "alliance"),
        ("d’abandon", "abandon"),
        ("behaviour", "behavior"),
        ("randomised", "randomized"),
        ("organisations", "organizations"),
        ("counselling", "counseling"),
        ("colour", "color"),
        ("paediatric", "pediatric"),
        ("programme", "program"),
        ("practise", "practice"),
        ("mould", "mold"),
        ("diarrhoea", "diarrhea"),
        ("therapeutic", "therapy"),
        ("therapies", "therapy"),
        ("diagnosed", "diagnosis"),
        ("children", "child"),
        ("1,200", "1200"),
        ("U.K.", "UK"),
        ("Đorđević", "Dordevic"),
        ("Yıldız", "Yildiz"),
        ("Þórður", "thordur"),
        ("re\u00adlapse", "relapse"),
        ("thera\u200bpist", "therapist"),
        ("recovery¹²", "recovery"),
        ("GAD7", "GAD-7"),
        ("phq9", "PHQ-9"),
    ],
)
def test_two_spellings_of_a_word_share_a_term(written: str, other: str) -> None:
    assert set(ENGLISH.terms(written)) & set(ENGLISH.terms(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("news", "new"),
        ("N-of-1", "of"),
        ("N-of-1", "trial"),
        ("not", "use"),
        ("us", "use"),
        ("0.5", "5"),
        ("1.5", "15"),
        ("better", "best"),
        ("R²", "R"),
        ("CO2", "co"),
        ("cant", "can't"),
        ("wont", "won't"),
    ],
)
def test_unlike_words_share_no_term(one: str, other: str) -> None:
    assert not set(GARDEN.terms(one)) & set(GARDEN.terms(other))


def test_stop_words_have_no_terms_but_steps() -> None:
    (word,) = ENGLISH.words("the")
    assert word.terms == ()
    assert word.steps == ("the",)


def test_negations_and_prepositions_with_meaning_are_kept() -> None:
    for word in ("not", "no", "without", "than", "self", "within", "between"):
        assert ENGLISH.terms(word), word


@pytest.mark.parametrize(
    ("written", "verb"),
    [
        ("don't", "do"),
        ("isn’t", "is"),
        ("Hadnʼt", "had"),
        ("didnt", "did"),
        ("havent", "have"),
        ("cannot", "can"),
        ("CAN'T", "can"),
        ("won't", "will"),
        ("ain't", "is"),
        ("is'nt", "is"),
        ("can't've", "can"),
        ("couldn’t’ve", "could"),
        ("wouldntve", "would"),
        ("mustnt", "must"),
        ("shant", "shall"),
        ("mightn't", "might"),
        ("oughtn't", "ought"),
        ("isnot", "is"),
    ],
)
def test_a_negation_is_never_dropped(written: str, verb: str) -> None:
    (word,) = ENGLISH.words(written)
    assert word.steps == (verb, "not")
    assert word.terms == ("not",)


def test_a_negated_verb_is_a_phrase_in_any_spelling() -> None:
    for text in ("do not respond", "don't respond", "don’t respond", "dont respond"):
        assert "do_not_respond" in ENGLISH.terms(text), text


def test_a_compound_counts_by_its_parts_and_as_a_whole() -> None:
    (word,) = ENGLISH.words("long-term")
    assert word.apart == ("long", "term")
    assert word.joined == "longterm"
    assert word.terms == ("long", "term", "longterm")


def test_a_long_compound_has_no_term_of_its_own() -> None:
    (word,) = ENGLISH.words("cognitive-behavioural-analysis-system")
    assert word.joined is None
    assert len(word.apart) == 4


def test_a_compound_of_stop_words_alone_is_its_own_term() -> None:
    (word,) = ENGLISH.words("N-of-1")
    assert word.terms == ("nof1",)


def test_a_compound_whose_joined_form_equals_a_part_has_the_term_once() -> None:
    analyzer = Analyzer(Vocabulary(stems=(("antitest", "test"),)))
    (word,) = analyzer.words("anti-test")
    assert word.terms == ("anti", "test")


def test_a_protected_word_keeps_its_form() -> None:
    assert GARDEN.terms("news") == ["news"]
    (word,) = GARDEN.words("CBT-E")
    assert "cbte" in word.terms


def test_the_digest_overrides_stems() -> None:
    assert GARDEN.stem("mice") == GARDEN.stem("mouse")
    assert GARDEN.stem("gardening") == GARDEN.stem("gardens")


def test_a_known_phrase_counts_beside_its_words() -> None:
    terms = GARDEN.terms("Leaf moulds and integrated pest management")
    assert [t for t in terms if "_" in t] == [
        "leaf_mold",
        GARDEN.term("integrated pest management"),
    ]
    assert {"leaf", "mold"} <= set(terms)


def test_a_turn_of_phrase_with_a_direction_is_a_phrase() -> None:
    found = ENGLISH.phrases(list(ENGLISH.words("CBT was no better than waiting")))
    spans = {(f.first, f.last) for f in found}
    assert (2, 4) in spans


def test_a_phrase_is_found_across_a_hyphen() -> None:
    words = list(ENGLISH.words("drop-out rates"))
    assert [(p.first, p.last) for p in ENGLISH.phrases(words)] == [(0, 0)]


def test_an_entry_of_the_vocabulary_has_one_term() -> None:
    assert GARDEN.term("compost") == "compost"
    assert GARDEN.term("leaf mould") == "leaf_mold"
    assert GARDEN.term("drop-out") == "dropout"
    assert GARDEN.term("the") is None
    assert GARDEN.term("") is None


def test_another_language_falls_back_to_english() -> None:
    assert Analyzer(code="xx").terms("gardens") == ENGLISH.terms("gardens")


def test_the_demo_vocabulary_keeps_the_field_apart(clinical: Analyzer) -> None:
    assert "cbte" in clinical.terms("CBT-E")
    assert clinical.terms("N-of-1 trial")[0] == "nof1"
    assert set(clinical.terms("e-therapy")) & set(clinical.terms("etherapy"))
    assert clinical.term("therapeutic alliance") in clinical.terms("the therapeutic alliance")
    every = ("drop-out", "dropout", "drop out", "dropped out")
    for written in every:
        terms = set(clinical.terms(written))
        assert terms & {"drop", "dropout"}, written


@given(TEXTS)
def test_words_are_inside_the_text_in_order_and_do_not_overlap(text: str) -> None:
    at = 0
    for word in ENGLISH.words(text):
        assert at <= word.start < word.end <= len(text)
        at = word.end


@given(TEXTS)
def test_terms_have_no_separators_and_limited_length(text: str) -> None:
    for word in ENGLISH.words(text):
        for term in word.terms:
            assert term
            assert not any(c.isspace() or c in "_|" for c in term)
            assert len(term) <= 40 + 4


@given(TEXTS)
def test_a_word_analysed_by_itself_has_the_same_terms(text: str) -> None:
    for word in ENGLISH.words(text):
        (alone,) = ENGLISH.words(text[word.start : word.end])
        assert alone.terms == word.terms


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_letter_case_does_not_count(text: str) -> None:
    if len(text.upper()) == len(text) == len(text.lower()):
        assert ENGLISH.terms(text.upper().lower()) == ENGLISH.terms(text.upper())


@given(
    st.text() | st.text("drop-out's 1,5 ."),
    st.sets(st.sampled_from(["drop", "dropout", "1.5"])),
)
def test_matches_are_the_words_with_the_terms(text: str, terms: set[str]) -> None:
    analyzer = Analyzer()
    expected = [(w.start, w.end) for w in analyzer.words(text) if not terms.isdisjoint(w.terms)]
    assert analyzer.matches(text, terms) == expected
    assert analyzer.word_terms(text) == [t for w in analyzer.words(text) for t in w.terms]


def test_words_dropped_from_the_cache_are_analysed_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Drop-out, beans and dropouts; drop-outs and a bean. Cafés" * 2
    expected = Analyzer().terms(text)
    monkeypatch.setattr(module, "_MOST_KNOWN", 2)
    forgetful = Analyzer()
    assert forgetful.terms(text) == forgetful.terms(text) == expected


@given(
    TEXTS | st.lists(st.sampled_from(["raised", "beds", "drop-out", "the", "N-of-1"])).map(" ".join)
)
def test_a_sentence_is_split_into_words_and_phrases(text: str) -> None:
    words = list(GARDEN.words(text))
    written, phrases = GARDEN.read(text)
    assert written == [text[w.start : w.end] for w in words if w.terms]
    assert phrases == [p.term for p in GARDEN.phrases(words)]
