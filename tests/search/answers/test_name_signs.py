"""A question is read into tokens of kinds, and what stands around a word are its signs."""

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


def test_words_are_of_kinds_by_lists_and_letters() -> None:
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
    # By its beginning, by its first part, and by any part that is a given name.
    assert kinds("panicky panic-room grace-Sarah grace-Lou") == ["wx", "wx", "gx", "bx"]
    assert kinds("chez Zoë Müller, Łódź, 34") == ["ox", "oX", "oX", "", "oX", "", ""]


def test_a_name_without_its_apostrophe_has_one() -> None:
    assert [(t.word, t.own) for t in tokens("Sarah's sarahs Becks my's", KNOWN)] == [
        ("sarah", True),
        ("sarahs", True),
        ("becks", False),
        ("my", True),
    ]
    assert kinds("sarahs graces") == ["gx", "ox"]


def test_capitals_tell_nothing_where_all_words_have_them() -> None:
    assert kinds("Panic of My Sarah") == ["wT", "ox", "wT", "gT"]
    assert kinds("MY SARAH HAS PANIC") == ["wU", "gU", "oU", "wU"]
    assert kinds("Sarah Beck, my panic") == ["gX", "aX", "", "wx", "wx"]


def test_an_author_in_full_is_one_of_authors() -> None:
    assert kinds("Aaron Beck") == ["aX", "aX"]
    assert kinds("Aaron") == ["oX"]


def test_neighbours_see_the_beginning_of_a_word_and_the_kind_of_a_name() -> None:
    seen = [token.seen for token in tokens("Mrs. Sarah: panicking, 34, 1240, 2019, l'ami", KNOWN)]
    assert seen == ["@X", "gX", ":", "panic", ",", "#a", ",", "#n", ",", "#y", ",", "ox", "ox"]


def test_names_are_looked_for_among_capitals_names_and_unknown_words() -> None:
    read = tokens("my panic Panic grace zork 34 mrs panic", KNOWN)
    assert [read[at].word for at in candidates(read)] == ["panic", "grace", "zork", "panic"]


def test_signs_tell_what_stands_around() -> None:
    read = tokens("my Sarah's panic", KNOWN)
    assert {"0 gX", "own gX", "a my", "aa ^", "x panic", "k wx gX wx"} <= set(signs(read, 1))
    assert set(signs_of_all(read)) == {"q my", "q gX", "q panic"}


def test_the_lists_hold_what_can_be_found() -> None:
    known = lists()
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*~?", word) for word in known.kinds)
    assert all(len(word) <= 7 for word, kind in known.kinds.items() if kind == "w")
    assert all(re.fullmatch("[a-z-]+ [a-z-]+", name) for name in known.authors)
    assert {known.kinds[w] for w in ("sarah", "hope", "thomas", "beck", "ottawa")} == set("gbhat")


@given(st.text(max_size=300) | st.text("Mrs. Sarahß’'-3", max_size=300))
def test_any_text_is_read(text: str) -> None:
    read = tokens(text, lists())
    assert all(token.kind == "" or re.fullmatch("[gbhatwo][xXCIUT]", token.kind) for token in read)
    # No more signs than the words have room for, however long the text.
    assert all(len(list(signs(read, at))) <= 14 for at in candidates(read))
