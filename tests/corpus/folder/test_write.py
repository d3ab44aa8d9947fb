"""Posts are written as files in canonical form, which read back as the same posts."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.notice import NOTICES, Notice
from corpus.evidence.study import COMPARISONS, QUESTIONS, READINGS, SIDES, Effect, Study
from corpus.folder.post_file import read_post
from corpus.folder.read import DEMO, post_files
from corpus.folder.write import post_text
from corpus.json_values import to_json
from corpus.post import CITATION_PARTS, Correction, Post
from tests.digests.digest_folder import POST

FILE = Path("posts/2021-07-do-gardens-help.md")

# One line of text as a file can hold it, and a part of a post: no heading, no blanks at its ends.
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
LINES = st.text(_CHARACTERS, max_size=60).map(lambda text: " ".join(text.split()))
PARTS = st.lists(st.text(_CHARACTERS, max_size=60), max_size=5).map(
    lambda lines: "\n".join(lines).strip()
)
NAMES = st.lists(LINES.filter(bool), max_size=3, unique=True).map(tuple)
IDS = st.lists(st.from_regex(r"20[0-9]{2}-0[1-9]-[a-z0-9]{1,9}", fullmatch=True), max_size=2)
_TEXT = st.none() | LINES.filter(bool)
_NUMBER = (
    st.none()
    | st.sampled_from([0.0, 3.0, -0.043, 1e-07, 14911.0])
    | st.floats(-1e6, 1e6).map(lambda number: round(number, 4) + 0.0)
)
_COUNT = st.none() | st.integers(0, 10**12)
_DATES = st.none() | st.sampled_from(["2018", "2020-09", "2020-05-06"])
_DOIS = st.sampled_from([None, "10.1000/a", "10.1016/S2215-0366(20)30351-5", "10.1000/a,b"])
EFFECTS = st.builds(
    Effect,
    *(_TEXT, _TEXT, _TEXT, _TEXT),
    measure=st.none() | st.sampled_from(["g", "%", "$", "% of variance", "£ per QALY"]) | _TEXT,
    value=_NUMBER,
    low=_NUMBER,
    high=_NUMBER,
    p=st.sampled_from([None, "<.001", "ns", ".05", "p = 0.3"]) | _TEXT,
    studies=_COUNT,
    participants=_COUNT,
    favours=st.sampled_from([None, *SIDES]),
)
STUDIES = st.builds(
    Study,
    year=st.none() | st.integers(1900, 2099),
    question=st.sampled_from([None, *QUESTIONS]),
    compared=st.sampled_from([None, *COMPARISONS]),
    population=_TEXT,
    setting=_TEXT,
    studies=_COUNT,
    participants=_COUNT,
    data=_TEXT,
    read=st.sampled_from([None, *READINGS]),
    effects=st.lists(EFFECTS, max_size=2).map(tuple),
).filter(lambda study: study != Study())
NOTICES_OF_ANY_KIND = st.builds(Notice, st.sampled_from([*NOTICES]), _DATES, _DOIS)
ALIASES = st.lists(
    st.sampled_from(["2015-02-old", "/2014/05/für-immer/", "MED-10", "a:b", "x/y", "1234"]),
    unique=True,
).map(tuple)
CORRECTIONS = st.builds(
    Correction, st.sampled_from(["2024-05-17", "2020-02-29"]), LINES.filter(bool)
)
POSTS_OF_ANY_KIND = st.builds(
    Post,
    id=st.just(FILE.stem),
    title=LINES,
    summary=PARTS,
    implications=PARTS,
    month=st.sampled_from([None, "2021-07", "1999-12"]),
    topics=NAMES,
    research=st.none() | LINES.filter(bool),
    citation=st.none() | LINES.filter(bool),
    doi=st.sampled_from([None, "10.1000/a", "10.1016/S0140-6736(96)<1:2>3.0.CO;2-X", "10.1/x:#y"]),
    pin=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    never=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    updates=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    contradicts=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    same_data=IDS.map(lambda ids: tuple(dict.fromkeys(ids))),
    topics_proposed=st.booleans(),
    pmid=st.sampled_from([None, "1", "31758858"]),
    bottom_line=_TEXT,
    study=st.none() | STUDIES,
    notices=st.lists(NOTICES_OF_ANY_KIND, max_size=3, unique=True).map(tuple),
    aliases=ALIASES,
    writer=_TEXT,
    interests=_TEXT,
    series=_TEXT,
    licence=_TEXT,
    corrections=st.lists(CORRECTIONS, max_size=2).map(tuple),
    draft=st.booleans(),
    publish=st.sampled_from([None, "2027-01-15", "2020-02-29"]),
    unseen=st.sets(st.sampled_from(CITATION_PARTS)).map(tuple),
).filter(lambda post: post.doi != "10.1/x:#y")


EVIDENCE = """\
---
title: "Compost"
pmid: "31758858"
bottom_line: "Compost did more than nothing (g = 0.25)."
study:
  year: 2014
  question: treatment
  compared: by chance
  population: beans, of any age
  studies: 10
  participants: 1240
  data: "Trial: 1992"
  read: full text
  effects:
    - {intervention: compost, comparator: "soil, bare", outcome: yield, measure: g, value: 0.25, \
low: 0.14, high: 0.36, p: "<.001", studies: 10, participants: 1240, favours: intervention}
    - {outcome: given up, measure: "%", value: 29}
