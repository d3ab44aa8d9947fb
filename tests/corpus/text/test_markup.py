from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.markup import shown


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
def test_a_line_as_a_reader_sees_it(text: str, seen: str | None) -> None:
    assert shown(text) == (seen or text)


@given(st.text("<>&;#xampltgbi/ =\"'1", max_size=80))
def test_any_text_is_shown(text: str) -> None:
    assert "\n" not in shown(text)
