"""A post's file is read into a post, and all its faults are reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import ResearchKind, Topic
from corpus.folder.post_file import Origin, read_post
from corpus.folder.taxonomy import Taxonomy
from corpus.post import Post
from tests.digests.digest_folder import POST

FILE = Path("posts/2021-07-do-gardens-help.md")
TODAY = date(2021, 7, 15)
TOPICS = Taxonomy.of(
    "topic",
    "topics.toml",
    [
        Topic("adherence", "Adherence", ("Adherance",)),
        Topic("gardens", "Gardens, Parks, and Woods"),
    ],
)
KINDS = Taxonomy.of(
    "kind of research", "digest.toml", [ResearchKind("survey", "survey", ("poll",))]
)


def problems(text: str, file: Path = FILE) -> list[str]:
    return [str(problem) for problem in read_post(text, file, TOPICS, KINDS).problems]


def changed(old: str, new: str) -> str:
    assert old in POST
    return POST.replace(old, new)


def test_a_file_is_read_into_a_post() -> None:
    reading = read_post(POST, FILE, TOPICS, KINDS)
    assert reading.problems == ()
    assert not reading.faulty
    assert reading.origin is None
    assert reading.post == Post(
        id="2021-07-do-gardens-help",
        title="Do gardens help?",
        summary="Many people were asked about gardens.\n\nThey answered.",
        implications="Ask about gardens.",
        month="2021-07",
        topics=("Adherence", "Gardens, Parks, and Woods"),
        research="survey",
        citation="Green, A. (2020). Gardens. Journal of Plots, 1, 2-3.",
        doi="10.1000/plots.1",
    )
    assert reading.lines["doi"] == 9


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"Do gardens help?"', '""', "2: the title is missing"),
        ('title: "Do gardens help?"\n', "", "1: the title is missing"),
        ("month: 2021-07\n", "", "1: the month is missing: add a line month: 2021-07"),
        (
            "month: 2021-07",
            "month:",
            "3: the month is missing: write it on this line: month: 2021-07",
        ),
        ("month: 2021-07", "month: July 2021", '3: "July 2021" is not a month'),
        ("month: 2021-07", "month: 2021-13", '3: "2021-13" is not a month'),
        ("month: 2021-07", "month: 2021-08", "3: the month is 2021-08, but the file's name"),
        ("  - Adherence", "  - Adhearence", '5: "Adhearence" is not a topic'),
        ("  - Adherence", "  - Adherance", '5: warning: "Adherance" is another name'),
        ("  - Gardens, Parks, and Woods", "  - ADHERENCE", '6: warning: the topic "Adherence" com'),
        (
            "topics:\n  - Adherence\n  - Gardens, Parks, and Woods\n",
            "",
            "1: the post has no topic",
        ),
        ("topics:\n  - Adherence\n  - Gardens, Parks, and Woods", "topics:", "4: the post has no"),
        (
            "topics:\n  - Adherence\n  - Gardens, Parks, and Woods",
            "topics: Adherence",
            '4: "topics" must be a list, not text',
        ),
        ("survey", "poll", '7: warning: "poll" is another name for a kind of research'),
        (
            "survey",
            "surveys",
            '7: "surveys" is not a kind of research of this digest: did you mean',
        ),
        (
            "research: survey\n",
            "",
            "1: warning: the kind of research is missing: add a line research: ",
        ),
        (
            "research: survey",
            "research:",
            "7: warning: the kind of research is missing: write it on this line: ",
        ),
        ("research: survey", "research: [survey]", '7: "research" must be text'),
        ("research:", "reserch:", '7: "reserch" is not a field of a post: did you mean "research"'),
        ("10.1000/plots.1", "plots.1", '9: "plots.1" is not a DOI'),
        ("10.1000/plots.1", "[10.1000/x]", '9: "doi" must be text'),
        ("10.1000/plots.1", "https://doi.org/10.1000/plots.1.", "9: warning: the DOI has more"),
        ("doi: 10.1000/plots.1", "topics_proposed: true", "9: warning: the topics were proposed"),
        ("doi: 10.1000/plots.1", "topics_proposed: perhaps", '9: "topics_proposed" must be true'),
        ("doi: 10.1000/plots.1", "related: [x]", '9: "related" must be a group of fields'),
        ("doi: 10.1000/plots.1", "related:\n  pinn: [x]", '10: "pinn" is not a field'),
        ("---\n\nMany", "---\n\n## Practice Implications\n\nMany", "18: the heading ## Practice"),
        ("## Practice Implications", "", "18: the practice implications are missing"),
        (
            "## Practice",
            "# Practice",
            '16: the heading is written "# Practice Implications": write',
        ),
        ("## Practice Implications", "**PRACTICE IMPLICATIONS:**", "16: the heading is written"),
        ("Ask about gardens.\n", "", "16: the practice implications are empty"),
        (
            "Many people were asked about gardens.\n\nThey answered.",
            "",
            "11: the summary is empty",
        ),
        ("\n---\n\nMany", "\n\nMany", "1: the front matter has no end"),
        ("month: 2021-07", "month: 2021-07: x", "3: the text holds a colon: put it in"),
    ],
)
def test_a_fault_is_reported_with_its_line(old: str, new: str, expected: str) -> None:
    text = changed(old, new)
    found = [problem.removeprefix(f"{FILE}:") for problem in problems(text)]
    assert any(problem.startswith(expected) for problem in found), found


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    text = changed("month: 2021-07", "month: 2021").replace("survey", "x").replace("10.1000", "1")
    assert len(problems(text)) == 3


@pytest.mark.parametrize(
    "heading",
    ["## PRACTICE IMPLICATIONS", "##  Practice implications:", "## Practice Implications ##"],
)
def test_the_heading_may_be_in_capitals_or_lower_case(heading: str) -> None:
    assert problems(changed("## Practice Implications", heading)) == []


@pytest.mark.parametrize("name", ["gardens.md", "2021-07-Gardens.md", "2021-07_gardens.md"])
def test_a_malformed_file_name_is_an_error(name: str) -> None:
    assert any(":1: the file name" in problem for problem in problems(POST, Path("posts", name)))


def test_a_missing_citation_is_a_warning() -> None:
    text = changed('citation: "Green, A. (2020). Gardens. Journal of Plots, 1, 2-3."\n', "")
    assert problems(text) == [
        f'{FILE}:1: warning: the citation is missing: if you know it, add a line citation: "..."'
    ]
    assert read_post(text, FILE, TOPICS, KINDS).post is not None


def test_related_posts_and_origin_are_read() -> None:
    text = changed(
        "doi: 10.1000/plots.1",
        "related:\n  pin: [2021-07-a]\n  never: [2021-07-b]\n"
        "imported:\n  from: listing\n  key: k\n  text: '12'\n  filing: '34'",
    )
    reading = read_post(text, FILE, TOPICS, KINDS)
    assert reading.problems == ()
    assert reading.post is not None
    assert (reading.post.pin, reading.post.never) == (("2021-07-a",), ("2021-07-b",))
    assert reading.origin == Origin("listing", "k", "12", "34")


def test_names_of_topics_stay_as_written_without_a_taxonomy() -> None:
    text = changed("  - Adherence", "  - Anything").replace("survey", "whatever")
    reading = read_post(text, FILE, None, None)
    assert reading.post is not None
    assert reading.post.topics[0] == "Anything"
    assert reading.post.research == "whatever"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_or_reported(text: str) -> None:
    reading = read_post(text, FILE, TOPICS, KINDS)
    assert reading.post is not None or reading.faulty


@given(st.integers(0, len(POST)), st.text(alphabet="-:[]{}&*!#'\"\n ab", max_size=8))
def test_a_typing_error_anywhere_in_a_file_never_raises(place: int, slip: str) -> None:
    reading = read_post(POST[:place] + slip + POST[place:], FILE, TOPICS, KINDS)
    assert all(problem.line >= 1 and problem.cure for problem in reading.problems)


def severities(text: str, today: date = TODAY) -> list[str]:
    return [problem.severity for problem in read_post(text, FILE, TOPICS, KINDS, today).problems]


GAPS = (
    POST.replace('title: "Do gardens help?"\n', "")
    .replace("  - Adherence\n", "")
    .replace("  - Gardens, Parks, and Woods\n", "")
    .replace("Many people were asked about gardens.\n\nThey answered.", "")
    .replace("Ask about gardens.", "")
)


@pytest.mark.parametrize("field", ["draft: true", "publish: 2021-08-01"])
def test_a_gap_in_a_draft_is_only_a_warning(field: str) -> None:
    assert severities(GAPS) == ["error"] * 4
    assert severities(GAPS.replace("month:", f"{field}\nmonth:")) == ["warning"] * 4


def test_a_gap_in_a_post_of_a_future_month_is_only_a_warning() -> None:
    assert severities(GAPS, date(2021, 6, 30)) == ["warning"] * 4
    assert severities(GAPS, date(2021, 7, 1)) == ["error"] * 4


def test_a_fault_is_an_error_before_the_post_s_day_but_not_in_a_draft() -> None:
    wrong = changed("research: survey", "research: rumour\nstudy: {year: x}\npublish: 2021-08-01")
    assert severities(wrong) == ["error", "error"]
    assert severities(wrong.replace("publish: 2021-08-01", "draft: true")) == ["warning"] * 2
    assert severities(wrong.replace("publish: 2021-08-01", "draft: perhaps")) == ["error"] * 3
    assert severities(wrong.replace("publish: 2021-08-01", "draft: false")) == ["error"] * 2


def test_every_fault_is_reported_in_one_run_despite_broken_lines() -> None:
    text = changed('title: "Do gardens help?"', 'title: "Do gardens help?').replace(
        "survey", "rumour\nstudy:\n  year: x\n  effects:\n    - {outcome: a: b}\n    - {p: 7}"
    )
    found = [problem.removeprefix(f"{FILE}:") for problem in problems(text)]
    assert len(found) == 6
    for expected in (
        "2: the front matter is not valid YAML",
        '7: "rumour" is not a kind of research',
        '9: "x" is not a whole number',
        "11: the front matter is not valid YAML",
        "12: a p value of 7 can't be",
        "12: warning: the effect does not say what was measured",
    ):
        assert any(problem.startswith(expected) for problem in found), (expected, found)
    reading = read_post(text, FILE, TOPICS, KINDS)
    assert reading.broken and reading.post is not None
    assert reading.post.citation == "Green, A. (2020). Gardens. Journal of Plots, 1, 2-3."


def test_lines_of_relations_and_aliases_are_known() -> None:
    text = changed("doi: 10.1000/plots.1", "aliases:\n  - x y\n  - z\nrelated:\n  pin:\n    - a")
    lines = read_post(text, FILE, TOPICS, KINDS).lines
    assert (lines["aliases: z"], lines["pin: a"], lines["related"]) == (11, 14, 12)
