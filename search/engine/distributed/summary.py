"""The summary of a generation: what a reader holds of it, which grows with its words, not posts."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.digest import Digest
from corpus.json_values import WrongValue, from_json
from search.errors import IndexOutdated
from search.index.algebra.cosines import Moments
from search.index.archive import Archive
from search.index.bm25f import Bm25f
from search.index.facets import FacetTable
from search.index.files.settings import SETTINGS
from search.index.labels import Labels
from search.index.lsa import Lsa
from search.index.meaning import Meaning
from search.index.part import Opened
from search.index.store import Store
from search.index.tfidf import PostVectors
from search.index.tokens.analysed import CITATION, Analysed
from search.index.tokens.wordlist import Wordlist
from search.results import FacetValue
from search.text.analyzer import Analyzer, analyzer_of

Floats = NDArray[np.float32]

# The pieces that a reader holds, and the one that grows with the number of posts.
HELD = ("digest", "told", "words", "terms", "arrays")
POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Terms:
    """In how many posts each term is, and how rare that is; see ``lexicon.Frequencies``.

    ``least`` is the lowest weight of each in a post that has it, ``spoken`` whether a post says it
    other than in its citation, ``own`` how many posts have it in title, summary or implications.
    """

    size: int
    having: NDArray[np.int64]
    rarity: Floats
    least: Floats
    spoken: NDArray[np.bool_]
    own: NDArray[np.int64]

    def frequency(self, term: int) -> int:
        """How many posts have the term."""
        return int(self.having[term])


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a generation without its posts.

    ``space`` is the latent space without posts in it. ``moments`` are those of the embeddings of
    posts, and ``nearness`` those of the same at the lengths by which nearness counts them.
    """

    digest: Digest
    analyzer: Analyzer
    words: Wordlist
    terms: Terms
    space: Lsa | None
    moments: Moments | None
    nearness: Moments | None
    labels: Mapping[int, str]
    for_practice: bool
    topics: tuple[FacetValue, ...]
    kinds: tuple[FacetValue, ...]
    months: tuple[FacetValue, ...]


def packed(parts: Opened) -> dict[str, bytes]:
    """What is kept of a whole generation for its summary, in pieces by their names.

    ``POSTS`` has the ids and titles of all, and is read only when all are listed.
    """
    words, bm25f = parts[Analysed], parts[Bm25f]
    space, meaning = parts.get(Lsa), parts.get(Meaning)
    archive = Archive(parts.digest, parts[Store], parts[FacetTable])
    labels = parts[Labels].names
    arrays: dict[str, NDArray[Any]] = {
        "meant": words.words.meant,
        "starts": words.words.starts,
        "having": bm25f.having,
        "rarity": bm25f.rarity,
        "least": np.minimum.reduceat(bm25f.weights, bm25f.starts[:-1]),
        "spoken": _spoken(words),
        "own": np.bincount(parts[PostVectors].terms, minlength=len(words.terms)),
        "labelled": np.array(sorted(labels), np.int32),
    }
    if space is not None:
        arrays |= {"ids": space.ids, "space": space.terms}
        arrays |= {"space_mean": space.moments.mean, "space_square": space.moments.square}
    if meaning is not None:
        # As ``Meaning.nearness`` has them, rounding included.
        lengths = (meaning.steps * meaning.lengths)[:, np.newaxis]
        scaled = Moments.of(meaning.rounded * lengths)
        arrays |= {"mean": meaning.moments.mean, "square": meaning.moments.square}
        arrays |= {"scaled_mean": scaled.mean, "scaled_square": scaled.square}
    told = {
        "posts": bm25f.size,
        "sample": space.sample if space is not None else "",
        "for_practice": words.for_practice,
        "labels": [labels[n] for n in sorted(labels)],
        **{
            name: [[v.value, v.label, v.count] for v in values]
            for name, values in (
                ("topics", archive.topics()),
                ("kinds", archive.kinds()),
                ("months", archive.months()),
            )
        },
    }
    store = parts[Store]
    listed = io.BytesIO()
    np.savez_compressed(listed, allow_pickle=False, **arrays)
    return {
        "digest": (parts.folder / SETTINGS).read_bytes(),
        "told": json.dumps(told, ensure_ascii=False).encode(),
        "words": "\n".join(words.words.words).encode(),
        "terms": "\n".join(words.words.terms).encode(),
        "arrays": listed.getvalue(),
        POSTS: json.dumps([store.ids, store.titles], ensure_ascii=False).encode(),
    }


def unpacked(pieces: Mapping[str, bytes]) -> Summary:
    """The summary that ``packed`` made pieces of. Raises ``IndexOutdated``."""
    told: dict[str, Any] = json.loads(pieces["told"])
    digest = digest_of(pieces)
    with np.load(io.BytesIO(pieces["arrays"]), allow_pickle=False) as opened:
        arrays = {name: opened[name] for name in opened.files}
    space = None
    if "ids" in arrays:
        moments = Moments(arrays["space_mean"], arrays["space_square"])
        nobody = np.empty((0, arrays["space"].shape[1]), np.float32)
        space = Lsa(arrays["ids"], arrays["space"], nobody, moments, told["sample"])
    meant = "mean" in arrays
    return Summary(
        digest=digest,
        analyzer=analyzer_of(digest.vocabulary, digest.language),
        words=Wordlist(
            _lines(pieces["words"]), _lines(pieces["terms"]), arrays["meant"], arrays["starts"]
        ),
        terms=Terms(
            told["posts"],
            *(arrays[name] for name in ("having", "rarity", "least", "spoken", "own")),
        ),
        space=space,
        moments=Moments(arrays["mean"], arrays["square"]) if meant else None,
        nearness=Moments(arrays["scaled_mean"], arrays["scaled_square"]) if meant else None,
        labels=dict(zip(arrays["labelled"].tolist(), told["labels"], strict=True)),
        for_practice=told["for_practice"],
        topics=_values(told["topics"]),
        kinds=_values(told["kinds"]),
        months=_values(told["months"]),
    )


def digest_of(pieces: Mapping[str, bytes]) -> Digest:
    """The digest of a generation, without its posts. Raises ``IndexOutdated``."""
    try:
        return from_json(Digest, json.loads(pieces["digest"]))
    except WrongValue as error:
        raise IndexOutdated(f"the generation has another setting, {error.field}") from error


def _values(told: list[tuple[str, str, int]]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value, label, count) for value, label, count in told)


def _lines(text: bytes) -> list[str]:
    return text.decode().split("\n") if text else []


def _spoken(words: Analysed) -> NDArray[np.bool_]:
    """Which terms posts use themselves: a journal's name says nothing of what a post is about."""
    cited = np.repeat(words.rows[:-1, 1] == CITATION, np.diff(words.rows[:, 4]))
    used = np.zeros(len(words.surfaces), np.bool_)
    used[words.tokens[~cited]] = True
    found = np.zeros(len(words.terms), np.bool_)
    found[words.words.meant[np.repeat(used, np.diff(words.words.starts))]] = True
    return found
