from __future__ import annotations

from pathlib import Path

import pytest

from search.engine.generation import write_generation
from search.engine.parts import load
from search.index.bm25f import Bm25f
from search.index.fulltext import FullText
from search.index.tokens.analysed import Analysed
from search.query.lexicon import Lexicon
from search.query.spoken import is_french, spoken_in
from tests.digests import garden, translated_garden

FRENCH = "pourquoi les lombrics reviennent-ils dans les plates-bandes ?"


@pytest.fixture(scope="module")
def lexicons(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lexicon, Lexicon]:
    """The lexicons of a digest with translations, and of one without."""
    made = []
    for digest in (translated_garden.digest(), garden.digest()):
        folder: Path = tmp_path_factory.mktemp("spoken") / "000001-abcdef"
        folder.mkdir(mode=0o700)
        write_generation(folder, digest)
        parts = load(folder)
        parts[FullText].close()
        made.append(Lexicon(parts.analyzer, parts[Analysed].words, parts[Bm25f]))
    return made[0], made[1]


def test_a_text_is_french_by_its_small_words(lexicons: tuple[Lexicon, Lexicon]) -> None:
    for lexicon in lexicons:
        assert is_french(FRENCH, lexicon)
        assert not is_french("why do worms come back to the beds?", lexicon)


def test_what_posts_have_every_word_of_is_in_their_language(
    lexicons: tuple[Lexicon, Lexicon],
) -> None:
    for lexicon in lexicons:
        assert not is_french("compost beans", lexicon)
        assert not is_french("", lexicon)


def test_translations_are_searched_in_the_language_of_the_text_else_of_the_reader(
    lexicons: tuple[Lexicon, Lexicon],
) -> None:
    translated, plain = lexicons
    assert spoken_in(FRENCH, translated, "de") == "fr"
    assert spoken_in("Regenwürmer", translated, "de") == "de"
    assert spoken_in("worms", translated, "es") == ""
    assert spoken_in(FRENCH, plain, "fr") == ""
