"""A post followed people for as long as a question asks, or it did not."""

from __future__ import annotations

import pytest

from corpus.post import Post
from search.answers.follow_up import follows, months_asked


@pytest.mark.parametrize(
    ("question", "months"),
    [
        ("do the gains last two years later", 24),
        ("CBT for ADHD, effects 18 months on", 18),
        ("who is better off a year down the line?", 12),
        ("relapse at 10 years", 120),
        ("results after more than six months", 6),
        ("two-year outcomes of DBT", 24),
        ("gains twenty-four months after treatment", 24),
        ("long-term effects of schema therapy", 12),
        ("does it hold in the long run", 12),
        ("is the benefit still there 52 weeks later", pytest.approx(12, abs=0.1)),
        ("les effets tiennent-ils deux ans plus tard", 24),
        ("encore mieux après 6 mois", 6),
    ],
)
def test_a_time_after_which_effects_are_asked_for(question: str, months: float) -> None:
    assert months_asked(question) == months


@pytest.mark.parametrize(
    "question",
    [
        "does CBT work for panic",
        "two years of training",
        "results for people aged 10 years old",
        "better after two years of therapy?",
        "after three years he still drinks",
        "my client vanished after two years, no result",
        "12 weeks of CBT or 24",
        "outcome of a 6-month programme",
    ],
)
def test_other_times_are_not_asked_for(question: str) -> None:
    assert months_asked(question) == 0


@pytest.mark.parametrize(
    ("summary", "months", "long_enough"),
    [
        ("They were asked again after 18 months.", 24, True),
        ("They were asked again after eighteen months.", 24, True),
        ("At the end of treatment and 12 weeks later.", 24, False),
        ("At the end of treatment and 12 weeks later.", 0, True),
        ("Nothing is said of time.", 12, False),
        ("The long-term effects were small.", 12, True),
        ("The long-term effects were small.", 60, False),
        ("A five-year study.", 60, True),
    ],
)
def test_a_post_that_names_half_the_time_says_something_of_it(
    summary: str, months: float, long_enough: bool
) -> None:
    assert follows(Post("p", "A title", summary), months) is long_enough
