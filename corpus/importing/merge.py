"""Imports a file or folder into a digest: reads its posts, plans, and writes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus.changes import write_changes
from corpus.digest import Digest
from corpus.folder.read import DEMO, POSTS, post_files, read_digest, read_frame
from corpus.folder.settings.digest_files import SETTINGS, SYNONYMS, TOPICS
from corpus.folder.text_file import as_text, read_bytes
from corpus.importer import Imported, Importer
from corpus.importing.merging.change import Change, Merge
from corpus.importing.merging.pairing import Incoming
from corpus.importing.merging.plan import plan_posts
from corpus.importing.merging.tidy import tidied
from corpus.problem import Problem, Problems

MAX_SOURCE = 64 * 1024 * 1024

# An id that is one everywhere: an address, a URN, a tag.
_ADDRESS = re.compile(r"(?:https?://|urn:|tag:)\S+$", re.IGNORECASE)


def merge_source(
    importer: Importer,
    source: Path,
    root: Path,
    *,
    force: bool = False,
    suffixes: tuple[str, ...] = (),
) -> Merge:
    """Read ``source`` and plan how its posts go into the digest at ``root``; writes nothing.

    Of a folder every file is read, at any depth, whose name ends in one of the ``suffixes``.
    """
    founded = tuple(_founding(root))
    digest, faults = read_frame(DEMO if founded else root)
    _, stray = post_files(root)
    faults += (problem for problem in stray if problem.file == Path(POSTS))
    errors = tuple(fault for fault in faults if fault.severity == "error")
    if errors:
        return Merge(problems=errors)
    if not founded:
        digest = read_digest(root).digest
    incoming, problems = _read_all(importer, source, suffixes, digest)
    merge = plan_posts(incoming, importer.name, root, languages=digest.other_languages, force=force)
    return replace(
        merge,
        founded=founded if merge.added else (),
        problems=(*problems, *merge.problems),
    )


def write_merge(merge: Merge, root: Path) -> None:
    """Write what was planned, as one change to the digest at ``root``. Raises ``OSError``."""
    texts: dict[Path, str | Path] = {root / copy.file: copy.source for copy in merge.images}
    texts |= {root / change.file: change.after for change in merge.changes}
    write_changes(root, texts)


def _read_all(
    importer: Importer, source: Path, suffixes: tuple[str, ...], digest: Digest
) -> tuple[list[Incoming], list[Problem]]:
    """The importer's results for a file, or for the files of a folder, with their translations."""
    problems = Problems(source)
    files = {source: source.name}
    if suffixes and source.is_dir():
        inside = (p for p in sorted(source.rglob("*")) if p.name.lower().endswith(suffixes))
        files = {path: path.relative_to(source).as_posix() for path in inside}
        if not files:
            what = f"the folder holds no file named *{' or *'.join(suffixes)}"
            problems.error(1, what, "name another")
    incoming: list[Incoming] = []
    translated: dict[Path, list[tuple[Path, Imported]]] = defaultdict(list)
    found = problems.found
    for path, name in files.items():
        own = Problems(path)
        data = read_bytes(path, MAX_SOURCE, own)
        found += own.found
        if data is not None:
            imported = importer.read(data, path, digest)
            incoming += _incoming(imported, path, name)
            found += imported.problems
            for original in imported.translations:
                translated[original].append((path, imported))
    incoming = [_translated(one, translated.pop(one.file, ())) for one in incoming]
    for original, files_of in translated.items():
        for path, _ in files_of:
            what = f"this translates {original.name}, of which no post is imported"
            found.append(Problem(path, 1, what, "import both at once, as files of a folder"))
    return incoming, found


def _translated(one: Incoming, told: Iterable[tuple[Path, Imported]]) -> Incoming:
    """An incoming post with the translations that other files hold of it."""
    for _, imported in told:
        translations = (*one.post.translations, imported.translations[one.file])
        one = replace(
            one,
            post=tidied(replace(one.post, translations=translations)),
            images={**one.images, **imported.images},
        )
    return one


def _incoming(imported: Imported, file: Path, name: str) -> Iterator[Incoming]:
    """The posts of a file, each with its key and the scope in which the key is unique."""
    name = as_text(name)
    for post in imported.posts:
        key = " ".join(as_text(post.id).split())
        if _ADDRESS.match(key):
            yield Incoming(tidied(post), file, key, "", lasting=True, images=imported.images)
        else:
            yield Incoming(
                tidied(post),
                file,
                key,
                imported.source or name,
                lasting=bool(imported.source),
                images=imported.images,
            )


def _founding(root: Path) -> Iterator[Change]:
    """The files that make an empty or new folder a digest, copied from the demo digest."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        return
    for name in (SETTINGS, TOPICS, SYNONYMS):
        yield Change(Path(name), None, (DEMO / name).read_text(encoding="utf-8"))
