"""Texts, numbers, dates and lists in English and French."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from markupsafe import Markup

from corpus.message import Counted, Joined, Listed, Message
from tests.pretended.engine_fake import FakeEngine, hostile_digest
from webapp.app import create_app
from webapp.language.words import (
    day_name,
    decimals,
    gettext,
    listed,
    month_alone,
    month_name,
    ngettext,
    number,
    own,
    plainly,
    signed,
    told,
)

APP = create_app(FakeEngine(replace(hostile_digest(), page_languages=("en", "fr"))))
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/", ("1,240", "−1,240.5", "0.25", "+2.1", "−0.3", "July 2021", "July", "1 July 2021")),
        (
            "/fr/",
            (
                *(f"1{NARROW}240", f"−1{NARROW}240,5", "0,25", "+2,1", "−0,3"),
                *("juillet 2021", "Juillet", "1 juillet 2021"),
            ),
        ),
    ],
)
def test_numbers_and_dates_are_formatted(path: str, wanted: tuple[str, ...]) -> None:
    tag = path.strip("/")
    with APP.test_request_context("/", headers={"Accept-Language": tag or "en"}):
        assert (
            *(number(n) for n in (1240, -1240.5, 0.25)),
            *(signed(n) for n in (2.1, -0.3)),
            month_name("2021-07"),
            month_alone("2021-07"),
            day_name(date(2021, 7, 1)),
        ) == wanted


def test_other_texts_than_months_stay_unchanged() -> None:
    assert [month_name(text) for text in ("2021-13", "soon")] == ["2021-13", "soon"]


def test_texts_and_messages_are_in_french() -> None:
    with APP.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert gettext("Topics") == "Thèmes"
        assert ngettext("%(num)s post", "%(num)s posts", 0) == "0 billet"
        assert ngettext("%(num)s post", "%(num)s posts", 1240) == f"1{NARROW}240 billets"
        assert listed(["a", "b", "c"]) == "a, b et c"
        assert decimals("<.001") == "<0,001"
        about = Message("Both are about %(what)s.", what=Listed(["sleep", "2014"]))
        assert plainly(about) == f"Les deux portent sur{NARROW}: sleep et 2014."
        assert told(about) == (
            f'Les deux portent sur{NARROW}: <span lang="en">sleep</span> et 2014.'
        )
        facts = Joined([Counted("%(num)s study", "%(num)s studies", 2), "x"], "; ")
        assert plainly(facts) == f"2 études{NARROW}; x"


def test_outside_of_pages_messages_are_english() -> None:
    made = Counted("%(num)s study of %(whom)s", "%(num)s studies of %(whom)s", 1240, whom="us")
    assert made == "1,240 studies of us"
    assert Listed(["a", "b", "c"]) == "a, b and c"
    assert Joined([Message("50% of it"), made], " · ") == "50% of it · 1,240 studies of us"


def test_inserted_values_are_escaped() -> None:
    with APP.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert own("<b>bold</b>") == Markup('<span lang="en">&lt;b&gt;bold&lt;/b&gt;</span>')
        page = APP.jinja_env.from_string("{{ _('About %(digest)s', digest=name) }}")
        assert page.render(name="<i>x</i>") == "À propos de &lt;i&gt;x&lt;/i&gt;"
        assert told(Message("in favour of %(what)s", what="<i>")).endswith("&lt;i&gt;</span>")
