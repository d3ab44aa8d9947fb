"""Lines of a page around the text, such as links for sharing, are left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.text.furniture import without_furniture
from corpus.problem import Problems


def kept(text: str) -> tuple[str, list[str]]:
    problems = Problems(Path("x"))
    return without_furniture(text, 3, problems), [str(problem) for problem in problems.found]


@pytest.mark.parametrize(
    "line",
    [
        "Share this:",
        "Share",
        "Like this:",
        "Like Loading...",
        "Click to share on Facebook (Opens in new window)",
        "- [Tweet](https://x.example)",
        "Posted in Research, Therapy",
        "Filed under: *Therapy*",
        "Tagged with anxiety, mood",
        "2 Comments",
        "Leave a comment",
        "5 min read",
        "The post [Rain](https://x.example) appeared first on [Walks](https://y.example).",
        "Photo by Ann Green on Unsplash",
        "Thanks for reading Walks! Subscribe for free to receive new posts.",
        "By Ann Green",
        "by Ann M. Green, PhD | May 3, 2024",
        "Written by Dr. Ann Green and Ben de Marsh",
    ],
)
def test_lines_of_the_page_are_left_out_and_reported(line: str) -> None:
    text, (problem,) = kept(f"{line}\n\nThey asked.")
    assert text == "They asked."
    assert problem.startswith("x:3: warning: left out as part of the page: ")


@pytest.mark.parametrize(
    "line",
    [
        "They shared this: a room.",
        "By autumn most had left, and few of them came back to the groups.",
        "By Friday few came.",
        "Printed on paper.",
        "Comments of clients were read.",
        "Print",
        "Tagged cells were counted.",
        "Share your view with the client before you end the session, and ask for theirs.",
    ],
)
def test_sentences_are_kept(line: str) -> None:
    text = f"They asked {'many people, in many places, and in many ways, ' * 5}and wrote.\n\n{line}"
    assert kept(text) == (text, [])


def test_a_row_of_sharing_links_is_left_out() -> None:
    text, (problem,) = kept("They asked.\n\n- Facebook\n- X\n- E-mail\n- Copy link\n")
    assert text == "They asked."
    assert '"- Facebook", "- X", "- E-mail" and 1 more' in problem


def test_a_byline_is_only_left_out_at_the_top() -> None:
    long = "They asked many people, in many places. " * 8
    assert kept(f"{long}\n\nBy Ann Green")[0] == f"{long}\n\nBy Ann Green"


@given(st.text("By ShareTwer:-\n[]()*", max_size=80))
def test_any_text_is_read(text: str) -> None:
    kept(text)
