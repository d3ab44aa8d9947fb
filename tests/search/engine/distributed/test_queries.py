"""Queries to the cluster are bounded, for any question."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engine.distributed import queries
from search.engine.distributed.summary import Terms
from search.query.clauses import Clause
from search.text.analyzer import Analyzer

SIZE = 60
KNOWN = Terms(
    100,
    np.ones(SIZE, np.int64),
    np.ones(SIZE, np.float32),
    np.ones(SIZE, np.float32),
    np.ones(SIZE, np.bool_),
    np.ones(SIZE, np.int64),
    np.ones(SIZE, np.float32),
    None,
)
NAMES = [f"t{n}" for n in range(SIZE)]

weighed = st.tuples(st.integers(0, SIZE - 1), st.floats(0.1, 2))
clauses = st.builds(
    Clause, st.lists(weighed, min_size=1, max_size=50).map(tuple), st.booleans()
).filter(lambda clause: len(clause.terms) > 1 or not clause.literal)


@given(st.lists(clauses, max_size=60))
def test_a_query_has_no_more_terms_than_a_cluster_accepts(asked: list[Clause]) -> None:
    for query in (
        queries.words(asked, NAMES, KNOWN),
        queries.coverage(asked, NAMES, KNOWN),
    ):
        assert json.dumps(query).count('"term"') <= 1_000


def test_a_long_post_is_compared_by_its_strongest_terms() -> None:
    values = np.linspace(0, 1, 2_000, dtype=np.float32)
    told = json.dumps(queries.alike([f"t{n}" for n in range(2_000)], values, None))
    assert told.count('"term"') <= 1_000
    assert '"t1999"' in told and '"t0"' not in told


def test_a_question_of_stop_words_gives_no_query() -> None:
    assert queries.phrase("the of", Analyzer(), "", "text") is None
    assert queries.author("…") is None


def test_compounds_are_searched_as_parts_and_as_one_word() -> None:
    told = json.dumps(queries.phrase("drop-out rates", Analyzer(), "", "text"))
    assert '"drop rate"' in told and '"dropout rate"' in told


def test_words_of_a_phrase_may_share_a_position() -> None:
    told = queries.together([["a"], ["b"], ["c"]], None)
    ways = told["intervals"]["said"]["any_of"]["intervals"]
    assert len(ways) == 4
    assert [len(way["all_of"]["intervals"]) for way in ways] == [3, 2, 2, 1]
    near = queries.together([["a"], ["b"]], 2)["intervals"]["said"]["all_of"]
    assert (near["ordered"], near["max_gaps"]) == (False, 2)


def test_filters_are_one_query_or_none() -> None:
    one, other, barred = ({"term": {"topics": n}} for n in range(3))
    assert queries.Filters().query is None
    assert queries.Filters([one], [other]).query == queries.every([one, other])
    assert queries.Filters(barred=[barred]).query == queries.every([], [barred])
