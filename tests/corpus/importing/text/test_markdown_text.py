"""Markdown of other programs is cleaned for a post."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.text.markdown_text import clean_markdown
from corpus.problem import Problems


def clean(text: str) -> tuple[str, list[str]]:
    problems = Problems(Path("x"))
    return clean_markdown(text, 5, problems), [problem.what for problem in problems.found]


ACTIVE = "a script, form or frame was left out"
LINK = "[x](https://x.example/)"
LINKED = "[a](https://x.example/) [B](https://y.example/) [b](https://y.example/).\n"
MARKUP = "HTML markup was left out, and its text kept"


@pytest.mark.parametrize(
    ("text", "cleaned", "told"),
    [
        ("One *two* **three**.\n\n- a\n- b", None, []),
        ('<div class="x">Text</div> <script>x()</script> more', "Text  more", [ACTIVE, MARKUP]),
        ("One<SCRIPT src='a'>\nx\n</SCRIPT >", "One\nx", [MARKUP]),
        ("One<!-- no -->.<!-- open", "One.<!-- open", []),
        ("<iframe src=x></iframe>One", "One", [ACTIVE]),
        ("[x](javascript:alert(1)) y", "x y", [ACTIVE]),
        ("![a map](m.png)\n\nOne", "a map\n\nOne", ["1 image was left out"]),
        ('<img src="m.png" alt="a"> One ![[b.png]]', " One ", ["2 images were left out"]),
        ("<p>One <b>two</b>.</p>\n<ul><li>a</li></ul>", "One **two**.\n\n- a", [MARKUP]),
        ("A <em>b</em>, <b class='x'>c</b><br/>d<sup>2</sup>", "A *b*, **c**\nd2", [MARKUP]),
        ('<a href="https://x.example/">x</a>, <a name="y">y</a>', f"{LINK}, y", [MARKUP]),
        ("p < .05, a <b, <https://x.example/>", None, []),
        ("10.1002/(SICI)1097(1999)55:8<921::AID-J2>3.0.CO;2-X", None, []),
        ("R&amp;D &mdash; a&shy;b&nbsp;c &lt;b&gt;", "R&D — a\u00adb\u00a0c &lt;b&gt;", []),
        (
            '{{< figure src="a" >}}One {{% note %}}two{{% /note %}}.',
            "One two.",
            ["1 image was left out", MARKUP],
        ),
        ("One {% include x %}two{{ site.url }}.", "One two.", [MARKUP]),
        ("## Head {#head}\n\nOne.\n{: .lead}", "## Head\n\nOne.\n", [MARKUP]),
        ("See [[Other note|that]] and [[Note]].", "See that and Note.", []),
        ("One %%my own%% two", "One  two", []),
        ("`<div>` and\n\n```html\n<script>x</script>\n```", None, []),
        ("[a][1] [B][] [b].\n\n[1]: https://x.example/\n[b]: <https://y.example/> 'Y'", LINKED, []),
        ("One[^1].\n\n[^1]: A note,\n    in two lines.", "One (A note, in two lines).\n", []),
        ("[not][known] [sic]", None, []),
    ],
)  # fmt: skip
def test_markdown_is_reduced_to_what_a_post_may_hold(
    text: str, cleaned: str | None, told: list[str]
) -> None:
    assert clean(text) == ((text if cleaned is None else cleaned).strip("\n"), told)


@given(st.text("<>/=\"' abpimgscrtoneh&;#0![]()^:{}%`\n", max_size=120))
def test_any_cleaned_text_has_no_script(text: str) -> None:
    cleaned, _ = clean(text)
    if "`" not in text:
        assert "<script>" not in cleaned


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["<script>", "<!--", "{{<", "![", "<p>\n", "[^1]: a\n", "**<b>"])
def test_time_grows_linearly_with_the_text(piece: str) -> None:
    # With quadratic time this would take hours.
    clean(piece * 100_000)


def test_marks_of_obsidian_and_tags_without_spaces_are_cleaned() -> None:
    problems = Problems(Path("file"))
    text = "A ==marked== word, 1 == 1, a == b.\n\n> [!note]- Callout\n> words\n\n<svg/onload=a>x"
    assert clean_markdown(text, 1, problems) == (
        "A marked word, 1 == 1, a == b.\n\n> Callout\n> words\n\nx"
    )
