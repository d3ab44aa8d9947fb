"""The fields of a study, its effects and its notices are read from front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.folder.evidence_fields import read_notices, read_study
from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import read_matter
from corpus.problem import Problems


def reader(matter: str) -> FieldReader:
    return FieldReader(read_matter(f"---\n{matter}\n---\n").fields, Problems(Path("a.md")))


def read(matter: str, posted: str = "2021-07") -> tuple[Study | None, list[str]]:
    """The study of a post, and its faults."""
    fields = reader(matter)
    study = read_study(fields, posted)
    return study, [str(problem).removeprefix("a.md:") for problem in fields.problems.found]


def effect(fields: str) -> list[str]:
    """The faults of an effect, which is on line 4."""
    return read(f"study:\n  effects:\n    - {{{fields}}}")[1]


def test_a_study_is_read_as_it_is_written() -> None:
    study, problems = read(
        "study:\n  year: 2014\n  question: treatment\n  compared: by chance\n"
        "  population: beans\n  setting: ~\n  studies: 10\n  participants: 1240\n"
        "  data: a register\n  read: full text\n  effects:\n"
        '    - {intervention: compost, measure: "%", value: −1.50, p: <.001, outcome: yield,\n'
        "       comparator: soil, favours: none}\n"
        "    - outcome: worms\n      measure: g\n      low: .1\n      high: +0.3\n"
    )
    assert problems == []
    assert study == Study(
        year=2014,
        question="treatment",
        compared="by chance",
        population="beans",
        studies=10,
        participants=1240,
        data="a register",
        read="full text",
        effects=(
            Effect("compost", "soil", "yield", None, "%", -1.5, p="<.001", favours="none"),
            Effect(outcome="worms", measure="g", low=0.1, high=0.3),
        ),
    )


@pytest.mark.parametrize("matter", ["", "study:", "study: {}", "study: {year: ~}"])
def test_the_study_may_be_missing_or_empty(matter: str) -> None:
    assert read(matter) == (None, [])


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("yeer: 2014", '3: "yeer" is not a field of a study: did you mean "year"?'),
        ("year: MMXIV", '3: "MMXIV" is not a whole number: write it in digits alone: year: 1240'),
        ("year: 2014.5", '3: "2014.5" is not a whole number'),
        ("year: [2014]", '3: "year" must be text, not a list'),
        ("year: 214", "3: 214 is not the year of a study"),
        ("year: 2022", "3: warning: the study is of 2022, later than the post's month, 2021-07"),
        ("question: treatments", '3: "treatments" is not a word for "question": did you mean'),
        ("question: why", '3: "why" is not a word for "question": write one of: treatment, as'),
        ("compared: randomly", '3: "randomly" is not a word for "compared": write one of: by'),
        ("read: blurb", '3: "blurb" is not a word for "read"'),
        ("studies: -1", '3: "-1" is not a count: it is below 0'),
        ("participants: 1,240", '3: "1,240" is not a whole number'),
        ("population: [x]", '3: "population" must be text, not a list'),
        ("effects: large", '3: "effects" must be a list, not text'),
        ("effects: [large]", '3: an item of "effects" is not a group of fields: write - {interv'),
    ],
)
def test_a_fault_of_a_study_is_reported_with_line_and_cure(field: str, expected: str) -> None:
    problems = read(f"study:\n  {field}")[1]
    assert len(problems) == 1
    assert problems[0].startswith(expected)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("outcome: a, favors: none", '4: "favors" is not a field of an effect: did you mean "fav'),
        (
            "outcome: a, value: 0,25, low: 0,1, high: 0,4",
            '4: "25" is not a field of an effect: write 1240 for',
        ),
        ("outcome: a, value: 1,240, p: ns", '4: "240" is not a field of an effect: write 1240 for'),
        ("outcome: a, p: ns, worms", '4: "worms" is not a field of an effect: write 1240 for 1,2'),
        ("outcome: a, value: 10%", '4: "10%" is not a number: write it in digits with a point, '),
        ('outcome: a, value: "0,25"', '4: "0,25" is not a number'),
        ("outcome: a, value: 1e3", '4: "1e3" is not a number'),
        ("outcome: a, value: .nan", '4: ".nan" is not a number'),
        ("outcome: a, low: inf, high: 2, p: ns", '4: "inf" is not a number'),
        ("outcome: a, p: 1.2", "4: a p value of 1.2 can't be: it is from 0 to 1"),
        ("outcome: a, p: tiny", '4: "tiny" is not a p value: write it like'),
        ("outcome: a, measure: g, low: .4, high: .1", "4: the interval 0.4 to 0.1 is upside down"),
        ("outcome: a, measure: g, value: 1, low: .1, high: .4", "4: the value 1 lies outside its"),
        ("outcome: a, measure: r, value: 1.2", "4: r of 1.2 can't be: r is correlation: 1 or less"),
        (
            "outcome: a, measure: OR, value: 0",
            "4: warning: OR of 0 is rounded, or nobody had",
        ),
        ("outcome: a, measure: NNT, value: .5", "4: NNT of 0.5 can't be"),
        ("outcome: a, studies: 2.5, p: ns", '4: "2.5" is not a whole number'),
        ("outcome: a, studies: 0, p: ns", "4: an effect rests on no studies"),
        ("outcome: a, participants: -3, p: ns", '4: "-3" is not a count: it is below 0'),
        ("outcome: a, favours: both", '4: "both" is not a word for "favours": write one of'),
        ("measure: g, value: 1", "4: warning: the effect does not say what was measured"),
        ("outcome: a, value: 1", "4: warning: the effect has a value without a measure: add one"),
        ("outcome: a", "4: warning: the effect has no figure and does not say whom it favours"),
        (
            "outcome: a, measure: SMDD, value: 1",
            '4: warning: "SMDD" is not a known measure: did you mean "SMD"?',
        ),
        (
            "outcome: a, measure: vibes, value: 1",
            '4: warning: "vibes" is not a known measure: write "other (vibes)", or',
        ),
    ],
)
def test_a_fault_of_an_effect_is_reported_with_line_and_cure(fields: str, expected: str) -> None:
    problems = effect(fields)
    assert len(problems) == 1, problems
    assert problems[0].startswith(expected)


def test_every_fault_of_an_effect_is_reported_at_once() -> None:
    fields = "outcome: a, measure: r, value: 1.2, low: x, p: 7, studies: -1, odd: 2"
    assert len(effect(fields)) == 5


def read_all(matter: str) -> tuple[tuple[Notice, ...], list[str]]:
    """The notices of a post, and their faults."""
    fields = reader(matter)
    notices = read_notices(fields)
    return notices, [str(problem).removeprefix("a.md:") for problem in fields.problems.found]


def test_notices_are_read_with_partial_dates() -> None:
    notices = (
        Notice("retraction", "2020-05-06", "10.1000/x"),
        Notice("update", "2018"),
        Notice("preprint", "2022-05"),
    )
    assert read_all(
        "notices:\n  - {kind: retraction, date: 2020-05-06, doi: 10.1000/x}\n"
        "  - {kind: update, date: 2018}\n  - kind: preprint\n    date: 2022-05\n"
    ) == (notices, [])
    assert read_all("notices:") == ((), [])


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ("{kind: retracted}", '3: "retracted" is not a word for "kind": did you mean "retraction"'),
        ("{kind: gossip}", '3: "gossip" is not a word for "kind": write one of: retraction, conc'),
        ("{date: 2020}", "3: the notice has no kind: add one of kind: retraction, concern"),
        ("{kind: erratum, date: 2020-13}", '3: "2020-13" is not a date: write year, month and'),
        ("{kind: erratum, date: 2021-02-29}", '3: "2021-02-29" is not a date'),
        ("{kind: erratum, date: 6 May 2020}", '3: "6 May 2020" is not a date'),
        ("{kind: erratum, doi: 11.1/x}", '3: "11.1/x" is not a DOI'),
        ("{kind: erratum, doi: doi:10.1000/x}", "3: warning: the DOI has more than it needs"),
        ("{kind: erratum, pmid: 1}", '3: "pmid" is not a field of a notice'),
        ("erratum", '3: an item of "notices" is not a group of fields: write - {kind: erratum'),
    ],
)
def test_a_fault_of_a_notice_is_reported_with_line_and_cure(notice: str, expected: str) -> None:
    problems = read_all(f"notices:\n  - {notice}")[1]
    assert len(problems) == 1, problems
    assert problems[0].startswith(expected)


def test_a_notice_that_is_there_twice_counts_once() -> None:
    notices, problems = read_all("notices:\n  - {kind: concern}\n  - {kind: concern}\n")
    assert notices == (Notice("concern"),)
    assert problems == ["4: warning: the notice is there twice: delete one of them"]
