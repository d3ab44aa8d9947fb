"""Hints are given where a post claims more than its study found, and not for careful posts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from corpus.checks.claims import by_month, check_claims
from corpus.digest import Digest, ResearchKind
from corpus.evidence.notice import Notice
from corpus.evidence.study import Effect, Study
from corpus.post import Correction, Post
from corpus.problem import Problems
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading

KINDS = (
    ResearchKind("survey", "survey"),
    ResearchKind("trial", "trial", compares_by_chance=True),
    ResearchKind("review", "review", overview=True),
)


def hints(months: dict[str, str] | None = None, **fields: Any) -> list[str]:
    post = Post(**{"id": "x", "title": "x", "summary": "x", **fields})
    problems = Problems(Path("posts/x.md"))
    check_claims(post, Digest("d", kinds=KINDS), months or {}, {"implications": 9}, problems)
    return [problem.what for problem in problems.found]


@pytest.mark.parametrize(
    ("implications", "what"),
    [
        ("Of the 412 clients most were well.", "412"),
        ("Symptoms fell by 37%.", "37%"),
        ("Veterans gained as well.", "veterans"),
        ("Fewer relapses were seen. Go on.", "relapse"),
        ("Adolescents and couples improved.", "adolescents, couples"),
        ("Quality of life improved too.", "quality of life"),
        ("Fewer people dropped out.", "dropping out"),
    ],
)
def test_an_implication_that_the_summary_does_not_support_gets_a_hint(
    implications: str, what: str
) -> None:
    (hint,) = hints(summary="Adults were asked, 300 of them.", implications=implications)
    assert hint.startswith("the summary does not carry")
    assert hint.endswith(f"it has nothing on {what}")


@pytest.mark.parametrize(
    "implications",
    [
        "Of 1,240 clients 41% improved, which is .41.",
        "About 1 in 25 people got worse.",
        "Ask about suicide, and consider the wishes of veterans.",
        "Whether adolescents gained is unknown.",
        "Look again after 12 sessions, or at session 16.",
        "Call 988. Score it from 1 to 10. It has been so since 2014.",
        "People who left early were asked why.",
    ],
)
def test_supported_implications_and_advice_get_no_hint(implications: str) -> None:
    summary = "There were 1240 clients; 41 % improved (0.41), 4 % got worse. Some dropped out."
    assert hints(summary=summary, implications=implications) == []


def test_the_fields_of_a_study_support_an_implication_too() -> None:
    effect = Effect(intervention="CBT", outcome="relapse", value=0.56)
    study = Study(population="veterans", effects=(effect,))
    said = "Relapse was rarer among veterans (0.56)."
    assert hints(study=study, implications=said) == []


@pytest.mark.parametrize("claim", ["Warmth reduces drop-out", "Training makes therapists better"])
def test_a_cause_claimed_from_a_correlation_gets_a_hint(claim: str) -> None:
    (hint,) = hints(title=claim, study=Study(compared="not compared"))
    assert "stronger than the study" in hint
    assert len(hints(implications=f"{claim}.", summary=claim, research="survey")) == 1
    for firm in (
        {"study": Study(compared="by chance", question="treatment")},
        {"research": "trial"},
    ):
        assert hints(title=claim, **firm) == []
    assert hints(title=claim, research="review") == hints(title=claim) == []


@pytest.mark.parametrize(
    "title",
    [
        "Does warmth reduce drop-out?",
        "Warmth goes with less drop-out",
        "How training improves therapists, or may",
        "Causes of death after self-harm",
        "Better results in seven studies",
    ],
)
def test_a_careful_title_gets_no_hint(title: str) -> None:
    assert hints(title=title, study=Study(compared="not compared")) == []


@pytest.mark.parametrize(
    "text",
    [
        "The figures were not verified.",
        "This account rests on the abstract.",
        "We could not read the full article.",
        "The number is still to be checked.",
        "According to the abstract, it helped.",
        "TODO: add the interval.",
    ],
)
def test_notes_on_how_a_post_was_written_get_a_hint(text: str) -> None:
    (hint,) = hints(summary=f"It was so. {text}")
    assert hint.endswith("tells how the post was written, not what was found")
    assert hints(bottom_line=text)


def test_a_sentence_that_only_sounds_like_a_note_gets_no_hint() -> None:
    assert hints(summary="Diagnoses were verified by two raters. Beliefs had to be checked.") == []


def test_a_post_dated_before_its_study_or_a_year_it_mentions_gets_a_hint() -> None:
    cited = "Green, A. (2020). Gardens. Journal of Plots, 1, 2-3."
    assert hints(month="2019-12", citation=cited) == [
        "the post is dated 2019-12, but its study 2020"
    ]
    assert hints(month="2019-12", citation=cited, study=Study(year=2019)) == []
    assert hints(month="2019-12", summary="A trial in 2021 (Green, 2018) differs.") == [
        "the post is dated 2019-12, but mentions 2021"
    ]
    assert hints(month="2019-12", summary="It was so in 2019. There were 2024 people.") == []
    months = {"old": "2018-01", "new": "2020-01"}
    assert hints(months, month="2019-12", updates=("old", "new", "gone")) == [
        "the post updates new, which is later"
    ]
    assert hints(citation=cited, summary="In 2050.") == []


@pytest.mark.parametrize(
    ("kind", "day", "hinted"),
    [
        ("retraction", "1850", True),
        ("erratum", "2017-12-31", True),
        ("erratum", "2018", False),
        ("retraction", None, False),
        ("preprint", "2015", False),
    ],
)
def test_a_notice_before_its_study_gets_a_hint(kind: str, day: str | None, hinted: bool) -> None:
    found = hints(month="2024-05", study=Study(year=2020), notices=(Notice(kind, day),))
    assert found == [f"a notice is dated {day}, but its study 2020"] * hinted


def test_a_correction_before_its_post_gets_a_hint() -> None:
    made = (Correction("2024-04-30", "A name."), Correction("2024-05-01", "A figure."))
    assert hints(month="2024-05", corrections=made) == [
        "a correction is dated 2024-04-30, but the post 2024-05"
    ]


def test_the_demo_digest_claims_no_more_than_its_studies() -> None:
    reading = demo_reading()
    problems = Problems(Path("posts"))
    for post in reading.every_post:
        check_claims(post, reading.digest, by_month(reading.every_post), {}, problems)
    assert [str(problem) for problem in problems.found] == []


def share(texts: Iterable[str], hinted: Callable[[str], bool]) -> float:
    """The share of texts that get a hint."""
    found = [hinted(text) for text in texts]
    return sum(found) / len(found)


@pytest.mark.parametrize("name", ["claims", "claims_fresh"])
def test_most_made_up_violations_are_found(name: str) -> None:
    """The figures are in docs/maintaining.md; texts without a violation get no hint."""
    made = tomllib.loads((REPOSITORY / f"tests/relevance/{name}.toml").read_text("utf-8"))

    def stronger(title: str) -> bool:
        return bool(hints(title=title, research="survey", study=Study(compared="not compared")))

    def noted(text: str) -> bool:
        return bool(hints(summary=f"Adults were asked. {text}"))

    def uncarried(text: str) -> bool:
        asked = "300 adults with depression were asked about therapy."
        return bool(hints(summary=asked, implications=text))

    assert share(made["stronger"], stronger) >= 0.9
    assert share(made["notes"], noted) >= 0.9
    assert share(made["uncarried"], uncarried) >= 0.9
    assert share(made["careful"], stronger) == share(made["told"], noted) == 0


def _fault(hint: str) -> str:
    """The fault behind a hint, as ``claims_posts.toml`` names it."""
    named = {"does not carry": "uncarried", "stronger": "stronger", "was written": "notes"}
    return next((fault for words, fault in named.items() if words in hint), "dated")


@pytest.mark.parametrize("go", ["first", "second"])
def test_most_faults_of_hurried_posts_are_found(go: str) -> None:
    """No hint is wrong; the figures are in docs/maintaining.md."""
    made = tomllib.loads((REPOSITORY / "tests/relevance/claims_posts.toml").read_text("utf-8"))[go]
    found = asked = 0
    for post in made:
        fields = {n: post[n] for n in ("title", "summary", "implications", "month", "research")}
        study = Study(year=post["year"], compared=post["compared"])
        told = set(map(_fault, hints(**fields, study=study)))
        assert told <= set(post["faults"]), post["title"]
        found, asked = found + len(told), asked + len(post["faults"])
    assert len(made) == 20 and found >= 0.8 * asked


@pytest.mark.parametrize(
    ("half", "stronger", "uncarried"),
    [("dev", 12, 17), ("held", 12, 18), ("later", 11, 12), ("last", 4, 6)],
)
def test_unsupported_variants_of_posts_are_found_and_honest_ones_get_no_hint(
    half: str, stronger: int, uncarried: int
) -> None:
    """The counts are in docs/maintaining.md."""
    made = tomllib.loads((REPOSITORY / "tests/relevance/claims_variants.toml").read_text("utf-8"))

    def found(fault: str) -> int:
        return sum(
            bool(_hints_of_variant(post, variant))
            for post in made["post"]
            if post["half"] == half
            for variant in post[fault]
        )

    assert found("honest") == 0
    assert found("stronger") >= stronger and found("uncarried") >= uncarried


def _hints_of_variant(made: dict[str, Any], variant: str) -> list[str]:
    part, _, text = variant.partition(": ")
    post = Post(
        id="x",
        title=text if part == "T" else made["title"],
        summary=made["summary"],
        implications=text if part == "I" else "",
        research=made["research"],
        study=Study(compared=made["compared"], question=made.get("question")),
    )
    problems = Problems(Path("posts/x.md"))
    digest = Digest("d", kinds=demo_reading().digest.kinds, language=made["language"])
    check_claims(post, digest, {}, {}, problems)
    return [problem.what for problem in problems.found]
