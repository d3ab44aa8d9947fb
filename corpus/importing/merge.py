"""Imported posts written into a digest's folder, never over a person's work.

An imported post's file keeps short hashes of what was imported: of its *text* (title, month,
citation, DOI, summary, implications), of its *filing* (topics, kind of research) and, where the
import brought any, of its *details* (its study, notices, relations, writer and so on). They tell
what a person changed since, and what the page changed since:

- the page changed and the person did not: the page's version is taken;
- the person changed something and the page did not: the person's version stays;
- both changed the text, or both the details: the file is kept as it is and reported, unless told
  to ``force``;
- details that a person added to a post whose page has none stay, whatever becomes of the page;
- filing done by a person always outranks topics that the program merely proposed;
- proposals are made anew only when the page's text changed: the same page changes nothing.

A file keeps its name, and so the post its id, even when the page gives it another title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from corpus.digest import Digest
from corpus.durable import replace_file
from corpus.folder.post_file import Origin, read_post
from corpus.folder.read import DEMO, POSTS, post_files, read_digest, read_frame
from corpus.folder.settings import SETTINGS, SYNONYMS, TOPICS
from corpus.folder.text_file import as_text, read_bytes
from corpus.folder.write import post_text
from corpus.importer import Imported, Importer
from corpus.importing.hashes import details_hash, filing_hash, text_hash
from corpus.importing.pairing import ExistingPost, Pairing, existing_posts
from corpus.importing.tidy import tidied
from corpus.json_values import to_json
from corpus.post import DETAILS, Post
from corpus.problem import Problem, Problems

MAX_SOURCE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Change:
    """A file to be written; ``before`` is ``None`` when it is new. ``file`` is in the digest."""

    file: Path
    before: str | None
    after: str

    @property
    def diff(self) -> str:
        """What changes, as a unified diff that ``patch`` can read."""
        old = self.before.splitlines(keepends=True) if self.before is not None else []
        source = f"a/{self.file}" if self.before is not None else "/dev/null"
        new = self.after.splitlines(keepends=True)
        return "".join(unified_diff(old, new, source, f"b/{self.file}"))


@dataclass(frozen=True, slots=True)
class Merge:
    """What an import does to a digest's folder, before it is done.

    ``founded`` are the files of a new digest. ``kept`` are files that a person edited and the
    page changed as well: they are left alone, and each says what ``force`` would write.
    """

    founded: tuple[Change, ...] = ()
    added: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    unchanged: tuple[Path, ...] = ()
    kept: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The files to write, in their order."""
        return self.founded + self.added + self.updated

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The errors among the problems."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


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
    imported = _read_all(importer, source, suffixes, digest)
    merge = merge_posts(imported.posts, importer.name, source, root, force=force)
    return replace(
        merge,
        founded=founded if merge.added else (),
        problems=(*imported.problems, *merge.problems),
    )


def _read_all(
    importer: Importer, source: Path, suffixes: tuple[str, ...], digest: Digest
) -> Imported:
    """What the importer makes of a file, or of the files of a folder."""
    problems = Problems(source)
    if not (suffixes and source.is_dir()):
        data = read_bytes(source, MAX_SOURCE, problems)
        if data is None:
            return Imported((), tuple(problems.found))
        return importer.read(data, source, digest)
    files = [path for path in sorted(source.rglob("*")) if path.name.lower().endswith(suffixes)]
    if not files:
        problems.error(
            1, f"the folder holds no file named *{' or *'.join(suffixes)}", "name another"
        )
    parts = [Imported((), tuple(problems.found))]
    for path in files:
        parts.append(_read_all(importer, path, (), digest))
    posts = tuple(post for part in parts for post in part.posts)
    return Imported(posts, tuple(problem for part in parts for problem in part.problems))


