"""Labels are terms worth naming, in the form that writers use."""

from __future__ import annotations

from search.index.labels import labels
from search.index.tokens.analysed import Analysed, analyse
from search.text.analyzer import Analyzer
from tests.digests import garden

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


def test_names_keep_their_capital_and_first_words_of_sentences_don_t() -> None:
    made = found("Linnaeus named moss.", "Moss was named by Linnaeus's son.", *REST)
    assert made["linnaeus"] == "Linnaeus"
    assert made["moss"] == "moss"


def test_a_phrase_is_written_as_the_vocabulary_does() -> None:
    made = found("Leaf molds rot.", "A leaf mould rots.", *REST)
    assert made["leaf_mold"] == "leaf mould"


def test_terms_of_one_post_or_of_very_many_have_no_label() -> None:
    made = found("Slugs and beans.", "Beans.", "Beans.", "Beans.", "Voles and moss.", "Moss.")
    assert "slug" not in made
    assert "bean" not in made
    assert made["moss"] == "moss"


def test_figures_and_short_or_common_words_have_no_label() -> None:
    made = found(*["It is 42 no better than ox evidence."] * 2, *REST)
    assert not {"42", "ox", "evidence"} & set(made.values())
    assert not any("no better" in label for label in made.values())


def test_a_compound_has_a_label_as_a_whole() -> None:
    made = found("Drop-out rose.", "The drop-out fell.", *REST)
    assert made["dropout"] == "drop-out"
    assert "out" not in made
