"""Notes on help are shown with posts and questions about harm, and with no others."""

from __future__ import annotations

import hashlib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Care, CareNote, Digest, Topic
from corpus.post import Post
from search.answers.care import help_in, notes_about, notes_about_post, notes_for
from search.answers.harm_phrases import kinds_said
from search.question import Question
from search.results import Understanding
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading

TEXT = "Call **someone**."
CARE = Care(("suicide", "self-harm", "kill myself"), TEXT)
OWN = Care(("bee* .. sting", "wasp"), TEXT)
# Minimum figures for the phrasings in care.toml, which were written before those of harm.toml.
RECALL = 0.95
FALSE = 0.02


def help_about(care: Care, *texts: str) -> str:
    return help_in("", notes_about(care, *texts))


def _for(digest: Digest, question: Question, corrected: str | None = None) -> str:
    """The notes by phrases alone, as if the judge only followed these."""
    understood = Understanding(corrected=corrected, harms=kinds_said(question.text))
    return help_in("", notes_for(digest, question, understood))


@pytest.mark.parametrize(
    "text",
    [
        "Suicide risk",
        "SELF‑HARM",
        "self harm in teens",
        "she said: “I’ll kill\nmyself”",
        "ｓuicide",
        "client cuts herself",
        "he wants to die",
        "idées suicidaires",
    ],
)
def test_a_word_of_a_note_stands_for_all_phrases_of_its_kind(text: str) -> None:
    assert help_about(CARE, "other", text) == TEXT


@pytest.mark.parametrize("text", ["", "suicidology", "self", "harmful effects", "kill time myself"])
def test_other_words_bring_no_note(text: str) -> None:
    assert not help_about(CARE, text)


def test_words_of_no_known_kind_only_match_themselves() -> None:
    assert help_about(OWN, "do bees ever sting?") == help_about(OWN, "a wasp") == TEXT
    assert not help_about(OWN, "bees. They sting")
    assert not help_about(OWN, "client cuts herself")


def test_the_kind_of_a_note_is_that_of_its_words() -> None:
    care = Care(
        ("suicide",),
        "Harm.",
        (CareNote(("rape",), "Abuse."), CareNote(("therapist misconduct",), "Misconduct.")),
    )
    assert help_about(care, "her husband hits her") == "Abuse."
    assert help_about(care, "my therapist kissed me") == "Misconduct."
    assert help_about(care, "she was raped and wants to die") == "Harm.\n\nAbuse."
    assert not help_about(Care(notes=care.notes), "she wants to die")


def test_a_word_of_two_kinds_belongs_to_the_more_specific_one() -> None:
    care = Care(notes=(CareNote(("therapist sexual abuse",), "Misconduct."),))
    assert help_about(care, "my therapist slept with me") == "Misconduct."
    assert not help_about(care, "her husband hits her")


def test_a_digest_without_words_shows_no_note() -> None:
    assert not help_about(Care(), "suicide")
    assert not notes_about(Care(), "suicide", harms=("harm",))


def test_a_note_is_shown_for_the_kind_of_harm_that_was_judged() -> None:
    care = Care(("suicide",), "Harm.", (CareNote(("rape",), "Abuse."),))
    for kind, text in (("harm", "Harm."), ("abuse", "Abuse."), ("misconduct", "")):
        assert help_in("", notes_about(care, "no phrase", harms=(kind,))) == text
    assert not notes_about(OWN, "no phrase", harms=("harm",))


def test_the_kinds_judged_by_the_engine_count() -> None:
    digest = demo_reading().digest
    understood = Understanding(harms=("misconduct",))
    notes = notes_for(digest, Question.parse("no phrase"), understood)
    assert "complaints" in help_in("", notes)


def test_a_phrase_brings_no_note_where_the_engine_has_judged_otherwise() -> None:
    digest = Digest("Garden", care=CARE)
    asked = Question.parse("she wants to die her hair")
    assert notes_for(digest, asked, Understanding(harms=("harm",)))
    assert not notes_for(digest, asked, Understanding())
    # The maintainer's own words always do.
    assert notes_for(digest, Question.parse("suicide in novels"), Understanding())


