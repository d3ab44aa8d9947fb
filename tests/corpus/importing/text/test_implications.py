"""The heading of the implications is found in a text."""

from __future__ import annotations

import pytest

from corpus.digest import Imports
from corpus.importing.text.implications import ImplicationsHeading, implications_after

HEADING = ImplicationsHeading(Imports().implications)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Practice Implications", ""),
        ("**practice implication:**", ""),
        ("Practice Implications: Wait.", "Wait."),
        ("Practice implications of this are few", None),
        ("The practice implications", None),
    ],
)
def test_text_after_the_heading_on_its_line_belongs_to_the_implications(
    line: str, rest: str | None
) -> None:
    assert implications_after(line) == rest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One.\n## Implications for Practice\nTwo.", (1, "", 2)),
        ("One.\n**Clinical implications.** Two.", (1, "Two.", 2)),
        ("One.\n__CLINICAL IMPLICATIONS__\nTwo.", (1, "", 2)),
        ("One.\n3. Practical Implications\nTwo.", (1, "", 2)),
        ("One.\nPractice Implications\n------\nTwo.", (1, "", 3)),
        (
            "- Practice Implications\n- References\n\nOne.\n## Practice Implications\nTwo.",
            (4, "", 5),
        ),
        ("## Clinical Implications\nOne.\n## Practice Implications\nTwo.", (2, "", 3)),
        ("One.\nImplications for practice are discussed.\nTwo.", None),
        ("One.\nImplications for Research\nTwo.", None),
        ("", None),
    ],
)
def test_the_heading_is_found_by_any_of_its_names(
    text: str, found: tuple[int, str, int] | None
) -> None:
    assert HEADING.find(text.split("\n")) == found


def test_a_digest_may_have_its_own_heading() -> None:
    own = ImplicationsHeading(("Take-home message",))
    assert own.find(["One.", "**Take-home message**", "Two."]) == (1, "", 2)
    assert own.find(["One.", "Practice Implications", "Two."]) is None


def test_the_heading_that_most_posts_of_a_page_have_comes_first() -> None:
    lines = ["A", "Implications for Practice", "Two.", "B", "Implications for Practice: Three."]
    assert list(HEADING.as_first_name(lines, "P")) == ["A", "P", "Two.", "B", "P: Three."]
    both = ["Clinical Implications", "One.", "Practice Implications", "Two."]
    assert list(HEADING.as_first_name(both, "P")) == ["Clinical Implications", "One.", "P", "Two."]
    assert list(HEADING.as_first_name(["A", "B"], "P")) == ["A", "B"]
