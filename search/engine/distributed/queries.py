"""Builds queries in OpenSearch's query language.

Their scores equal those of one leg of the ranking, or the evidence that a post answers, so that the
cluster proposes, counts and sums up exactly what the legs compute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product, zip_longest
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search import weights
from search.engine.distributed import mapping
from search.engine.distributed.mapping import SCALE, near
from search.engine.distributed.summary import Terms
from search.index.exact.named import author_forms, words_of
from search.index.exact.runs import runs
from search.index.meaning import Meaning
from search.query.asked import Asked
from search.query.clauses import Clause
from search.ranking.legs import BELOW
from search.text.analyzer import Analyzer

Json = dict[str, Any]
Floats = NDArray[np.float32]

# Scores must not be negative: so much is added to a cosine, and to evidence.
ABOVE = 4.0
# The embeddings that tell whether a post answers, and how alike two are.
MEANING = Meaning.name
NOTHING: Json = {"match_none": {}}
# Clusters take 1,024 terms in a query unless they are told otherwise.
_MOST_TERMS = 900
# So many words are looked for at the place of the one before them.
_MOST_AT_ONE_PLACE = 4
# How far a count may be off for the rounding of scores.
_ROUNDED = 1e-6


class Filters(NamedTuple):
    """What posts must pass, all of it, and the ``barred`` queries that they must not match.

    ``filed`` are filters by what is known of every post (topic, kind, year); ``exact`` are others.
    """

    filed: Sequence[Json] = ()
    exact: Sequence[Json] = ()
    barred: Sequence[Json] = ()

    @property
    def query(self) -> Json | None:
        """The query for the posts that pass; None if all do."""
        return every([*self.filed, *self.exact], self.barred) if any(self) else None


def words(clauses: Sequence[Clause], terms: Sequence[str], known: Terms) -> Json:
    """A query that scores by the question's words, as ``WordLeg`` does."""

    def score(term: int, weight: float) -> Json:
        highest = weight * float(known.rarity[term]) * (weights.K1 + 1)
        return {"term": {"words": {"value": terms[term], "boost": highest / SCALE}}}

    def best_term(clause: Clause) -> Json:
        if len(clause.terms) == 1:
            return score(*clause.terms[0])
        others = best([score(*one) for one in clause.terms[clause.literal :]])
        if not clause.literal:
            return others
        literal, weight = clause.terms[0]
        most = float(np.float32(BELOW) * np.float32(weight) * known.least[literal])
        source = "Math.min(_score, params.most)"
        capped = {
            "script_score": {
                "query": others,
                "script": {"source": source, "params": {"most": most}},
            }
        }
        return best([score(literal, weight), capped])

    return _sum([best_term(clause) for clause in bounded(clauses)])


def readings(asked: Asked) -> list[tuple[Clause, ...]]:
    """The clauses of a question, and those by which its translations are searched."""
    translated = asked.translated.clauses if asked.translated is not None else ()
    return [clauses for clauses in (asked.clauses, translated) if clauses]


