"""Metrics for Prometheus: answers by route and status, never a question.

Each worker counts in files of its own. Where ``PROMETHEUS_MULTIPROC_DIR`` names a folder for them,
any worker can report the sum.

Workers count for themselves, in files that they share where ``PROMETHEUS_MULTIPROC_DIR`` names a
folder; whichever of them is asked tells the sum.
"""

from __future__ import annotations

import hmac
import os
import time

from flask import Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from search.errors import SearchError
from webapp.view.catalog import engine

SHARED = "PROMETHEUS_MULTIPROC_DIR"
# The upper bounds of the histogram, in seconds.
_CLASSES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


def register(app: Flask) -> None:
    """Count answers, and report them at ``/metrics`` to whoever has the token ``METRICS``.

    Without it nothing is counted, and nothing is there.
    """
    token: str = app.config["METRICS"]
    if not token:
        return
    registry = CollectorRegistry()
    # Only the pattern of the path is kept, not an id in it.
    labels = ("route", "status")
    answers = Counter("pprsearch_answers", "Answers.", labels, registry=registry)
    durations = Histogram(
        "pprsearch_answer_seconds",
        "How long answers took to be made.",
        labels[:1],
        buckets=_CLASSES,
        registry=registry,
    )
    generation = Gauge(
        "pprsearch_generation",
        "The number of the generation that serves; it grows by one with each reindexing.",
        registry=registry,
        multiprocess_mode="mostrecent",
    )
    notes = Gauge(
        "pprsearch_notes",
        "What a maintainer must know, in so many sentences; see /readyz.",
        registry=registry,
        multiprocess_mode="mostrecent",
    )

    def before() -> None:
        g.begun = time.perf_counter()

    def after(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        answers.labels(route, str(response.status_code)).inc()
        durations.labels(route).observe(time.perf_counter() - g.get("begun", time.perf_counter()))
        return response

    def metrics() -> Response:
        given = request.headers.get("Authorization", "").encode(errors="replace")
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            abort(401, "The token for metrics must be sent as a bearer token.")
        try:
            generation.set(int(engine().now().generation.partition("-")[0]))
            notes.set(len(engine().health))
        except SearchError:
            generation.set(0)
        told = CollectorRegistry() if SHARED in os.environ else registry
        if told is not registry:
            MultiProcessCollector(told)  # type: ignore[no-untyped-call]
        response = Response(generate_latest(told), content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, before)
    app.after_request(after)
    app.add_url_rule("/metrics", "metrics", metrics)
