"""The language files are complete, and their rules do not undo each other."""

from __future__ import annotations

import re

from search.text.analyzer import Analyzer
from search.text.language import FILES, language, language_file
from search.text.word_parts import fold

ENGLISH = language("en")


def test_a_language_without_a_file_is_read_as_english() -> None:
    assert language_file("xx") == language_file("en") == FILES["en"]
    assert language_file("en-GB") == FILES["en"]


def test_words_are_folded() -> None:
    turns = [turn for turns in ENGLISH.filler.values() for turn in turns]
    for words in (ENGLISH.stop_words, ENGLISH.question_words, *turns):
        assert [w for w in words if fold(w) != w] == []


def test_words_with_meaning_are_no_stop_words() -> None:
    kept = {"not", "no", "without", "than", "self", "within", "between", "nor", "never"}
    assert not kept & ENGLISH.stop_words


def test_longer_turns_of_phrase_come_first() -> None:
    for first, turns in ENGLISH.filler.items():
        lengths = [len(turn) for turn in turns]
        assert lengths == sorted(lengths, reverse=True)
        assert {turn[0] for turn in turns} == {first}


def test_rules_of_spelling_are_valid_and_idempotent() -> None:
    for pattern, _ in ENGLISH.spellings:
        re.compile(pattern)
    analyzer = Analyzer()
    for british, american in (
        ("behavioural", "behavioral"),
        ("counsellor", "counselor"),
        ("enrolment", "enrollment"),
        ("fulfil", "fulfill"),
        ("analyse", "analyze"),
        ("centre", "center"),
        ("defence", "defense"),
        ("dialogue", "dialog"),
        ("judgement", "judgment"),
        ("ageing", "aging"),
        ("grey", "gray"),
        ("tumour", "tumor"),
        ("oestrogen", "estrogen"),
        ("aetiology", "etiology"),
        ("anaemia", "anemia"),
        ("manoeuvre", "maneuver"),
        ("sceptical", "skeptical"),
        ("labelled", "labeled"),
        ("modelling", "modeling"),
        ("orthopaedic", "orthopedic"),
        ("foetal", "fetal"),
        ("neighbours", "neighbors"),
        ("prioritise", "prioritize"),
    ):
        assert analyzer.stem(british) == analyzer.stem(american), (british, american)