def merge_posts(
    posts: Iterable[Post], importer: str, source: Path, root: Path, *, force: bool = False
) -> Merge:
    """Plan how posts, with ids that the importer gave them, go into the digest at ``root``."""
    problems = Problems(source)
    pairing = Pairing(importer, tuple(existing_posts(root)))
    added: list[Change] = []
    updated: list[Change] = []
    kept: list[Change] = []
    unchanged: list[Path] = []
    for key, post in _keyed(posts, problems):
        pairing.expect(key, post)
    for key, post, file in pairing.pairs():
        if file is None:
            new = replace(post, id=pairing.new_id(post))
            if not _is_sayable(new, problems):
                continue
            added.append(Change(_path(new.id), None, post_text(new, _origin(importer, key, new))))
            continue
        if file.reading.post is None or file.text is None:
            problems.error(
                1,
                f"{file.path} is there but can't be read, so it was left alone",
                "mend it (pprsearch check tells how), then import again",
            )
            continue
        # A post's month is part of its id, and so stays what it was.
        new = replace(post, id=file.path.stem, month=file.reading.post.month or post.month)
        if not _is_sayable(new, problems):
            continue
        merged, conflict = _merged(file, file.reading.post, new, importer, force)
        after = post_text(merged, _origin(importer, key, new))
        if merged == file.reading.post and not conflict:
            unchanged.append(file.path)
        elif conflict and not force:
            kept.append(Change(file.path, file.text, after))
        else:
            updated.append(Change(file.path, file.text, after))
    return Merge(
        added=tuple(added),
        updated=tuple(updated),
        unchanged=tuple(unchanged),
        kept=tuple(kept),
        problems=tuple(problems.found),
    )


def write_merge(merge: Merge, root: Path) -> None:
    """Do what was planned, file by file, each whole. Raises ``OSError``."""
    for change in merge.changes:
        replace_file(root / change.file, change.after)


def _keyed(posts: Iterable[Post], problems: Problems) -> Iterator[tuple[str, Post]]:
    """The posts as a file can hold them, each with a key of its own: the id it came with."""
    keys: set[str] = set()
    for post in posts:
        if not post.month or not post.title.strip():
            lacks = "title" if post.month else "month"
            problems.error(1, f'the post "{post.title or post.id}" has no {lacks}', "add it")
            continue
        key = " ".join(as_text(post.id).split())
        first, number = key, 1
        while key in keys:
            number += 1
            key = f"{first}-{number}"
        keys.add(key)
        yield key, tidied(post)


def _is_sayable(post: Post, problems: Problems) -> bool:
    """Whether the post's file reads back as the post; if not, nothing of it must be lost."""
    if read_post(post_text(post), _path(post.id), None, None).post == post:
        return True
    problems.error(
        1,
        f'the post "{post.title}" can\'t be written so that it reads back the same',
        "see that its month and DOI are in form and its heading of implications comes once",
    )
    return False


def _merged(
    file: ExistingPost, old: Post, new: Post, importer: str, force: bool
) -> tuple[Post, bool]:
    """The post to write, and whether that would overwrite a person's work."""
    origin = file.reading.origin
    if origin is None or origin.importer != importer:
        told = replace(old, **{n: getattr(new, n) for n in to_json(new) if n in DETAILS})
        same = text_hash(old) == text_hash(new) and told == old
        filing = old if new.topics_proposed and old.topics else new
        return (old, False) if same else (_with_text(told, new, filing), True)
    edited = text_hash(old) != origin.text
    page_edited = text_hash(new) != origin.text
    conflict = edited and page_edited and text_hash(old) != text_hash(new)
    filed = filing_hash(old) != origin.filing
    # A proposal never replaces what a person filed, not even by force.
    take_filing = not filed or (force and not new.topics_proposed)
    if new.topics_proposed and not page_edited:
        take_filing = False
    filing = new if take_filing and filing_hash(new) != origin.filing else old
    merged = _with_text(old, new if page_edited else old, filing)
    if details_hash(new) != origin.details:
        same_details = details_hash(old) in (origin.details, details_hash(new))
        conflict = conflict or not same_details
        merged = replace(merged, **{name: getattr(new, name) for name in DETAILS})
    if merged != old and not file.is_canonical:
        conflict = True
    return merged, conflict


def _with_text(old: Post, text: Post, filing: Post) -> Post:
    """The post with the text of one version and the filing of another."""
    return replace(
        old,
        title=text.title,
        citation=text.citation,
        doi=text.doi,
        summary=text.summary,
        implications=text.implications,
        topics=filing.topics,
        topics_proposed=filing.topics_proposed,
        research=filing.research,
        pin=old.pin or filing.pin,
        never=old.never or filing.never,
    )


def _founding(root: Path) -> Iterator[Change]:
    """The files that make an empty or new folder a digest: those of the demo digest."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        return
    for name in (SETTINGS, TOPICS, SYNONYMS):
        yield Change(Path(name), None, (DEMO / name).read_text(encoding="utf-8"))


def _origin(importer: str, key: str, post: Post) -> Origin:
    return Origin(importer, key, text_hash(post), filing_hash(post), details_hash(post))


def _path(name: str) -> Path:
    return Path(POSTS, f"{name}.md")
