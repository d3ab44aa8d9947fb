"""Computes the principal components that the vectors of word pieces are stored in.

    python benchmarks/learning/directions.py ../shared/data

The texts are half of the demo digest's posts and 250 titles with abstracts of the collection
``scale``, which has no judged questions. The pieces of these texts are embedded by the model
for passages that answer; punctuation and words that only join others are left out. The mean of the
vectors and their principal directions are written to ``search/index/model/directions.npy``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.folder.read import DEMO, read_corpus
from search.index.embedding import MAX_TOKENS, embedder, unit
from search.index.files import arrays
from search.index.model.known import ANSWERING
from search.index.tokens.analysed import texts
from search.index.wordpieces import DIRECTIONS, FILE, faint

_TEXTS = 250


def main() -> None:
    """Write the directions, and print the share of the variance that lies in them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="the folder of the collections")
    reader, found = embedder(ANSWERING), []
    for text in _read(parser.parse_args().data):
        pieces = reader.pieces(text)[: MAX_TOKENS - 2]
        states = reader.states(pieces)[1:-1]
        found.append(unit(states[~faint(pieces)]))
    vectors = np.concatenate(found)
    middle = vectors.mean(axis=0)
    spreads, directions = np.linalg.eigh(np.cov((vectors - middle).T))
    table = np.vstack([middle, directions[:, : -DIRECTIONS - 1 : -1].T])
    arrays.write(FILE, table.astype(np.float16))
    share = spreads[-DIRECTIONS:].sum() / spreads.sum()
    print(f"{len(vectors)} pieces; {share:.1%} of their variance lies in {DIRECTIONS} directions")


def _read(data: Path) -> Iterator[str]:
    for post in read_corpus(DEMO).digest.posts[::2]:
        title, summary, implications, *_ = texts(post)
        yield f"{title}. {summary} {implications}"
    with (data / "scale" / "corpus.jsonl").open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    for document in documents[:: len(documents) // _TEXTS]:
        yield f"{document['title']}. {document['text']}"


if __name__ == "__main__":
    main()
