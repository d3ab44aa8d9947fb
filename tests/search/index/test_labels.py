"""Labels are words that a reader would write, of terms worth naming."""

from __future__ import annotations

from search.index.labels import labels
from search.index.tokens.analysed import Analysed, analyse
from search.text.analyzer import Analyzer
from tests import garden

ANALYZER = Analyzer(garden.VOCABULARY)


def found(*texts: str) -> dict[str, str]:
    posts = [garden.post(n, title="", summary=t, implications="") for n, t in enumerate(texts)]
    analysed: Analysed = analyse(posts, ANALYZER)
    return {analysed.terms[t]: label for t, label in labels(analysed, ANALYZER).items()}


REST = ("One thing.", "Two things.", "Three more.", "Four more.")


def test_a_term_is_written_as_most_posts_write_it() -> None:
    made = found("Ladybirds and ladybirds eat.", "A ladybird's nest. Ladybirds fly.", *REST)
    assert made["ladybird"] == "ladybirds"


def test_an_abbreviation_keeps_its_capitals() -> None:
    made = found("The RHS said so.", "It was the RHS.", *REST)
    assert made["rhs"] == "RHS"


def test_a_name_keeps_its_capital_and_a_sentence_lends_none() -> None:
    made = found("Linnaeus named moss.", "Moss was named by Linnaeus's son.", *REST)
    assert made["linnaeus"] == "Linnaeus"
    assert made["moss"] == "moss"


def test_a_phrase_is_written_as_the_vocabulary_does() -> None:
    made = found("Leaf molds rot.", "A leaf mould rots.", *REST)
    assert made["leaf_mold"] == "leaf mould"


def test_what_one_post_alone_has_or_very_many_is_not_named() -> None:
    made = found("Slugs and beans.", "Beans.", "Beans.", "Beans.", "Voles and moss.", "Moss.")
    assert "slug" not in made
    assert "bean" not in made
    assert made["moss"] == "moss"


def test_figures_short_words_question_words_and_turns_of_phrase_are_not_named() -> None:
    made = found(*["It is 42 no better than ox evidence."] * 2, *REST)
    assert not {"42", "ox", "evidence"} & set(made.values())
    assert not any("no better" in label for label in made.values())


def test_a_compound_is_named_as_a_whole() -> None:
    made = found("Drop-out rose.", "The drop-out fell.", *REST)
    assert made["dropout"] == "drop-out"
    assert "out" not in made
