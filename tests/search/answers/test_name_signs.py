"""A question is split into tokens of kinds, and the tokens around a word become its signs."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from search.answers.name_signs import Lists, candidates, lists, signs, signs_of_all, tokens

KNOWN = Lists(
    {
        "sarah": "g",
        "grace": "b",
        "thomas": "h",
        "beck": "a",
        "panic~": "w",
        "panick~": "w",
        "my~": "w",
    },
    frozenset({"aaron beck"}),
    frozenset({"mrs"}),
)


def kinds(text: str) -> list[str]:
    return [token.kind for token in tokens(text, KNOWN)]


def test_tokens_get_their_kind_by_lists_and_letters() -> None:
    assert kinds("O'Zork McZork") == ["hX", "hX"]
    assert kinds("my Sarah, grace THOMAS X beck zork") == [
        "wx",
        "gX",
        "",
        "bx",
        "hC",
        "oI",
        "ax",
        "ox",
    ]
    # By its beginning, its first part, or any part that is a given name.
    assert kinds("panicky panic-room grace-Sarah grace-Lou") == ["wx", "wx", "gx", "bx"]
    assert kinds("chez Zoë Müller, Łódź, 34") == ["ox", "oX", "oX", "", "oX", "", ""]


def test_a_possessive_without_its_apostrophe_is_recognised() -> None:
    assert [(t.word, t.own) for t in tokens("Sarah's sarahs Becks my's", KNOWN)] == [
        ("sarah", True),
        ("sarahs", True),
        ("becks", False),
        ("my", True),
    ]
    assert kinds("sarahs graces") == ["gx", "ox"]


def test_capitals_are_ignored_if_all_words_have_them() -> None:
    assert kinds("Panic of My Sarah") == ["wT", "ox", "wT", "gT"]
    assert kinds("MY SARAH HAS PANIC") == ["wU", "gU", "oU", "wU"]
    assert kinds("Sarah Beck, my panic") == ["gX", "aX", "", "wx", "wx"]


def test_a_full_name_of_an_author_is_recognised() -> None:
    assert kinds("Aaron Beck") == ["aX", "aX"]
    assert kinds("Aaron") == ["oX"]


def test_a_neighbour_is_represented_by_its_first_letters_or_kind() -> None:
    seen = [token.seen for token in tokens("Mrs. Sarah: panicking, 34, 1240, 2019, l'ami", KNOWN)]
    assert seen == ["@X", "gX", ":", "panic", ",", "#a", ",", "#n", ",", "#y", ",", "ox", "ox"]


def test_candidates_are_capitalised_listed_and_unknown_words() -> None:
    read = tokens("my panic Panic grace zork 34 mrs panic", KNOWN)
    assert [read[at].word for at in candidates(read)] == ["panic", "grace", "zork", "panic"]


def test_signs_describe_a_word_and_its_neighbours() -> None:
    read = tokens("my Sarah's panic", KNOWN)
    assert {"0 gX", "own gX", "a my", "aa ^", "x panic", "k wx gX wx"} <= set(signs(read, 1))
    assert set(signs_of_all(read)) == {"q my", "q gX", "q panic"}


def test_the_entries_of_the_lists_are_well_formed() -> None:
    known = lists()
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*~?", word) for word in known.kinds)
    assert all(len(word) <= 7 for word, kind in known.kinds.items() if kind == "w")
    assert all(re.fullmatch("[a-z-]+ [a-z-]+", name) for name in known.authors)
    assert {known.kinds[w] for w in ("sarah", "hope", "thomas", "beck", "ottawa")} == set("gbhat")


@given(st.text(max_size=300) | st.text("Mrs. Sarahß’'-3", max_size=300))
def test_any_text_is_read(text: str) -> None:
    read = tokens(text, lists())
    assert all(token.kind == "" or re.fullmatch("[gbhatwo][xXCIUT]", token.kind) for token in read)
    # However long the text, a word has no more signs than there are places for.
    assert all(len(list(signs(read, at))) <= 14 for at in candidates(read))
