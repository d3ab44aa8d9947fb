"""Texts of imported posts are cleaned so that a file can hold them."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.importing.merging.tidy import tidied
from corpus.post import Correction, Post
from corpus.text.spaces import one_line
from tests.corpus.folder.test_write import POSTS_OF_ANY_KIND


def test_each_field_of_a_post_is_joined_into_one_line() -> None:
    loose = Post(
        "a",
        " On\n slugs",
        "\n\nS\x00\r\nT.\r\n",
        topics=(" ", "Soil\t"),
        writer=" ",
        aliases=(" old ",),
        study=Study(population="beans\nand peas", effects=(Effect(outcome=" yield "),)),
        notices=(Notice("erratum", "", " 10.1000/x"),),
        corrections=(Correction("2024-05-17", "A\nfigure."),),
    )
    assert tidied(loose) == Post(
        "a",
        "On slugs",
        "S \nT.",
        topics=("Soil",),
        aliases=("old",),
        study=Study(population="beans and peas", effects=(Effect(outcome="yield"),)),
        notices=(Notice("erratum", None, "10.1000/x"),),
        corrections=(Correction("2024-05-17", "A figure."),),
    )
    assert tidied(Post("a", "A", "S.", study=Study(setting=" "))).study is None


@pytest.mark.slow
@given(POSTS_OF_ANY_KIND)
def test_a_post_that_a_file_can_hold_is_not_changed(post: Post) -> None:
    assume(
        not any(mark in repr(astuple(post)) for mark in ("\\xad", "\\u200b", "\\u2060", "\\ufeff"))
    )
    assert tidied(post) == post


@given(st.text(max_size=20))
def test_any_text_is_cleaned_for_a_file(text: str) -> None:
    line = tidied(Post("a", "A", "S.", bottom_line=text)).bottom_line
    assert line is None or (line and line == one_line(line) and len(line.splitlines()) == 1)


def test_a_no_break_space_between_figures_stays() -> None:
    assert tidied(Post("a", "A", "S.", bottom_line=" 1\xa0240  of\xa0all")).bottom_line == (
        "1\xa0240 of all"
    )


def test_invisible_characters_are_removed_from_every_part() -> None:
    seen = tidied(
        Post(
            id="k",
            title="  The\u00adra\u200bpy\x0b and\nmood ",
            summary="\n\ufeffOne\u2060.\r\n\r\nTwo.\ud800 ",
            implications="Do\u00ad it.",
            citation=" ",
            doi="10.1000/a\u200bb",
            research=" sur\u00advey",
            topics=(" Pa\u00adce ", "\u200b"),
        )
    )
    assert (seen.title, seen.summary) == ("Therapy and mood", "One.\n\nTwo.?")
    assert (seen.implications, seen.citation, seen.doi) == ("Do it.", None, "10.1000/ab")
    assert (seen.research, seen.topics) == ("survey", ("Pace",))


def test_joiners_inside_words_and_emoji_stay() -> None:
    assert tidied(Post(id="k", title="می‌خواهم 👩‍⚕️", summary="")).title == "می‌خواهم 👩‍⚕️"
