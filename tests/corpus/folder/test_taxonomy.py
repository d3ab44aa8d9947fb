"""Names of topics and kinds are resolved by spelling, alias and slug."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.digest import Topic
from corpus.folder.taxonomy import Taxonomy
from corpus.problem import Problems

TOPICS = Taxonomy.of(
    "topic", "topics.toml", [Topic("adherence", "Adherence", ("Adherance",)), Topic("x-y", "X/Y")]
)


@pytest.fixture
def problems() -> Problems:
    return Problems(Path("a.md"))


@pytest.mark.parametrize("name", ["Adherence", "ADHERENCE", " adherence "])
def test_letter_case_does_not_matter(name: str, problems: Problems) -> None:
    assert TOPICS.resolve(name, 4, problems) == "Adherence"
    assert not problems.found


@pytest.mark.parametrize(
    ("name", "meant"), [("adherance", "Adherence"), ("x-y", "X/Y")], ids=["alias", "slug"]
)
def test_another_name_resolves_with_a_warning(name: str, meant: str, problems: Problems) -> None:
    assert TOPICS.resolve(name, 4, problems) == meant
    assert [str(problem) for problem in problems.found] == [
        f'a.md:4: warning: "{name}" is another name for a topic: write "{meant}"'
    ]


def test_an_unknown_name_is_an_error_that_names_the_nearest(problems: Problems) -> None:
    assert TOPICS.resolve("Adhearence", 4, problems) is None
    assert [str(problem) for problem in problems.found] == [
        'a.md:4: "Adhearence" is not a topic of this digest: did you mean "Adherence"?'
    ]