notices:
  - {kind: erratum, date: 2020-05-06, doi: 10.1001/water.2020.1242}
  - {kind: update, date: 2018}
related:
  updates:
    - 2019-01-mulch
  contradicts:
    - 2019-02-bare-soil
  same_data:
    - 2019-03-worms
aliases:
  - 2015-02-compost
  - "/2014/05/compost/"
author: A. Green
interests: none
series: "Soil: a series"
licence: CC BY 4.0
corrections:
  - {date: 2024-05-17, what: "The figure was 0.52, not 0.25."}
draft: true
publish: 2027-01-15
---

S.

## Practice Implications

I.
"""


def test_the_evidence_of_a_post_is_canonical() -> None:
    reading = read_post(EVIDENCE, FILE, None, None)
    assert [p.what for p in reading.problems if "missing" not in p.what] == [
        "the post has no topic"
    ]
    assert reading.post is not None
    assert reading.post.study == Study(
        year=2014,
        question="treatment",
        compared="by chance",
        population="beans, of any age",
        studies=10,
        participants=1240,
        data="Trial: 1992",
        read="full text",
        effects=(
            Effect(
                intervention="compost",
                comparator="soil, bare",
                outcome="yield",
                measure="g",
                value=0.25,
                low=0.14,
                high=0.36,
                p="<.001",
                studies=10,
                participants=1240,
                favours="intervention",
            ),
            Effect(outcome="given up", measure="%", value=29.0),
        ),
    )
    assert reading.post.corrections == (Correction("2024-05-17", "The figure was 0.52, not 0.25."),)
    assert post_text(reading.post) == EVIDENCE


def test_the_text_of_a_post_is_canonical() -> None:
    post = Post(
        id="2021-07-a",
        title='Who said "help"?',
        summary="One.\n\nTwo.",
        implications="Three.",
        month="2021-07",
        topics=("Gardens, Parks, and Woods", "yes"),
        research="survey",
        citation="Green: a\\b.",
        doi="10.1000/x",
        pin=("2021-07-b",),
        never=("2021-07-c",),
        topics_proposed=True,
    )
    assert post_text(post) == (
        "---\n"
        'title: "Who said \\"help\\"?"\n'
        "month: 2021-07\n"
        "topics:\n"
        "  - Gardens, Parks, and Woods\n"
        '  - "yes"\n'
        "research: survey\n"
        'citation: "Green: a\\\\b."\n'
        "doi: 10.1000/x\n"
        "related:\n"
        "  pin:\n"
        "    - 2021-07-b\n"
        "  never:\n"
        "    - 2021-07-c\n"
        "topics_proposed: true\n"
        "---\n\n"
        "One.\n\nTwo.\n\n"
        "## Practice Implications\n\n"
        "Three.\n"
    )


@given(POSTS_OF_ANY_KIND)
def test_a_written_post_is_read_back_unchanged(post: Post) -> None:
    assert read_post(post_text(post), FILE, None, None).post == post


@given(POSTS_OF_ANY_KIND)
def test_other_yaml_readers_read_the_same(post: Post) -> None:
    front = yaml.safe_load(post_text(post).split("\n---\n")[0])
    assert (front["title"], front.get("month")) == (post.title, post.month)
    assert tuple(front.get("topics", ())) == post.topics
    assert (front.get("citation"), front.get("doi")) == (post.citation, post.doi)
    study = front.get("study") or {}
    assert study == (to_json(post.study) if post.study else {})
    assert [str(one["kind"]) for one in front.get("notices", ())] == [n.kind for n in post.notices]
    assert (front.get("author"), front.get("bottom_line")) == (post.writer, post.bottom_line)


def test_a_file_in_canonical_form_is_written_as_it_was() -> None:
    post = read_post(POST, FILE, None, None).post
    assert post is not None
    assert post_text(post) == POST


def test_every_post_of_the_demo_digest_is_unchanged_by_rewriting() -> None:
    for path in post_files(DEMO)[0]:
        post = read_post(path.read_text("utf-8"), path, None, None).post
        assert post is not None
        assert read_post(post_text(post), path, None, None).post == post
