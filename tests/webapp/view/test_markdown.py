"""Markdown becomes safe HTML, and plain openings for previews."""

from __future__ import annotations

import nh3
from hypothesis import given
from hypothesis import strategies as st

from webapp.view.markdown import ATTRIBUTES, TAGS, opening, render


def test_markdown_of_posts_is_rendered() -> None:
    html = render("One *two* **three**\n\n- a\n- b\n\n## Head\n\n[link](https://example.org/)")
    assert "<em>two</em> <strong>three</strong>" in html
    assert "<li>a</li>" in html
    assert "<h4>Head</h4>" in html
    assert 'href="https://example.org/"' in html
    assert 'rel="noopener noreferrer"' in html


def test_headings_are_below_those_of_the_page() -> None:
    assert "<h3>a</h3>" in render("# a")
    assert "<h6>a</h6>" in render("###### a")


def test_html_is_escaped() -> None:
    html = render('<script>alert(1)</script>\n\n<b onclick="x">bold</b>')
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b onclick" in html


def test_a_table_scrolls_in_a_region_named_by_its_columns() -> None:
    html = render("| *Outcome* | Then & now | |\n|---|---|---|\n| mood | 2 | 3 |\n\nAfter.")
    opened = '<div class="scroll" tabindex="0" role="region" aria-label="Outcome, Then &amp; now">'
    assert html.startswith(opened)
    assert html.index("</table>") < html.index("</div>") < html.index("<p>After.")


def test_a_table_without_names_of_columns_is_no_region() -> None:
    assert "region" not in render("| | |\n|---|---|\n| mood | 2 |")


def test_dangerous_links_and_images_are_removed() -> None:
    html = render("[a](javascript:alert(1)) [b](data:text/html,x) ![c](https://example.org/c.png)")
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


@given(st.text())
def test_only_allowed_tags_are_rendered(text: str) -> None:
    html = str(render(text))
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={name: set(held) for name, held in ATTRIBUTES.items()},
        link_rel="noopener noreferrer",
    )
    assert cleaned == html


def test_a_short_text_is_its_own_opening() -> None:
    assert opening("One. Two.") == "One. Two."


def test_an_opening_ends_with_a_sentence() -> None:
    text = "Smith et al. (2020) found it. It held vs. Other care. " + "Word word " * 100
    assert opening(text, 60) == "Smith et al. (2020) found it. It held vs. Other care."


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    assert opening("alpha beta gamma " * 20, 20) == "alpha beta gamma …"
    assert opening("a" * 50, 20) == "a" * 20 + " …"


@given(st.text(), st.integers(10, 300))
def test_an_opening_is_never_much_longer_than_asked(text: str, characters: int) -> None:
    assert len(opening(text, characters)) <= characters + 2
