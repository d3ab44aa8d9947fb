"""Keeps the old addresses of posts whose files were renamed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.digest import Digest, Renamed
from corpus.filed import ids, replaced, told_otherwise
from corpus.folder.settings.gone_file import bare
from corpus.importing.merging.identity import Identity, is_moved
from corpus.post import Post
from indexer.shelf.seam import Shelf
from search.errors import IndexOutdated

# The number of renamed posts that get a note each.
_MOST = 5


def with_old_addresses(
    digest: Digest, shelf: Shelf, base: str | None, before: Collection[str]
) -> Digest:
    """The digest with the former ids of renamed posts among their aliases.

    ``before`` are the ids of the posts of the generation ``base``. A post that is gone and one that
    has come are one if they are on the same study and say the same. What was found so once stays
    until a file says it, another post has that address, or it is said to be gone.
    """
    if base is None:
        return digest
    known = ids(digest.posts)
    here = set(known)
    before_now = _kept(shelf, base)
    if not before_now and here.issuperset(before):
        return digest
    taken = here | {bare(alias) for post in told_otherwise(digest.posts) for alias in post.aliases}
    taken |= {gone.address for gone in digest.gone}
    gone = [post_id for post_id in before if post_id not in taken]
    come = [at for at, post_id in enumerate(known) if post_id not in before]
    found: Mapping[str, str] = {}
    if gone and come:
        # Imported here: loading takes time, and a new post replaces none.
        from search.engine.open import open_generation

        with open_generation(shelf.location(base), semantic=False) as snapshot:
            found = _found([*map(snapshot.post, gone)], map(digest.posts.__getitem__, come))
    kept = {one.old: found.get(one.new, one.new) for one in before_now}
    moved = {old: new for old, new in {**kept, **found}.items() if new in here and old not in taken}
    return _renamed(digest, moved) if moved else digest


def changed_with_old_addresses(
    digest: Digest, posts: Sequence[Post], gone: Sequence[Post], before: Collection[str]
) -> tuple[Sequence[Post], tuple[Renamed, ...]]:
    """The same for new and changed posts alone, and all posts that were renamed.

    ``digest`` is that of the generation they come to, ``before`` are those of their ids that it
    has, and ``gone`` are its posts that are removed.
    """
    here = {post.id for post in posts}
    taken = here | {bare(alias) for post in posts for alias in post.aliases}
    taken |= {one.address for one in digest.gone}
    left = {post.id for post in gone}
    come = [post for post in posts if post.id not in before]
    found = _found([post for post in gone if post.id not in taken], come)
    kept = {one.old: found.get(one.new, one.new) for one in digest.renamed}
    moved = {
        old: new for old, new in {**kept, **found}.items() if new not in left and old not in taken
    }
    given = replace(digest, posts=tuple(posts))
    told = _renamed(given, {old: new for old, new in moved.items() if new in here})
    return told.posts, tuple(Renamed(old, new) for old, new in sorted(moved.items()))


def notes_on(renamed: Sequence[Renamed]) -> Iterator[str]:
    """A note for each renamed post, with the alias to write into its file."""
    for one in renamed[:_MOST]:
        yield (
            f"{one.old} was renamed by hand: its address leads to {one.new}. To write that into "
            f"the file: pprsearch rename {one.old} {one.new} --done"
        )
    if len(renamed) > _MOST:
        yield f"So were {len(renamed) - _MOST:,} more."


def _kept(shelf: Shelf, base: str) -> tuple[Renamed, ...]:
    try:
        return shelf.digest(base).renamed
    except IndexOutdated:
        return ()


def _found(gone: Sequence[Post], come: Iterable[Post]) -> dict[str, str]:
    """The new id of each renamed post; none where two posts could be it."""
    wanted = {trait for post in gone for trait in _traits(post)}
    by_trait: defaultdict[str, dict[str, Post]] = defaultdict(dict)
    for post in come:
        for trait in _traits(post) & wanted:
            by_trait[trait][post.id] = post
    found = {}
    for old in gone:
        likely = {i: post for trait in _traits(old) for i, post in by_trait[trait].items()}
        if not likely:
            continue
        identity = Identity.of(old)
        same = [i for i, post in likely.items() if is_moved(identity, Identity.of(post))]
        if len(same) == 1:
            found[old.id] = same[0]
    return found


def _traits(post: Post) -> set[str]:
    """The traits by which a renamed post is recognised; one in common suffices."""
    traits = (post.title, post.doi, post.pmid, post.citation)
    return {trait.casefold() for trait in traits if trait}


def _renamed(digest: Digest, moved: Mapping[str, str]) -> Digest:
    olds: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in sorted(moved.items()):
        olds[new].append(old)
    places = ((at, post_id) for at, post_id in enumerate(ids(digest.posts)) if post_id in olds)
    told = ((digest.posts[at], olds[post_id]) for at, post_id in places)
    changed = (replace(post, aliases=(*post.aliases, *old)) for post, old in told)
    renamed = (Renamed(old, new) for old, new in sorted(moved.items()))
    return replace(digest, posts=replaced(digest.posts, changed), renamed=tuple(renamed))
