"""An update sends only new and changed posts, as a layer on top of a base."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.engine.distributed.holding.laid import Laid
from search.engine.distributed.writing.layers import MOST, Sent, as_base, numbered, upon
from tests.examples import examples

LENGTHS = np.array([5.0, 60.0])
POSTS = {f"post-{n}": "as it was" for n in range(400)}


def base() -> Laid:
    return as_base("base", len(POSTS), LENGTHS).laid


def follow(laid: Laid, before: dict[str, str], now: dict[str, str], index: str = "next") -> Sent:
    found = upon(laid, before, now, index, LENGTHS)
    assert found is not None
    return found


def edited(posts: dict[str, str], *ids: str) -> dict[str, str]:
    return {post: "edited" if post in ids else content for post, content in posts.items()}


def without(posts: dict[str, str], *ids: str) -> dict[str, str]:
    return {post: content for post, content in posts.items() if post not in ids}


def test_a_base_has_all_posts_in_order() -> None:
    laid = base()
    assert [layer.index for layer in laid.layers] == ["base"]
    assert (np.diff(laid.places) > 0).all()


def test_new_and_changed_posts_are_sent_and_hidden_in_the_base() -> None:
    now = {"first": "new", **edited(POSTS, "post-7"), "last": "new"}
    found = follow(base(), POSTS, now)
    assert [list(now)[n] for n in found.posts] == ["first", "post-7", "last"]
    assert [layer.index for layer in found.laid.layers] == ["base", "next"]
    assert found.laid.layers[0].gone.tolist() == [base().places[7]]
    assert found.laid.places[8] == base().places[7]
    assert (np.diff(found.laid.places) > 0).all()


def test_removing_a_post_needs_no_layer() -> None:
    found = follow(base(), POSTS, without(POSTS, "post-3"))
    assert not len(found.posts)
    (only,) = found.laid.layers
    assert only.gone.tolist() == [base().places[3]]


def test_a_small_layer_is_merged_into_the_next_and_a_large_one_stays() -> None:
    second = edited(POSTS, *(f"post-{n}" for n in range(5)))
    large = follow(base(), POSTS, second, "large")
    third = edited(second, "post-9")
    small = follow(large.laid, second, third, "small")
    assert [layer.index for layer in small.laid.layers] == ["base", "large", "small"]
    fourth = {**third, "post-8": "edited otherwise"}
    folded = follow(small.laid, third, fourth, "folded")
    assert [layer.index for layer in folded.laid.layers] == ["base", "large", "folded"]
    assert len(folded.posts) == 2


def test_many_changes_make_a_new_base() -> None:
    many = edited(POSTS, *(f"post-{n}" for n in range(int(MOST * len(POSTS)) + 1)))
    assert upon(base(), POSTS, many, "next", LENGTHS) is None
    turned = dict(reversed(POSTS.items()))
    assert upon(base(), POSTS, turned, "next", LENGTHS) is None
    assert upon(base(), POSTS, edited(POSTS, "post-1"), "next", 1.01 * LENGTHS) is None
    assert upon(base(), POSTS, {"only": "new"}, "next", LENGTHS) is None


def test_a_new_base_is_made_when_no_number_is_left_between_two_posts() -> None:
    laid, now = base(), dict(POSTS)
    for number in range(40):
        listed = list(now.items())
        more = dict([*listed[:1], (f"new-{number}", "new"), *listed[1:]])
        found = upon(laid, now, more, f"next-{number}", LENGTHS)
        if found is None:
            break
        assert (np.diff(found.laid.places) > 0).all()
        laid, now = found.laid, more
    assert number < 21


@examples(40)
@given(st.lists(st.sets(st.integers(0, 420), max_size=4), max_size=8))
def test_each_post_is_in_exactly_one_layer(steps: list[set[int]]) -> None:
    """After any sequence of edits, additions and removals."""
    laid, now = base(), dict(POSTS)
    held = {"base": dict(zip(laid.places.tolist(), now.items(), strict=True))}
    for number, touched in enumerate(steps):
        more = dict(now)
        for n in touched:
            if n % 3:
                more[f"post-{n}"] = f"edited {number}"
            else:
                more.pop(f"post-{n}", None)
        found = upon(laid, now, more, f"layer-{number}", LENGTHS)
        if found is None:
            return
        listed, places = list(more.items()), found.laid.places.tolist()
        if len(found.posts):
            sent = {places[at]: listed[at] for at in found.posts.tolist()}
            held[f"layer-{number}"] = sent
        shown = {
            place: post
            for layer in found.laid.layers
            for place, post in held[layer.index].items()
            if place not in layer.gone.tolist()
        }
        assert shown == dict(zip(places, listed, strict=True))
        for at, within in enumerate(found.laid.within.tolist()):
            assert held[found.laid.layers[within].index][places[at]] == listed[at]
        unpacked = Laid.unpacked(found.laid.packed())
        assert unpacked.places.tolist() == places
        assert unpacked.within.tolist() == found.laid.within.tolist()
        beside = dict(listed[at] for at in unpacked.beside.tolist())
        assert list(unpacked.posts(POSTS, beside).items()) == listed
        assert [layer.index for layer in unpacked.layers] == [
            layer.index for layer in found.laid.layers
        ]
        laid, now = unpacked, more


def test_a_term_keeps_its_number() -> None:
    terms, turned = numbered(["b", "c", "x"], ["a", "b", "c"], np.arange(3, dtype=np.int32))
    assert terms.tolist() == [1, 2, 3]
    assert turned.tolist() == [-1, 0, 1, 2]
    again, turned = numbered(["a", "b", "x"], ["b", "c", "x"], turned)
    assert again.tolist() == [4, 1, 3]
    assert turned.tolist() == [-1, 1, -1, 2, 0]
