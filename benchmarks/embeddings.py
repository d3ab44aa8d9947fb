"""What sentence embeddings cost by themselves: a question's, and those of the demo's posts."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence

from inquiries import Inquiry

from corpus.folder.read import DEMO, read_corpus
from search.index.embedding import embedder
from search.index.meaning import fit


def measure(asked: Sequence[Inquiry]) -> dict[str, float]:
    """Milliseconds a question, and posts a second on all cores."""
    model = embedder()
    times = []
    for inquiry in asked:
        started = time.perf_counter()
        model.embed(inquiry.text)
        times.append(time.perf_counter() - started)
    posts = read_corpus(DEMO).digest.posts
    started = time.perf_counter()
    fit(posts, model, {})
    seconds = time.perf_counter() - started
    return {
        "question_ms": statistics.median(times) * 1000,
        "posts_a_second": len(posts) / seconds,
        "cores": os.cpu_count() or 1,
    }
