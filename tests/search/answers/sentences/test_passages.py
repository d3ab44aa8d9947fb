"""A passage is the sentence that fits the question best, with the matching words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.answers.sentences.passages import Passages
from search.index.tokens.analysed import IMPLICATIONS, SUMMARY, Analysed, analyse, texts
from search.results import Passage
from search.text.analyzer import Analyzer
from tests.digests import garden

ANALYZER = Analyzer(garden.VOCABULARY)
LONG = (
    "Beans were sown in March, in rows of ten, on a plot that had lain fallow for a year or more. "
    "Slugs ate a third of them before the first leaf, which is more than in any year before it. "
    "Copper tape was laid around the other rows, and beer traps were set at dusk between them. "
    "The weather was mild, and a count was taken every week until the last pod had been picked."
)


def passages(analysed: Analysed, worth: Mapping[str, float]) -> Passages:
    return Passages(analysed.words, ANALYZER, worth)


def best(
    summary: str, worth: Mapping[str, float], fits: Sequence[float] | None = None
) -> Passage | None:
    post = garden.post(1, summary=summary)
    text = texts(post)[SUMMARY]
    analysed = analyse([post], ANALYZER)
    values = None if fits is None else np.array(fits, np.float32)

    def fit(part: int, sentences: int) -> NDArray[np.float32] | None:
        return values if part == SUMMARY else None

    return passages(analysed, worth).shown(analysed.of(0), post.title, text, "", fit).passage


def mark(text: str, terms: set[str]) -> Passage:
    return passages(analyse([], ANALYZER), dict.fromkeys(terms, 1.0)).marked(text)


def marked(passage: Passage) -> list[str]:
    return [passage.text[a:b] for a, b in passage.marks]


def test_the_sentence_with_the_words_is_found_and_marked() -> None:
    found = best(LONG, {"copper": 2.0, "tape": 2.0})
    assert found is not None
    assert found.text.startswith("Copper tape was laid")
    assert marked(found) == ["Copper", "tape"]


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    found = best(LONG, {"bean": 0.2, "slug": 3.0})
    assert found is not None
    assert found.text.startswith("Slugs")


def test_a_neighbouring_sentence_with_another_word_is_added() -> None:
    found = best(LONG, {"slug": 2.0, "copper": 1.8})
    assert found is not None
    assert marked(found) == ["Slugs", "Copper"]
    assert found.text.count(". ") == 1


def test_a_short_sentence_is_joined_with_the_next() -> None:
    found = best("Slugs came. They ate every leaf of the lettuce in one night.", {"slug": 1.0})
    assert found is not None
    assert found.text == "Slugs came. They ate every leaf of the lettuce in one night."


def test_without_a_matching_word_the_first_sentence_is_shown() -> None:
    found = best(LONG, {"moon": 1.0})
    assert found is not None
    assert found.text.startswith("Beans were sown")
    assert found.marks == ()


def test_of_equal_sentences_the_first_is_shown() -> None:
    one = (
        "Slugs ate the lettuce of every plot that was looked at, all through that long, dry and "
        "windy summer."
    )
    found = best(f"{one} {one}", {"slug": 1.0})
    assert found is not None
    assert found.text == one


def test_a_part_without_text_has_no_passage() -> None:
    post = garden.post(1, implications="")
    analysed = analyse([post], ANALYZER)
    found = passages(analysed, {"slug": 1.0})
    assert found.shown(analysed.of(0), post.title, texts(post)[SUMMARY], "").implication is None
    assert best("", {"slug": 1.0}) is None


def test_passages_are_sentences_of_their_own_post() -> None:
    analysed = analyse(garden.POSTS, ANALYZER)
    found = passages(analysed, {"bean": 1.0})
    for number, post in enumerate(garden.POSTS):
        text = texts(post)[IMPLICATIONS]
        words = analysed.of(number)
        passage = found.shown(words, post.title, texts(post)[SUMMARY], text).implication
        assert passage is not None
        assert passage.text in " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("Drop-out and dropouts.", {"dropout"}, ["Drop-out", "dropouts"]),
        ("Leaf mould is not a leaf.", {"leaf_mold"}, ["Leaf mould"]),
        ("Leaf mould is a mould.", {"leaf_mold", "mold"}, ["Leaf mould", "mould"]),
        ("The bean’s colour.", {"bean", "color"}, ["bean’s", "colour"]),
        ("Cafés", {"cafe"}, ["Cafés"]),
        ("Nothing here.", {"bean"}, []),
        ("", {"bean"}, []),
    ],
)
def test_words_are_marked_as_they_are_written(
    text: str, terms: set[str], expected: list[str]
) -> None:
    assert marked(mark(text, terms)) == expected
    post = garden.post(1, title="A title", summary=f"{text} Beans. ")
    analysed = analyse([post], ANALYZER)
    found = passages(analysed, dict.fromkeys(terms, 1.0))
    passage = found.shown(analysed.of(0), post.title, texts(post)[SUMMARY], "")[1]
    assert passage is not None
    assert [m for m in marked(passage) if m != "Beans"] == expected


def test_a_title_is_marked_even_if_the_summary_repeats_it() -> None:
    for title in ("Slugs ate the lettuce", "Where slugs hide"):
        post = garden.post(1, title=title, summary="Slugs ate the lettuce in one night.")
        analysed = analyse([post], ANALYZER)
        found, *_ = passages(analysed, {"slug": 1.0}).shown(analysed.of(0), title, post.summary, "")
        assert found.text == title
        assert [word.lower() for word in marked(found)] == ["slugs"]


@given(
    st.text() | st.text("leaf mould-beans’s .\n"),
    st.sets(st.sampled_from(["leaf", "bean", "leaf_mold"])),
)
def test_marks_are_inside_the_text_in_order_and_do_not_overlap(text: str, terms: set[str]) -> None:
    at = -1
    passage = mark(text, terms)
    for start, end in passage.marks:
        assert at < start < end <= len(text)
        at = end
    assert passage.text == text


@given(
    st.lists(st.sampled_from(["Beans grow. ", "Slugs eat! ", "- item\n", "*x* ", "\n\n"])).map(
        "".join
    )
)
def test_a_passage_is_part_of_its_post(summary: str) -> None:
    found = best(summary, {"slug": 1.0, "bean": 0.5})
    text = " ".join(texts(garden.post(1, summary=summary))[SUMMARY].split())
    assert (found is None) == (not text)
    assert found is None or found.text in text


def test_without_a_matching_word_meaning_chooses_the_sentence() -> None:
    found = best(LONG, {"moon": 1.0}, fits=[0.1, 0.2, 0.9, 0.3])
    assert found is not None
    assert found.text.startswith("Copper tape")


def test_a_post_analysed_alone_has_the_same_passages() -> None:
    """An engine may have only the posts of one page at hand."""
    worth = {"bean": 1.0, "leaf_mold": 2.0, "slug": 1.5, "beer": 1.0}
    everything = analyse(garden.POSTS, ANALYZER)
    whole = passages(everything, worth)
    for number, post in enumerate(garden.POSTS):
        read = analyse([post], ANALYZER)
        _, summary, implications, *_ = texts(post)
        told = post.title, summary, implications
        alone = passages(read, worth).shown(read.of(0), *told)
        assert alone == whole.shown(everything.of(number), *told)


def test_what_limits_the_implications_is_told_where_it_is_looked_for() -> None:
    implications = (
        "Copper tape went with fewer slugs in all of the beds that the gardeners of two towns "
        "looked at. "
        "It did not go with more beans."
    )
    post = garden.post(1, implications=implications)
    analysed = analyse([post], ANALYZER)
    found = passages(analysed, {"copper": 1.0, "slug": 1.0, "bean": 0.8})
    shown = (analysed.of(0), post.title, texts(post)[SUMMARY], implications)
    told = found.shown(*shown, limited=True)
    assert told.implication is not None and told.implication.text.startswith("Copper tape")
    assert told.limit is not None and told.limit.text == "It did not go with more beans."
    assert marked(told.limit) == ["beans"]
    assert found.shown(*shown).limit is None