def test_only_title_and_topics_of_a_post_bring_a_note() -> None:
    def of(**fields: object) -> str:
        post = Post(**{"id": "x", "title": "x", "summary": "x", **fields})  # type: ignore[arg-type]
        return help_in("", notes_about_post(CARE, post))

    assert of(title="Self-harm in the young")
    assert of(topics=("Suicide and Crisis",))
    assert not of(summary="It mentions suicide once.")


def test_notes_of_the_demo_digest_are_shown_for_harm_only() -> None:
    digest = demo_reading().digest
    about = {post.title for post in digest.posts if notes_about_post(digest.care, post)}
    assert any("suicide attempt" in title for title in about)
    assert not any("burnout" in title for title in about)
    assert help_about(digest.care, "my client says she wants to end her life")
    assert "complaints" in help_about(digest.care, "my therapist slept with me")
    assert not help_about(digest.care, "does therapist burnout hurt patients?")


def _is_held_out(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 1


@pytest.mark.parametrize("held_out", [False, True])
def test_most_phrasings_of_harm_and_hardly_any_ordinary_question_get_a_note(held_out: bool) -> None:
    phrasings = tomllib.loads((REPOSITORY / "tests/relevance/care.toml").read_text("utf-8"))
    care = demo_reading().digest.care
    notes = dict(zip(("harm", "abuse", "misconduct"), care.every_note, strict=True))
    ordinary = [q for q in phrasings.pop("ordinary") if _is_held_out(q) == held_out]
    asked = [(notes[k].text, q) for k in notes for q in phrasings[k] if _is_held_out(q) == held_out]
    missed = [q for text, q in asked if text not in help_about(care, q)]
    false = [q for q in ordinary if help_about(care, q)]
    assert len(missed) <= (1 - RECALL) * len(asked), missed
    assert len(false) <= FALSE * len(ordinary), false


def _oddly_typed() -> list[dict[str, list[str]]]:
    """Phrasings by kind, and ordinary questions, from sets that were each unseen once."""
    folder = REPOSITORY / "tests" / "relevance"
    goes = tomllib.loads((folder / "care_hurried.toml").read_text("utf-8"))
    return [tomllib.loads((folder / "care_fresh.toml").read_text("utf-8")), *goes.values()]


@pytest.mark.parametrize("phrasings", _oddly_typed())
def test_most_phrasings_typed_in_a_hurry_get_a_note(phrasings: dict[str, list[str]]) -> None:
    digest = demo_reading().digest
    notes = dict(zip(("harm", "abuse", "misconduct"), digest.care.every_note, strict=True))

    def told(text: str) -> str:
        return _for(digest, Question.parse(text))

    asked = [(notes[kind].text, text) for kind in notes for text in phrasings[kind]]
    missed = [text for note, text in asked if note not in told(text)]
    false = [text for text in phrasings["ordinary"] if told(text)]
    assert len(missed) <= (1 - RECALL) * len(asked), missed
    assert len(false) <= FALSE * len(phrasings["ordinary"]), false


@given(st.text(max_size=1000))
def test_any_text_is_read(text: str) -> None:
    assert help_about(CARE, text) in ("", TEXT)


def test_notes_are_shown_for_a_question_its_correction_and_its_filters() -> None:
    digest = Digest("Garden", topics=(Topic("harm", "Self-harm"),), care=CARE)
    assert _for(digest, Question.parse("suicide of clients")) == "Call **someone**."
    assert _for(digest, Question.parse("suicied of clients"), "suicide of clients")
    assert _for(digest, Question(topics=("harm",)))
    assert _for(digest, Question(topics=("self harm",)))
    assert _for(digest, Question.parse("mulch"), "mulches") == ""


def test_a_note_is_in_the_reader_s_language_if_it_is_translated() -> None:
    rape = CareNote(("rape",), "Abuse.", (("fr", "Violence."), ("de", "Gewalt.")))
    notes = notes_about(Care(("suicide",), "Harm.", (rape,)), "raped, and wants to die")
    assert help_in("fr", notes) == "Harm.\n\nViolence."
    assert help_in("en", notes) == "Harm.\n\nAbuse."


def test_notes_with_the_same_text_are_shown_once() -> None:
    notes = (
        CareNote(("rape",), "Call."),
        CareNote(("abuse",), "Other."),
        CareNote(("b",), "Call."),
    )
    assert help_about(Care(notes=notes), "rape", "abuse", "b") == "Call.\n\nOther."
