"""The words of questions and posts by their stems."""

from __future__ import annotations

from corpus.post import Post
from search.answers.stems import common_stems, stems, told_in, words_in, worth


def test_parts_of_compounds_count_by_themselves() -> None:
    assert words_in("Drop-out, it's said") == ["Drop-out", "it's", "said"]
    assert stems(["drop-outs", "pruning"]) == (*stems(["drop"]), *stems(["out"]), *stems(["prune"]))


def test_a_post_is_read_sentence_by_sentence() -> None:
    post = Post(
        id="a", title="Roses", bottom_line="Prune.", summary="One. Two.", implications="Go\non."
    )
    told = [frozenset(stems([text])) for text in ("Roses", "Prune", "One", "Two", "Go", "on")]
    assert told_in(post) == tuple(told)


def test_words_that_say_how_a_question_asks_count_less() -> None:
    (rose, effect, article) = stems(["roses effective le"])
    assert worth(rose) == 1 > worth(effect) > worth(article) == 0
    assert effect in common_stems() and rose not in common_stems()
