"""Names are compared regardless of case and dashes, and the nearest is found."""

from __future__ import annotations

from corpus.text.folding import did_you_mean, folded, nearest

NAMES = ("Depression and Depressive Symptoms", "Attachment", "Long-term Outcomes")


def test_names_are_equal_apart_from_case_dashes_quotes_and_spaces() -> None:
    assert folded(" Long‐Term  Outcomes ") == folded("long-term outcomes")
    assert folded("client’s") == "client's"


def test_the_nearest_name_is_found() -> None:
    assert nearest("Atachment", NAMES) == "Attachment"
    assert nearest("LONG TERM OUTCOME", NAMES) == "Long-term Outcomes"


def test_a_slip_in_a_short_name_is_seen() -> None:
    fields = ("title", "month", "doi", "pmid", "draft")
    guessed = {slip: nearest(slip, fields) for slip in ("dio", "DOI", "pmdi", "pmd", "doy", "xyz")}
    expected = ("doi", "doi", "pmid", "pmid", "doi", None)
    assert tuple(guessed.values()) == expected, guessed


def test_a_letter_too_many_is_likelier_than_another_one() -> None:
    assert nearest("aOR", ("ARR", "OR", "RR")) == "OR"
    assert nearest("ORR", ("ARR", "OR", "RR")) == "OR"


def test_neither_a_letter_nor_a_name_of_quite_another_length_is_near() -> None:
    assert nearest("n", ("question", "arms")) is None
    assert nearest("d foo bar", ("ARR", "OR")) is None


def test_nothing_is_guessed_when_nothing_is_near() -> None:
    assert nearest("qqqq", NAMES) is None
    assert nearest("anything", ()) is None


def test_names_that_share_only_a_joining_word_are_not_near() -> None:
    assert nearest("Cats and Dogs", NAMES) is None
    assert nearest("Bees of the Alps", ("Efficacy of the Treatment",)) is None
    assert nearest("depressive symptoms and depresion", NAMES) == NAMES[0]
    assert nearest("OF", ("of", "to")) == "of"


def test_a_cure_names_the_nearest_or_another_place_to_look() -> None:
    assert did_you_mean("Atachment", NAMES, "see topics.toml") == 'did you mean "Attachment"?'
    assert did_you_mean("qqqq", NAMES, "see topics.toml") == "see topics.toml"
