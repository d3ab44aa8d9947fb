"""Verification of an index: against its manifest, against itself, and against a new build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from corpus.text.counting import counted, listed
from indexer.review import first_answers
from indexer.shelf.open import open_shelf
from indexer.shelf.seam import Shelf, standing
from search.engine.inventory import related_lists, stored_posts
from search.engine.location import Location
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.errors import IndexDamaged, IndexNotPrivate, IndexOutdated
from search.index.model.known import lacking
from search.index.part import Progress

_ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check; ``passed`` is None if it could not be made."""

    name: str
    passed: bool | None
    told: str


def verify(
    index: Location,
    questions: Sequence[str] = (),
    sample: int = 50,
    progress: Progress | None = None,
) -> Iterator[Check]:
    """Yield the checks of an index one by one; later ones only if the first ones pass.

    A ``sample`` of questions, ``questions`` first and then titles of posts and translations, must
    be answered the same by a generation built from nothing from the live one's own posts; 0 leaves
    that out. Raises ``IndexMissing``.
    """
    shelf = open_shelf(index)
    contents = standing(shelf)
    yield _privacy(shelf)
    live = contents.live
    if live is None:
        yield Check("live", False, f"{shelf.sign} names a missing generation")
        return
    yield Check("live", True, f"{shelf.sign} names {live}")
    sound = True
    for name in contents.kept:
        check = _checksums(shelf, name)
        sound = sound and bool(check.passed)
        yield check
    if not sound:
        return
    with open_generation(shelf.location(live), semantic=bool(sample)) as snapshot:
        yield _counts(shelf, snapshot)
        if sample:
            yield _rebuilt(shelf, snapshot, questions, sample, progress)


def _privacy(shelf: Shelf) -> Check:
    try:
        return Check("privacy", True, shelf.check_private())
    except IndexNotPrivate as error:
        return Check("privacy", False, str(error))


def _checksums(shelf: Shelf, name: str) -> Check:
    try:
        files = len(shelf.check(name).files)
    except (IndexDamaged, IndexOutdated) as error:
        return Check("checksums", False, str(error))
    return Check("checksums", True, f"{counted(files, 'file')} of {name}")


def _counts(shelf: Shelf, snapshot: Snapshot) -> Check:
    """Check that every part has as many posts as the manifest, with the same text."""
    expected = shelf.manifest(snapshot.generation).posts
    counts = shelf.counts(snapshot.generation)
    wrong = [f"{n:,} in the {part}" for part, n in counts.items() if n != len(expected)]
    other = [
        post.id for post in stored_posts(snapshot) if expected.get(post.id) != post.content_hash
    ]
    if wrong or other:
        what = [*wrong, *([f"{counted(len(other), 'post')} with another text"] if other else [])]
        return Check("counts", False, f"{counted(len(expected), 'post')}, but {listed(what)}")
    return Check("counts", True, f"{counted(len(expected), 'post')} in every part")


def _rebuilt(
    shelf: Shelf,
    snapshot: Snapshot,
    questions: Sequence[str],
    sample: int,
    progress: Progress | None,
) -> Check:
    """Check that a generation built from nothing gives the same answers and related posts."""
    manifest = shelf.manifest(snapshot.generation)
    if manifest.semantic and not snapshot.semantic:
        return Check("answers", None, str(lacking() or "the models can't be loaded"))
    if manifest.version != version("pprsearch"):
        return Check("answers", None, f"it was written by version {manifest.version}")
    posts = stored_posts(snapshot)
    titles = [post.title for post in posts]
    titles += [told.title for post in posts for told in post.translations]
    # Rounded up, so that the last of them are not left out.
    step = max(-(-len(titles) // max(sample - len(questions), 1)), 1)
    asked = (*questions, *titles[::step])[:sample]
    digest = replace(snapshot.digest, posts=posts)
    with (
        shelf.trial(digest, semantic=manifest.semantic, progress=progress) as fresh,
        open_generation(fresh) as rebuilt,
    ):
        differing = [
            question
            for question in asked
            if first_answers(snapshot, question, _ANSWERS)
            != first_answers(rebuilt, question, _ANSWERS)
        ]
        before, after = related_lists(snapshot), related_lists(rebuilt)
    related = sum(before[post.id] != after[post.id] for post in posts)
    what = f"{counted(len(asked), 'question')} and {counted(len(posts), 'list')} of related posts"
    if differing or related:
        told = [f'"{question}"' for question in differing[:3]]
        told += [f"{counted(related, 'post')} with other related posts"] if related else []
        return Check("answers", False, f"of {what}, a new index differs on {listed(told)}")
    return Check("answers", True, f"{what} are the same as in a new index")