def bounded(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses, shortened to as many terms as a query may have.

    What begins with some letters may be fifty terms, the most frequent of them first.
    """
    if sum(len(clause.terms) for clause in clauses) <= _MOST_TERMS:
        return list(clauses)
    most = max(_MOST_TERMS // len(clauses), 1)
    return [Clause(clause.terms[:most], clause.literal and most > 1) for clause in clauses]


def plainly(asked: Sequence[int], terms: Sequence[str], known: Terms) -> Json:
    """A query that scores by BM25F of some terms."""
    return words([Clause(((term, 1.0),)) for term in asked], terms, known)


def coverage(clauses: Sequence[Clause], terms: Sequence[str], known: Terms) -> Json:
    """A query that scores by how much of a question posts cover, as ``CoverageLeg`` does."""
    found = []
    for clause in bounded(clauses):
        values = [
            (float(np.float32(weight) * known.rarity[term]), terms[term])
            for term, weight in clause.terms
        ]
        found.append(best([_having({"term": {"words": t}}, value) for value, t in values]))
    return _sum(found)


def nearest(field: str, vector: Floats) -> Json:
    """A query that scores posts by the product of their vectors with one."""
    told = {"field": field, "query_value": vector.tolist(), "space_type": "innerproduct"}
    script = {"lang": "knn", "source": "knn_score", "params": told}
    return {"script_score": {"query": {"exists": {"field": field}}, "script": script}}


def evidence(covered: Json | None, wanted: float, nearness: Floats | None, bar: float) -> Json:
    """A query for posts with at least so much evidence; see ``answered.evidence``."""
    if nearness is None:
        return {"query": covered or NOTHING, "min_score": bar * wanted * (1 - _ROUNDED)}
    source = f"params.above + innerProduct(params.vector, doc['{near(MEANING)}'])"
    params: Json = {"above": ABOVE, "vector": nearness.tolist()}
    query: Json = _having({"match_all": {}}, 0.0)
    if covered is not None and wanted > 0:
        query = {"bool": {"must": [query], "should": [covered]}}
        source += " + params.share * _score"
        params["share"] = weights.COVERED / wanted
    script = {"source": source, "params": params}
    return {
        "query": {"script_score": {"query": query, "script": script}},
        "min_score": ABOVE + bar - _ROUNDED,
    }


def alike(terms: Sequence[str], values: Floats, whole: Floats | None) -> Json:
    """A query that scores by likeness to a post, as ``Likeness`` does, with ``ABOVE`` added.

    ``values`` are what the post's terms count, times what they count in whichever post.
    """
    # Of a long post those that count most.
    strongest = np.argsort(-values, kind="stable")[:_MOST_TERMS].tolist()
    by_words = _sum(
        [
            {"term": {"near": {"value": terms[n], "boost": float(values[n]) / mapping.NEAR}}}
            for n in strongest
            if values[n] > 0
        ]
    )
    source, field = "params.above + _score", mapping.whole(MEANING)
    params: Json = {"above": ABOVE}
    if whole is not None:
        source += f" + params.share * innerProduct(params.vector, doc['{field}'])"
        params |= {"share": weights.ALIKE_MEANING, "vector": whole.tolist()}
    query = {"bool": {"must": [_having({"match_all": {}}, 0.0)], "should": [by_words]}}
    return {"script_score": {"query": query, "script": {"source": source, "params": params}}}


def stated() -> Json:
    """An aggregation from which the mean and spread of all scores follow."""
    return {"scores": {"extended_stats": {"script": {"source": "_score"}}}}


def filed(topics: Collection[int], kinds: Collection[int] | None) -> list[Json]:
    """Filters for posts with all of some topics and one of some kinds; ``None`` means any."""
    found: list[Json] = [{"term": {"topics": topic}} for topic in topics]
    return found if kinds is None else [*found, {"terms": {"kind": sorted(kinds)}}]


def within(first: int | None, last: int | None, field: str = "year") -> Json:
    """A filter for posts of some years, or for those whose studies are (``studied``)."""
    span = {"gte": first if first is not None else 1}
    return {"range": {field: span if last is None else {**span, "lte": last}}}


def phrase(text: str, analyzer: Analyzer, language: str, *fields: str) -> Json | None:
    """A filter for posts with a phrase; None if it has only stop words. See ``FullText``."""
    ways = runs(text, analyzer, language)
    return either([_run(field, way) for field in fields for way in ways]) if ways else None


def author(name: str) -> Json | None:
    """A filter for posts by an author; None for a name without letters."""
    named = words_of(name)
    if not named:
        return None
    forms = [_run("authors", form) for form in author_forms(name)]
    # Of two family names either order is meant, and perhaps two authors.
    if all(len(word) > 1 for word in named):
        forms.append({"bool": {"filter": [{"term": {"authors": word}} for word in named]}})
    return either(forms)


def together(ways: Sequence[Collection[str]], between: int | None) -> Json:
    """A filter for posts with one of each of some terms near each other in a sentence.

    So many other words may stand between them; None has each follow the one before it, or stand at
    the same place, as the parts of a compound do.
    """
    found = [{"any_of": {"intervals": [_word(t) for t in sorted(way)]}} for way in ways]
    if between is not None:
        rule = {"ordered": False, "max_gaps": between, "intervals": found}
        return {"intervals": {"said": {"all_of": rule}}}
    return {"intervals": {"said": {"any_of": {"intervals": list(_in_order(found))}}}}


def _in_order(found: Sequence[Json]) -> Iterator[Json]:
    """Queries for words that follow each other, where any two may share a position."""
    between = min(len(found) - 1, _MOST_AT_ONE_PLACE)
    for joined in product((False, True), repeat=between):
        groups: list[list[Json]] = [[found[0]]]
        for word, same in zip_longest(found[1:], joined, fillvalue=False):
            if same:
                groups[-1].append(word)  # type: ignore[arg-type]
            else:
                groups.append([word])  # type: ignore[list-item]
        rule = {"ordered": True, "max_gaps": 0, "intervals": [_at_one_place(g) for g in groups]}
        yield {"all_of": rule}


def _at_one_place(words: Sequence[Json]) -> Json:
    """A query for words at the same position."""
    first, *others = words
    if not others:
        return first
    within = {"filter": {"contained_by": _at_one_place(others)}}
    return {"all_of": {"intervals": [first], **within}}


def either(queries: Sequence[Json]) -> Json:
    """A filter for posts that match one of some queries."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def every(filters: Sequence[Json], excluded: Sequence[Json] = ()) -> Json:
    """A filter for posts that match all of some queries and none of others."""
    return {"bool": {"filter": list(filters), "must_not": list(excluded)}}


def _word(term: str) -> Json:
    return {"match": {"query": term, "analyzer": "whitespace"}}


def _run(field: str, terms: Sequence[str]) -> Json:
    """A query for consecutive terms."""
    if len(terms) == 1:
        return {"term": {field: terms[0]}}
    return {"match_phrase": {field: {"query": " ".join(terms), "analyzer": "whitespace"}}}


def _having(query: Json, score: float) -> Json:
    return {"constant_score": {"filter": query, "boost": score}}


def best(queries: Sequence[Json]) -> Json:
    """A query that scores by the best of one or more queries."""
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": list(queries)}}


def _sum(queries: Sequence[Json]) -> Json:
    return {"bool": {"should": list(queries)}} if queries else NOTHING
