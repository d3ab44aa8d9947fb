"""Writes a generation: a complete index of a digest in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from corpus.digest import Digest
from corpus.filed import hashes_by_id
from search.engine.parts import PARTS
from search.index.algebra.threads import one_thread
from search.index.files.earlier import places
from search.index.files.filing import Filing
from search.index.files.manifest import read_manifest, write_manifest
from search.index.files.scratch import scratch_in
from search.index.files.settings import analysis_key, write_settings
from search.index.fulltext import FullText
from search.index.part import Build, Earlier, Opened, Part, Progress


@one_thread()
def write_generation(
    target: Path,
    digest: Digest,
    *,
    previous: Path | None = None,
    semantic: bool = False,
    progress: Progress | None = None,
    settled: bool = False,
    full_text: bool = True,
) -> None:
    """Write a complete generation of ``digest`` into the empty folder ``target``, manifest last.

    What ``previous`` holds of the same posts is taken over; the outcome is the same without, unless
    ``settled`` keeps what was fitted to a sample of them: then what is known of a post that has not
    changed stays as it was, but for how rare its terms are.
    Without ``full_text`` nothing can be searched for exact matches where it lies, as where it is
    made to be sent elsewhere. ``progress`` is told a step's name, how much of it is done and how
    much there is. Raises ``ModelUnavailable`` when ``semantic`` is asked for and the model is not
    there.
    """
    posts = hashes_by_id(digest.posts)
    analysis = analysis_key(digest)
    earlier = _earlier(previous, analysis, posts.values(), settled) if previous else None
    build = Build(digest, semantic=semantic, previous=earlier, say=progress or _silent)
    with scratch_in(target), Filing(target, earlier.files if earlier else {}) as filing:
        filing.put("digest", partial(write_settings, digest))
        wanted = [part for part in PARTS if full_text or part is not FullText]
        for part in wanted:
            with _step(part, build.say):
                fitted = build.fitted(part)
                if fitted is not None:
                    put = filing.put if part is not wanted[-1] else filing.put_here
                    put(part.name, fitted.save)
        files = filing.checksums()
    write_manifest(target, analysis, semantic, posts, files)


def _earlier(folder: Path, analysis: str, hashes: Iterable[str], settled: bool) -> Earlier:
    """The generation in a folder, with its posts matched to the new content hashes."""
    manifest = read_manifest(folder)
    found = places(manifest.posts.values(), hashes)
    return Earlier(Opened(folder), found, manifest.analysis == analysis, manifest.files, settled)


@contextmanager
def _step(part: type[Part], say: Progress) -> Iterator[None]:
    """Reports progress before and after a part, among the parts of the same step."""
    same = [other for other in PARTS if other.step and other.step == part.step]
    if same:
        say(part.step, same.index(part), len(same))
    yield
    if same:
        say(part.step, same.index(part) + 1, len(same))


def _silent(step: str, done: int, total: int) -> None:
    """Reports no progress."""
