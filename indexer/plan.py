"""What indexing a digest would do, found without writing anything."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version

from corpus.digest import Digest
from corpus.filed import hashes_by_id
from indexer.changes import Changes, changes
from indexer.renamed import notes_on, with_old_addresses
from indexer.shelf.seam import Contents, Shelf
from search.errors import IndexDamaged, IndexOutdated
from search.index.files.manifest import Manifest
from search.index.files.settings import analysis_key


@dataclass(frozen=True, slots=True)
class Base:
    """The generation on which the next one builds; without a name, it is built from nothing.

    ``damaged`` are those that were looked at before it: nothing can be gone back to in them.
    """

    name: str | None = None
    manifest: Manifest | None = None
    notes: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def posts(self) -> Mapping[str, str]:
        """Content hashes by id."""
        return self.manifest.posts if self.manifest else {}


@dataclass(frozen=True, slots=True)
class Plan:
    """What indexing a digest would do.

    ``live`` is the generation that serves, ``base`` the one to start from. ``changes`` are
    those of the posts since, ``reasons`` what else asks for a new generation, in sentences.
    ``again`` names what a rollback has withdrawn and the digest still says. ``orphans`` would be
    removed. ``digest`` has the old addresses of posts that were renamed by hand.
    """

    live: str | None
    base: Base
    digest: Digest
    posts: Mapping[str, str]
    changes: Changes
    reasons: tuple[str, ...]
    again: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for the maintainer, in sentences."""
        return (*self.base.notes, *notes_on(self.digest.renamed))

    @property
    def publishes(self) -> bool:
        """Whether there is anything to publish."""
        return bool(self.changes or self.reasons)


def plan(digest: Digest, shelf: Shelf, semantic: bool) -> Plan:
    """Compare the digest with the generations on the shelf."""
    contents = shelf.contents()
    with ThreadPoolExecutor(1) as aside:
        # Verifying checksums of files leaves the processor time to hash the posts meanwhile.
        checked = aside.submit(_base, shelf, contents)
        posts = hashes_by_id(digest.posts)
        base = checked.result()
    told = with_old_addresses(digest, shelf, base.name, base.posts)
    if told is not digest:
        # Those that were not renamed keep their hashes.
        digest, posts = told, hashes_by_id(told.posts)
    return Plan(
        live=contents.live,
        base=base,
        digest=digest,
        posts=posts,
        changes=changes(base.posts, posts),
        reasons=tuple(_reasons(digest, shelf, contents.live, base, posts, semantic)),
        again=_again(digest, shelf, contents.withdrawn, base, posts),
        orphans=contents.orphans,
    )


def _base(shelf: Shelf, contents: Contents) -> Base:
    """The newest kept generation that is intact and in this version's format."""
    notes = []
    if contents.generations and contents.live is None:
        lost = f"{shelf.sign} is missing or unreadable"
        notes.append(f"{lost}, so the newest intact generation counts.")
    damaged: list[str] = []
    for name in contents.kept:
        try:
            return Base(name, shelf.check(name), tuple(notes), tuple(damaged))
        except IndexDamaged as error:
            notes.append(f"Damaged: {error}.")
            damaged.append(name)
        except IndexOutdated as error:
            notes.append(f"{str(error)[:1].upper()}{str(error)[1:]}.")
    if notes:
        notes.append("Every post was analysed again.")
    return Base(notes=tuple(notes), damaged=tuple(damaged))


def _reasons(
    digest: Digest,
    shelf: Shelf,
    live: str | None,
    base: Base,
    posts: Mapping[str, str],
    semantic: bool,
) -> list[str]:
    """Reasons other than changed posts why a new generation would differ."""
    if base.name is None or base.manifest is None:
        return ["There is no earlier generation."]
    built = base.manifest
    reasons = []
    if base.name != live:
        reasons.append("The live generation is damaged or missing.")
    if built.version != version("pprsearch"):
        reasons.append(f"It was written by version {built.version}.")
    elif built.analysis != analysis_key(digest) or not _same_settings(digest, shelf, base.name):
        reasons.append("The digest's settings, topics or words changed.")
    if built.semantic != semantic:
        reasons.append(
            "Search by meaning was switched on."
            if semantic
            else "Search by meaning was switched off."
        )
    if shelf.is_by_changes(base.name):
        reasons.append("Posts were published by --changes since the whole digest was indexed.")
    if base.posts == posts and list(base.posts) != list(posts):
        reasons.append("The order of the posts changed.")
    return reasons


def _again(
    digest: Digest, shelf: Shelf, withdrawn: str | None, base: Base, posts: Mapping[str, str]
) -> tuple[str, ...]:
    """What a rollback withdrew and the digest still holds: ids of posts, and its settings.

    A withdrawn post that was edited since is no longer what was withdrawn; nor is one that the
    live generation has as well.
    """
    if withdrawn is None or base.name is None:
        return ()
    try:
        gone = shelf.manifest(withdrawn).posts
        settings = _same_settings(digest, shelf, withdrawn) and not _same_settings(
            digest, shelf, base.name
        )
    except (IndexDamaged, IndexOutdated, OSError, ValueError):
        # An unreadable generation can't be compared with the digest, so all of it counts.
        return (f"all of generation {withdrawn}, which can't be read",)
    again = [
        post_id
        for post_id in sorted(posts.keys() | gone.keys() | base.posts.keys())
        if posts.get(post_id) == gone.get(post_id) != base.posts.get(post_id)
    ]
    return (*again, *(["the digest's settings, topics or words"] if settings else []))


def _same_settings(digest: Digest, shelf: Shelf, generation: str) -> bool:
    try:
        built = shelf.digest(generation)
        return replace(built, renamed=()) == replace(digest, posts=(), renamed=())
    except IndexOutdated:
        return False
