"""A generation made from changed posts alone is as one made from the whole digest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from corpus.digest import Digest
from corpus.post import Post, Translation
from indexer.publish import publish
from indexer.shelf.cluster import ClusterShelf
from search.engine.change import Change
from search.engine.distributed.summary import Summary
from search.engine.distributed.writing import layers
from search.engine.distributed.writing.library import Library
from search.engine.distributed.writing.standing import Standing
from search.engine.location import staging_folder
from search.engine.open import open_engine, open_generation
from search.errors import WholeNeeded
from tests.digests import garden
from tests.search.engine.test_contract import (
    ASKED,
    EXACTLY,
    FRENCH,
    OPTIONS,
    Both,
    check,
    check_contents,
    check_related,
)

pytestmark = pytest.mark.cluster

FRENCH_TOO = Translation("fr", "Les haricots", "Des haricots en français.", "Plantez des haricots.")


def amend(address: str, change: Change) -> str:
    """Put a generation live that is the live one with what changes."""
    shelf = ClusterShelf(address)
    with shelf.writing(10):
        contents = shelf.contents()
        assert contents.live
        name = contents.next_name("abcdef")
        shelf.amend(name, shelf.ground(contents.live), change)
        shelf.put_live(name)
        shelf.discard(shelf.contents().orphans)
    return name


def read(address: str) -> Standing:
    library = Library.at(address)
    live = library.live()
    assert live
    return Standing.read(library, live)


@dataclass(frozen=True)
class Step:
    """A digest, and what has changed in it since the one before."""

    digest: Digest
    change: Change


def steps(digest: Digest, *, boldly: bool = False) -> list[Step]:
    """Posts are added, edited and removed.

    With ``boldly`` some are moved to another month, translated or removed that all were sent with:
    then a whole digest is sent anew, and has a latent space and mean lengths of its own.
    """
    posts = list(digest.posts)
    # Of the four hundred, the one whose parts are nearest to the mean lengths: these stay so.
    usual = posts[len(posts) * 281 // 400]
    title = f"{usual.title}, of beans and of zeppelins that carry them"
    beans = replace(usual, title=title, id=f"{usual.month}-of-beans", doi=None)
    topics = posts[8].topics if boldly else posts[7].topics
    edited = replace(posts[7], title=f"{posts[7].title}, with zeppelins", topics=topics)
    again = replace(edited, title=f"{posts[7].title}, by balloon")
    moved = replace(posts[9], month=posts[-1].month)
    translated = replace(posts[11], translations=(FRENCH_TOO,))
    found: list[Step] = []
    now = {post.id: post for post in posts}
    changes: list[tuple[list[Post], list[str]]] = [
        ([beans], []),
        ([edited, *([moved, translated] if boldly else [])], [posts[3].id] if boldly else []),
        ([again, *([posts[3]] if boldly else [])], [beans.id, *([posts[5].id] if boldly else [])]),
        *([([], [edited.id])] if boldly else []),
    ]
    for changed, removed in changes:
        now |= {post.id: post for post in changed}
        for post_id in removed:
            del now[post_id]
        ordered = sorted(now.values(), key=lambda post: (post.month or "", post.id))
        found.append(Step(replace(digest, posts=tuple(ordered)), Change(changed, removed)))
    return found


@pytest.fixture(scope="module")
def in_layers() -> Iterator[None]:
    """Updates are sent as layers even for so few posts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(layers, "MOST", 1.0)
        patched.setattr(layers, "DRIFT", 10.0)
        yield


def same_summary(one: Summary, other: Summary) -> None:
    """The two tell the same, but for scores that hang on the mean length of posts."""
    assert other.words.words == one.words.words
    assert other.words.terms == one.words.terms
    for name in ("having", "own", "spoken", "rarity", "idf"):
        assert np.array_equal(getattr(other.terms, name), getattr(one.terms, name)), name
    assert np.allclose(other.terms.least, one.terms.least, rtol=0.02)
    named = {one.words.terms[term]: label for term, label in one.labels.items()}
    assert {other.words.terms[term]: label for term, label in other.labels.items()} == named
    for name in ("topics", "kinds", "months", "for_practice"):
        assert getattr(other, name) == getattr(one, name), name
    assert (other.space is None) == (one.space is None)
    if one.space is not None and other.space is not None:
        assert np.array_equal(other.space.ids, one.space.ids)
        assert np.allclose(other.space.moments.mean, one.space.moments.mean, atol=1e-6)
        assert np.allclose(other.space.moments.square, one.space.moments.square, atol=1e-6)
    assert (other.companions is None) == (one.companions is None)


