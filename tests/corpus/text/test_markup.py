"""Markup and entities are removed from fields of other programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.markup import shown, shown_paragraphs


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Rain &amp; <em>mood</em> &#8211; a trial &#038; more", "Rain & mood – a trial & more"),
        ("R&amp;amp;D, R&D", "R&D, R&D"),
        ("H<sub>2</sub>O and <jats:italic>N</jats:italic> of <mml:mi>1</mml:mi>", "H2O and N of 1"),
        ('One<br/>two<p class="x">three</p>', "One two three"),
        ("p <.05 and 5 < 6 > 4", "p <.05 and 5 < 6 > 4"),
        ("10.1002/(SICI)1097(1999)55:8<921::AID-J2>3.0.CO;2-X", None),
        ("names a &lt;b&gt; tag", "names a <b> tag"),
        ("<!-- no --><![CDATA[yes]]>", "yes"),
        ("it&#146;s &#xD800; &nbsp; ", "it’s �"),
        ("&notion and &unknown;", "&notion and &unknown;"),
    ],
)  # fmt: skip
def test_a_line_loses_its_markup_and_entities(text: str, seen: str | None) -> None:
    assert shown(text) == (seen or text)


@given(st.text("<>&;#xampltgbi/ =\"'1", max_size=80))
def test_any_text_becomes_one_line(text: str) -> None:
    assert "\n" not in shown(text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (
            "The <i>third</i> ear &amp; the fourth: H<sub>2</sub>O",
            "The third ear & the fourth: H2O",
        ),
        ("<p>Patients &lt;18 years.</p><p>More.</p>", "Patients <18 years.\n\nMore."),
        ("&lt;i&gt;N&lt;/i&gt; of one", "N of one"),
        ("Family &amp;amp; health", "Family & health"),
        ('<jats:p>One <span class="x">two</span></jats:p>', "One two"),
        ("<br/>One<br>two", "One\n\ntwo"),
        ("p <.05 and R&D, this &notion", "p <.05 and R&D, this &notion"),
        ("caf&eacute; &#8211; &#x2014; &unknown;", "café – — &unknown;"),
        ("a <b c> d", "a  d"),
        ("x <y> z", "x <y> z"),
        ("plain", "plain"),
    ],
)
def test_paragraphs_lose_their_markup_and_keep_their_text(field: str, text: str) -> None:
    assert shown_paragraphs(field) == text


@given(st.text("<>/&;ibp#x8 amp", max_size=60))
def test_any_field_is_read(field: str) -> None:
    shown_paragraphs(field)
