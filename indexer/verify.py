"""An index held against its digest, itself and one built from nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from corpus.text.counting import counted, listed
from indexer.review import first_answers
from indexer.shelf import survey
from search.engine.inventory import related_lists, stored_posts
from search.engine.open import open_generation
from search.engine.seam import Snapshot
from search.errors import IndexDamaged, IndexMissing, IndexNotPrivate, IndexOutdated
from search.index.files.folder import CURRENT, check_private
from search.index.files.manifest import check_generation, read_manifest
from search.index.generation import write_generation
from search.index.part import Progress
from search.index.parts import counts

_ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``passed`` is None when it could not be."""

    name: str
    passed: bool | None
    told: str


def verify(
    index: Path,
    questions: Sequence[str] = (),
    sample: int = 50,
    progress: Progress | None = None,
) -> Iterator[Check]:
    """Check an index, one thing after the other; the later ones only when the first hold.

    A ``sample`` of questions, ``questions`` first and then titles of posts, must be answered the
    same by a generation built from nothing from the live one's own posts; 0 leaves that out.
    Raises ``IndexMissing``.
    """
    if not index.is_dir():
        raise IndexMissing(f"there is no index in {index}")
    shelf = survey(index)
    if not shelf.generations:
        raise IndexMissing(f"there is no index in {index}")
    yield _privacy(index)
    if shelf.live is None:
        yield Check("live", False, f"{CURRENT} names no generation that is there")
        return
    yield Check("live", True, f"{CURRENT} names {shelf.live}")
    sound = True
    for name in shelf.kept:
        check = _checksums(index / name)
        sound = sound and bool(check.passed)
        yield check
    live = index / shelf.live
    if not sound:
        return
    with open_generation(live, semantic=bool(sample)) as snapshot:
        yield _counts(live, snapshot)
        if sample:
            yield _rebuilt(live, snapshot, questions, sample, progress)


def _privacy(index: Path) -> Check:
    try:
        check_private(index)
    except IndexNotPrivate as error:
        return Check("privacy", False, str(error))
    return Check("privacy", True, f"{index} is its owner's alone to write")


def _checksums(generation: Path) -> Check:
    try:
        check_generation(generation)
        files = len(read_manifest(generation).files)
    except (IndexDamaged, IndexOutdated) as error:
        return Check("checksums", False, str(error))
    return Check("checksums", True, f"{counted(files, 'file')} of {generation.name}")


def _counts(live: Path, snapshot: Snapshot) -> Check:
    """Every part has as many posts as the manifest, and their text is what it says."""
    expected = read_manifest(live).posts
    wrong = [f"{n:,} in the {part}" for part, n in counts(live).items() if n != len(expected)]
    other = [
        post.id for post in stored_posts(snapshot) if expected.get(post.id) != post.content_hash
    ]
    if wrong or other:
        what = [*wrong, *([f"{counted(len(other), 'post')} with another text"] if other else [])]
        return Check("counts", False, f"{counted(len(expected), 'post')}, but {listed(what)}")
    return Check("counts", True, f"{counted(len(expected), 'post')} in every part")


def _rebuilt(
    live: Path,
    snapshot: Snapshot,
    questions: Sequence[str],
    sample: int,
    progress: Progress | None,
) -> Check:
    """A generation built from nothing answers and relates the same."""
    manifest = read_manifest(live)
    if manifest.semantic and not snapshot.semantic:
        return Check("answers", None, "the semantic extra is not installed")
    if manifest.version != version("pprsearch"):
        return Check("answers", None, f"it was written by version {manifest.version}")
    posts = stored_posts(snapshot)
    step = max(len(posts) // max(sample - len(questions), 1), 1)
    asked = (*questions, *(post.title for post in posts[::step]))[:sample]
    with tempfile.TemporaryDirectory(prefix="pprsearch-") as folder:
        fresh = Path(folder) / live.name
        fresh.mkdir(mode=0o700)
        digest = replace(snapshot.digest, posts=posts)
        write_generation(fresh, digest, semantic=manifest.semantic, progress=progress)
        with open_generation(fresh) as rebuilt:
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
        told += [f"{counted(related, 'post')} with other related ones"] if related else []
        return Check(
            "answers", False, f"of {what}, an index built from nothing differs on {listed(told)}"
        )
    return Check("answers", True, f"{what} are as in an index built from nothing")