def garden_digest() -> Digest:
    posts = [garden.post(number) for number in range(20, 60)]
    digest = garden.digest(*garden.POSTS, *posts)
    listed = sorted(digest.posts, key=lambda post: (post.month or "", post.id))
    return replace(digest, posts=tuple(listed), page_languages=("en", "fr"))


def test_each_step_has_the_summary_of_the_whole(address: str, in_layers: None) -> None:
    digest = garden_digest()
    whole = f"{address[:-8]}-whole"
    first = replace(digest.posts[0], translations=(FRENCH_TOO,))
    digest = replace(digest, posts=(first, *digest.posts[1:]))
    publish(digest, address)
    publish(digest, whole)
    for step in steps(digest, boldly=True):
        amend(address, step.change)
        publish(step.digest, whole)
        same_summary(read(whole).summary, read(address).summary)


def test_it_needs_the_whole_digest_for_a_part_that_no_post_had(address: str) -> None:
    digest = garden_digest()
    publish(digest, address)
    with pytest.raises(WholeNeeded, match="no post had a translated title before"):
        amend(address, Change([replace(digest.posts[0], translations=(FRENCH_TOO,))]))
    assert len(ClusterShelf(address).contents().generations) == 1
    assert ClusterShelf(address).contents().unfinished == ()


def test_it_needs_the_whole_digest_once_much_has_changed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "MOST", 0.02)
    digest = garden_digest()
    publish(digest, address)
    with pytest.raises(WholeNeeded, match="too many posts differ"):
        amend(address, Change([replace(post, title=f"{post.title} anew") for post in digest.posts]))


@pytest.fixture(scope="module")
def both(
    shared: Path, node: str, in_layers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """Four hundred posts, of which some were changed: told alone, and in the whole digest."""
    from corpora import corpus

    digest = corpus(400, shared / "data")
    whole, told = f"{node}/update-whole", f"{node}/update-told"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(layers, "DRIFT", 0.002)
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("updated")))
        generation: str | None = None
        for address in (whole, told):
            publish(digest, address)
        for step in steps(digest):
            done = publish(step.digest, whole, approve=lambda after, before: True)
            generation = done.generation
            amend(told, step.change)
        assert generation and len(read(whole).laid.layers) > 1
        with (
            open_generation(staging_folder(whole) / generation) as one,
            closing(open_engine(told, semantic=False)) as engine,
        ):
            yield Both(one, engine.now())


@pytest.mark.slow
def test_it_answers_as_the_whole_digest(both: Both) -> None:
    for text in (*ASKED, *EXACTLY, *FRENCH[::3], "zeppelins", "beans"):
        for options in OPTIONS:
            check(both, text, options)


@pytest.mark.slow
def test_it_lists_and_relates_posts_as_the_whole_digest(both: Both) -> None:
    check_contents(both)
    check_related(both, list(both.embedded.ids)[::6])


@pytest.mark.slow
def test_it_finds_by_meaning_as_the_whole_digest(address: str, in_layers: None) -> None:
    """Embeddings are compared with those of all posts, and terms get their places among them."""
    digest = garden_digest()
    first = replace(digest.posts[0], translations=(FRENCH_TOO,))
    digest = replace(digest, posts=(first, *digest.posts[1:]))
    whole = f"{address[:-8]}-whole"
    publish(digest, whole, semantic=True)
    publish(digest, address, semantic=True)
    for step in steps(digest):
        publish(step.digest, whole, semantic=True)
        amend(address, step.change)
        one, other = read(whole), read(address)
        same_summary(one.summary, other.summary)
        for name, embedding in one.summary.embedded.items():
            told = other.summary.embedded[name]
            for kind in ("moments", "nearness"):
                expected, found = getattr(embedding, kind), getattr(told, kind)
                assert np.allclose(found.mean, expected.mean, atol=1e-5)
                assert np.allclose(found.square, expected.square, atol=1e-5)
        places = [summary.places for summary in (one.summary, other.summary)]
        assert places[0] and places[1]
        assert np.array_equal(places[0].ids, places[1].ids)
        expected, found = (one.places * one.steps[:, np.newaxis] for one in places if one)
        assert np.allclose(found, expected, atol=1e-2)
        crowding = [
            [[e.crowding for e in payload.embedded] for _, payload in standing.payloads()]
            for standing in (one, other)
        ]
        assert np.allclose(crowding[0], crowding[1], atol=5e-4)
