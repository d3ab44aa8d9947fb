"""A post speaks of the setting that a question asks about, or it does not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.post import Post
from search.answers import settings
from search.answers.settings import is_set_in, settings_in

FILE = Path(settings.__file__).with_suffix(".toml")


def speaks(question: str, summary: str) -> bool:
    return is_set_in(Post(id="a", title="T", summary=summary), settings_in(question))


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("CBT for panic", "Ten people."),
        ("rupture repair in groups", "It was group therapy."),
        ("empathy over the telephone", "They were called by phone."),
        ("after a couple of months", "Ten people."),
        ("cohésion en groupe", "Group members felt close."),
        ("does it work past 70", "Older adults were asked."),
    ],
)
def test_a_setting_that_a_post_speaks_of(question: str, summary: str) -> None:
    assert speaks(question, summary)


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("rupture repair in groups", "Both groups improved. The control group waited."),
        ("DBT moved to Teams", "Ten people came to the clinic."),
        ("how do couples end it", "Ten people."),
        ("au téléphone", "Ten people."),
        ("long therapy for a seventy-year-old", "Ten people."),
    ],
)
def test_a_setting_that_a_post_does_not_speak_of(question: str, summary: str) -> None:
    assert not speaks(question, summary)


def test_each_way_to_ask_is_written_as_it_is_compared() -> None:
    for name, setting in tomllib.loads(FILE.read_text("utf-8")).items():
        for phrase in (*setting["asked"], *setting["said"]):
            assert phrase == phrase.lower() and "-" not in phrase, (name, phrase)
