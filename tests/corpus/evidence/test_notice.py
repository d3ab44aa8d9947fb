"""Notices on studies: their sentences, their order, and whether a study is retracted."""

from __future__ import annotations

import pytest

from corpus.evidence.notice import NOTICES, Notice, gravest, is_retracted


@pytest.mark.parametrize("kind", NOTICES)
def test_every_kind_has_its_sentence(kind: str) -> None:
    assert Notice(kind).told.endswith(".")


@pytest.mark.parametrize(
    ("notices", "retracted"),
    [
        ([], False),
        ([("concern", "2019")], False),
        ([("retraction", None)], True),
        ([("retraction", "2020-05"), ("correction", "2021")], True),
        ([("retraction", "2020-05"), ("reinstatement", "2021-01-02")], False),
        ([("reinstatement", "2021"), ("retraction", "2020")], False),
        ([("reinstatement", "2021"), ("retraction", "2022")], True),
        ([("reinstatement", "2021"), ("retraction", None)], True),
    ],
)
def test_a_reinstatement_after_a_retraction_counts(
    notices: list[tuple[str, str | None]], retracted: bool
) -> None:
    assert is_retracted(Notice(kind, date) for kind, date in notices) is retracted


@pytest.mark.parametrize(
    ("notices", "first"),
    [
        ([], None),
        ([("erratum", None), ("superseded", None), ("retraction", "2020")], "retraction"),
        ([("erratum", None), ("retraction", "2020"), ("reinstatement", "2021")], "reinstatement"),
        ([("update", None), ("erratum", None)], "erratum"),
    ],
)
def test_the_gravest_notice_comes_first(
    notices: list[tuple[str, str | None]], first: str | None
) -> None:
    found = gravest(Notice(kind, date) for kind, date in notices)
    assert (found.kind if found else None) == first


@pytest.mark.parametrize("kind", NOTICES)
def test_every_kind_has_a_rank(kind: str) -> None:
    assert gravest([Notice(kind)]) == Notice(kind)
