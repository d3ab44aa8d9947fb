"""Whether posts have a text: in its spelling, or with its words together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search import weights
from search.index import bm25f
from search.index.exact.together import Together
from search.index.tokens.analysed import analyse
from search.query.lexicon import Lexicon
from search.query.said import Said
from search.text.analyzer import Analyzer
from tests.digests import garden

SUMMARY = (
    "The HADS was filled in by old gardeners. They had a drop-out rate of ten. Beds were raised."
)
ANALYZER = Analyzer()
WORDS = analyse([replace(garden.POSTS[0], title="T", summary=SUMMARY)], ANALYZER)
FITTED = bm25f.fit(WORDS, weights.BOOSTS)
SAID = Said(Lexicon(ANALYZER, WORDS.words, FITTED), Together(WORDS, FITTED))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gardeners", True),
        ("gardener", True),
        ("old gardeners", True),
        ("gardeners who are old", True),
        ("dropout", True),
        ("drop out", True),
        # The words are in two sentences, so not together.
        ("raised gardeners", False),
        ("young gardeners", False),
        # The stem is not enough for a short word or an abbreviation.
        ("HADS", True),
        ("HAD", False),
        ("Bed", True),
        # One word with generic words.
        ("gardener syndrome", False),
        ("wasp", False),
    ],
)
def test_a_text_is_found_in_its_spelling_or_by_its_words_together(text: str, said: bool) -> None:
    assert SAID.text(text) is said
