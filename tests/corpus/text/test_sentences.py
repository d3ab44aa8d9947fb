"""Text is split into sentences without a trained model, nearly as a trained one does it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.sentences import sentences
from search.text.plain import plain
from tests.demo.reading import demo_reading

TEXTS = st.text() | st.text("ab A.!?\n\r\t\u2028 \"'”)(1éÉ") | st.text("et al. Dr. J. p. \n")


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Flückiger et al. (2020) pooled 60 studies.",
        "As Wampold et al. 2015 said.",
        "See Dr. Smith about it.",
        "Group A vs. Group B was compared.",
        "It fell (p. 12) and rose (pp. 13-14).",
        "J. B. Smith wrote it.",
        "The U.S. National Institute paid.",
        "Some therapies, e.g. CBT, helped.",
        "The effect was d = 0.5 on average.",
        "Ph.D. Students took part.",
        "Compare cf. Table 3 of it.",
        "Turn to No. 3 of them, and Nos. 4 and 5.",
        "(Dr. Green said so.)",
        "it never ended. nothing followed in a capital",
        "",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert cut(text) == ([text] if text else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It helped. It cost little.", ["It helped.", "It cost little."]),
        ("Did it help? No! It hurt…", ["Did it help?", "No!", "It hurt…"]),
        ('She said: "It helped." Then she left.', ['She said: "It helped."', "Then she left."]),
        ("It rose (by 5.) Then it fell.", ["It rose (by 5.)", "Then it fell."]),
        ("Alliance, trust, etc. Clients agreed.", ["Alliance, trust, etc.", "Clients agreed."]),
        ("It helped. 60 people took part.", ["It helped.", "60 people took part."]),
        ("It helped. Élise agreed.", ["It helped.", "Élise agreed."]),
        ("It helped. “So they said.”", ["It helped.", "“So they said.”"]),
        ("One line\nanother line", ["One line", "another line"]),
        (
            "The answer stays no. The gains were small.",
            ["The answer stays no.", "The gains were small."],
        ),
        ("See Dr.\nSmith came.", ["See Dr.", "Smith came."]),
        ("  \n\n  One.  \n  ", ["One."]),
    ],
)
def test_two_sentences_are_split(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(TEXTS)
def test_sentences_cover_everything_in_order_without_overlap(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        at = end
    assert text[at:].strip() == ""


def test_punkt_trained_on_the_demo_digest_finds_nearly_the_same_ends() -> None:
    # Imported here, since it takes as long as many tests, and every collecting process would wait.
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    posts = demo_reading().digest.posts
    lines = [line for p in posts for line in plain(f"{p.summary}\n\n{p.implications}").split("\n")]
    trainer = PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.train("\n".join(lines), finalize=True)
    punkt = PunktSentenceTokenizer(trainer.get_params())
    ours = {(n, start) for n, line in enumerate(lines) for start, _ in sentences(line)}
    theirs = {(n, start) for n, line in enumerate(lines) for start, _ in punkt.span_tokenize(line)}
    assert len(ours) > 1000
    # Punkt takes "too." for an abbreviation. It ends a sentence at every question mark, even if the
    # sentence goes on after a quoted question.
    assert len(ours ^ theirs) < 0.01 * len(ours)


def test_a_text_of_abbreviations_is_read_once() -> None:
    text = "See Dr. " * 100_000
    assert cut(text) == [text.strip()]
