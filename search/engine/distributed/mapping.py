"""The mapping of a post's fields in the cluster, and the settings of an index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

# Raised whenever the documents of a generation change their form. It is in the names of aliases,
# so that servers of two versions each find a generation that they can read.
FORMAT = 11

# A term's share of its highest weight, and a cosine, as the whole number of times that it stands
# in a field.
SCALE = 1_000_000
# The same for how often a post says a term, of the length of its vector, which is less.
NEAR = 16 * SCALE
# So many posts are in one shard at most.
_SHARD = 250_000
# No phrase, and no nearness, goes from one sentence to the next.
GAP = 100
# Stands where a post has no word, such as between two of its parts.
NO_WORD = "¶"
# Some terms at one place.
BESIDE = "|"

# The field with the places of posts in the latent space.
LATENT = "latent"

Json = dict[str, Any]
# The fields that posts are sorted by, each with its direction; no two posts have the same of all.
Sort = tuple[tuple[str, str], ...]
IN_ORDER: Sort = (("at", "asc"),)
NEWEST: Sort = (("month", "desc"), *IN_ORDER)
BY_STUDY: Sort = (("year", "desc"), *NEWEST)


_LISTED = ("id", "title", "translated")


class Listed(NamedTuple):
    """The ids and titles of all posts.

    ``translated`` has the titles in other languages, by language and id.
    """

    ids: list[str]
    titles: list[str]
    translated: dict[str, dict[str, str]]

    @staticmethod
    def read() -> Json:
        """What a search asks for them."""
        return {"docvalue_fields": list(_LISTED)}

    @classmethod
    def of(cls, found: Iterable[Json]) -> Self:
        """Those in the fields of documents that were found so."""
        listed = cls([], [], {})
        for fields in found:
            (post,), (title,), told = (fields.get(name, ()) for name in _LISTED)
            listed.ids.append(post)
            listed.titles.append(title)
            for one in told:
                language, _, translated = one.partition(" ")
                listed.translated.setdefault(language, {})[post] = translated
        return listed


def turned(sort: Sort) -> Sort:
    """The sort order reversed."""
    return tuple((field, "asc" if way == "desc" else "desc") for field, way in sort)


def sorting(sort: Sort) -> list[Json]:
    """The sort order as the cluster takes it."""
    return [{field: way} for field, way in sort]


def body(posts: int, dimensions: int, embedded: Mapping[str, int]) -> Json:
    """The settings and mapping of an index for so many posts.

    ``dimensions`` are those of the latent space, 0 without, and ``embedded`` those of each kind of
    embedding that there is.
    """
    return {
        "settings": {
            "number_of_shards": max(1, -(-posts // _SHARD)),
            # As many copies as there are nodes for, but no more than one.
            "auto_expand_replicas": "0-1",
            # All is put in at once, and refreshed when it is there.
            "refresh_interval": "-1",
            # Vectors are compared exactly, by scripts.
            "index.knn": False,
            "similarity": {
                # Lucene's own would weigh terms by what each shard has of them.
                "sum": {
                    "type": "scripted",
                    "weight_script": {"source": "return query.boost"},
                    "script": {"source": "return weight * doc.freq"},
                }
            },
            "analysis": {
                "filter": {
                    "times": {"type": "delimited_term_freq", "delimiter": BESIDE},
                    "beside": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": [f"([^{BESIDE}]+)"],
                    },
                },
                "analyzer": {
                    "times": {"tokenizer": "whitespace", "filter": ["times"]},
                    "places": {"tokenizer": "whitespace", "filter": ["beside"]},
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["shown"]},
            "properties": {
                "id": {"type": "keyword"},
                # Of titles in other languages each stands behind its language.
                **{name: {"type": "keyword", "index": False} for name in ("title", "translated")},
                "aliases": {"type": "keyword"},
                # The post's place: a number that is higher for those later in the digest.
                "at": {"type": "long"},
                "topics": {"type": "integer"},
                "kind": {"type": "integer"},
                "month": {"type": "integer"},
                # The year that filters go by, and that of the study.
                "year": {"type": "integer"},
                "studied": {"type": "integer"},
                "by_chance": {"type": "boolean"},
                "words": _summed(),
                "near": _summed(),
                **{name: _placed() for name in ("text", "cited", "heading", "authors")},
                "said": _placed(),
                "named": {"type": "keyword"},
                # Of posts that have embeddings, pieces are the small vectors of their words'.
                **{
                    name: {"type": "binary", "doc_values": True}
                    for name in ("payload", "held", "pieces")
                },
                "shown": {"type": "object", "enabled": False},
                **({LATENT: _vector(dimensions)} if dimensions else {}),
                **{
                    field: _vector(size)
                    for name, size in embedded.items()
                    for field in (near(name), whole(name))
                },
            },
        },
    }


def near(embedding: str) -> str:
    """The name of the field with the vectors that questions are compared with, by model."""
    return f"{embedding}_near"


def whole(embedding: str) -> str:
    """The name of the field with the posts' unit vectors, by model."""
    return f"{embedding}_whole"


def summary_body() -> Json:
    """The settings and mapping of the index for the pieces of a generation's summary."""
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {"piece": {"type": "object", "enabled": False}},
        },
    }


def lease_body() -> Json:
    """The settings and mapping of the index for the leases of writers."""
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {"lease": {"type": "object", "enabled": False}},
        },
    }


def _summed() -> Json:
    """A field whose terms carry a frequency; a score is the sum of these."""
    return {
        "type": "text",
        "analyzer": "times",
        "search_analyzer": "whitespace",
        "similarity": "sum",
        "norms": False,
        "index_options": "freqs",
    }


def _placed() -> Json:
    """A field of terms with positions; several terms may share one."""
    return {
        "type": "text",
        "analyzer": "places",
        "search_analyzer": "whitespace",
        "norms": False,
        "position_increment_gap": GAP,
    }


def _vector(dimensions: int) -> Json:
    return {"type": "knn_vector", "dimension": dimensions, "space_type": "innerproduct"}
