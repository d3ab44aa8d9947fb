"""Groups of synonyms are proposed with evidence as TOML, unless the vocabulary has them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest, OneWay, Topic, Vocabulary
from corpus.post import Post
from search.index.embedding import Embedder
from search.vocabulary.groups import Proposals, propose, toml_lines

NEAR = {"slugs": 0, "snails": 0, "copper": 1, "cooper": 1, "frost": 2, "frosts": 2}


class Nearness:
    """A stand-in for the model: terms with the same number are similar, all others are not."""

    def embed_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.eye(len(texts), 500, dtype=np.float32)
        for row, text in enumerate(texts):
            if text in NEAR:
                vectors[row] = 0
                vectors[row, 400 + NEAR[text]] = 1
        return vectors


EMBEDDER = cast(Embedder, Nearness())


def digest(*summaries: str, vocabulary: Vocabulary | None = None) -> Digest:
    posts = tuple(
        Post(id=f"2021-{n + 1:02}-post", title=f"Number {n}", summary=text)
        for n, text in enumerate(summaries)
    )
    return Digest(
        name="Gardens",
        posts=posts,
        topics=(Topic("slugs", "Slugs"),),
        vocabulary=vocabulary or Vocabulary(),
    )


TEXTS = (
    "Here slugs ate beans. Integrated pest management (IPM) was tried.",
    "There snails ate peas. Then integrated pest management (IPM) won.",
    "Slugs ate lettuce, and copper helped. Odds ratios (OR) were low.",
    "Snails like rain. A cooper helped. Irrigation plans made (IPM) were kept.",
    "Water is scarce. A cooper and copper. Peas grew.",
)


def test_abbreviations_are_proposed_with_the_sentence_that_defines_them() -> None:
    first, *others = propose(digest(*TEXTS), None).groups
    assert first.terms == ("IPM", "Integrated pest management")
    assert first.evidence == "2021-01-post: Integrated pest management (IPM) was tried."
    assert first.posts == ("2021-01-post", "2021-02-post")
    assert first.caution == 'posts use IPM for "Irrigation plans made" as well.'
    (ratio,) = [g for g in others if g.terms[0] == "OR"]
    assert "is a word too" in ratio.caution


def test_groups_in_the_vocabulary_are_not_proposed() -> None:
    words = Vocabulary(
        equal=(("IPM", "integrated pest management"),),
        one_way=(OneWay(("OR",), ("odds ratio",), ("confidence",)),),
    )
    terms = [g.terms for g in propose(digest(*TEXTS, vocabulary=words), None).groups]
    assert terms == [("IPM", "Irrigation plans made")]


def test_similar_terms_are_proposed_as_pairs_those_of_the_field_first() -> None:
    alike = [g for g in propose(digest(*TEXTS), EMBEDDER).groups if g.kind == "alike"]
    assert set(alike[0].terms) == {"slugs", "snails"}
    assert '"slugs" in 2 posts' in alike[0].evidence
    assert alike[0].score == 1.0
    assert [set(g.terms) for g in alike[1:]] == [{"copper", "cooper"}]
    held = Vocabulary(equal=(("slug", "snail"),))
    again = propose(digest(*TEXTS, vocabulary=held), EMBEDDER).groups
    assert not [g for g in again if "slugs" in g.terms]


def test_terms_used_side_by_side_are_not_proposed_as_synonyms() -> None:
    beside = "Slugs and snails ate. Slugs and snails slept."
    found = propose(digest(beside, beside, "Peas."), EMBEDDER).groups
    assert not [g for g in found if g.kind == "alike"]


def test_proposals_are_printed_as_toml() -> None:
    long = "Drip lines watered beans well. " * 2
    proposals = propose(digest(*TEXTS, long, long, long), EMBEDDER)
    text = "\n".join(toml_lines(proposals))
    assert tomllib.loads(text) == {"equal": [list(g.terms) for g in proposals.groups]}
    assert "# Caution: posts use IPM" in text
    assert "#   drip lines (6 times in 3 posts)" in text
    assert "Opposites" in text


def test_an_empty_digest_gives_no_proposals() -> None:
    nothing = propose(digest(), EMBEDDER)
    assert nothing == Proposals((), ())
    assert tomllib.loads("\n".join(toml_lines(nothing))) == {"equal": []}
