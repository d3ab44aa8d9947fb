"""Plans how incoming posts go into a digest's folder: new files, and changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus.folder.imports_file import IMPORTS, imports_text
from corpus.folder.post_file import Origin, read_post
from corpus.folder.read import POSTS
from corpus.folder.write import post_text
from corpus.importing.merging.change import Change, Merge
from corpus.importing.merging.existing import ExistingPost, existing_posts
from corpus.importing.merging.hashes import details_hash, filing_hash, text_hash
from corpus.importing.merging.pairing import Incoming, Pairing
from corpus.importing.merging.placed import ImageCopy, placed
from corpus.importing.merging.translated import TranslationPlan, without_translations
from corpus.importing.merging.versions import merged_post
from corpus.post import Post
from corpus.problem import Problem, Problems


def plan_posts(
    incoming: Iterable[Incoming],
    importer: str,
    root: Path,
    *,
    languages: Collection[str] = (),
    force: bool = False,
) -> Merge:
    """Plan how posts go into the digest at ``root``; writes nothing.

    Its posts may be translated into the ``languages``.
    """
    problems: list[Problem] = []
    damage = Problems(Path(IMPORTS))
    existing = existing_posts(root, damage)
    if damage.found:
        return Merge(problems=tuple(damage.found))
    pairing = Pairing(importer, existing, tuple(_sayable(incoming, problems)))
    pairs = pairing.pairs()
    translations = TranslationPlan(root, languages, force, problems)
    plan = _Plan(importer, existing, problems, force, root, translations)
    for one, file in pairs.there:
        plan.update(one, file)
    for one in pairs.new:
        plan.add(one, pairing.new_id(one.post))
    for one, first in pairs.again:
        where = "" if first.file == one.file else f" in {first.file}"
        other = first.post.title
        where += "" if other == one.post.title else f' as "{other}"'
        where = f" (also{where})" if where else ""
        what = f'"{one.post.title}" comes twice{where} and was imported once'
        problems.append(Problem(one.file, 1, what, "nothing needs to be done", "warning"))
    return plan.merge()


class _Plan:
    """Collects the changes of an import, post by post."""

    def __init__(
        self,
        importer: str,
        existing: Iterable[ExistingPost],
        problems: list[Problem],
        force: bool,
        root: Path,
        translations: TranslationPlan,
    ) -> None:
        self._importer = importer
        self._problems = problems
        self._force = force
        self._root = root
        self._translations = translations
        self._origins = {file.id: file.origin for file in existing if file.origin}
        # Files of earlier versions hold their origin themselves: it moves out of them.
        self._moved = {
            file.path: Change(file.path, file.before, file.text)
            for file in existing
            if file.text is not None and file.text != file.before
        }
        self._added: list[Change] = []
        self._updated: list[Change] = []
        self._unchanged: list[Path] = []
        self._kept: list[Change] = []
        self._images: list[ImageCopy] = []
        # Which post has or had an address.
        self._addresses = {
            address.removeprefix("/posts/").strip("/"): file.id
            for file in existing
            for address in file.names
        }

    def add(self, one: Incoming, name: str) -> None:
        """Plan a file for a new post."""
        post = replace(one.post, id=name, aliases=tuple(self._own_aliases(one.post, name)))
        told, images = placed(post, one.images)
        new = without_translations(told)
        if self._reads_back(new, one):
            self._images += images
            self._added.append(Change(_path(name), None, post_text(new)))
            self._origins[name] = self._origin(one, new)
            self._translate(told, one)

    def _own_aliases(self, post: Post, name: str) -> Iterator[str]:
        """The former addresses of a post that no other post has or had."""
        for alias in post.aliases:
            bare = alias.removeprefix("/posts/").strip("/")
            if bare != name and self._addresses.setdefault(bare, name) == name:
                yield alias

    def update(self, one: Incoming, file: ExistingPost) -> None:
        """Plan the change of an existing post's file."""
        if file.post is None or file.text is None:
            what = f"{file.path} is there but can't be read, so it was left alone"
            cure = "mend it (pprsearch check tells how), then import again"
            self._problems.append(Problem(one.file, 1, what, cure))
            return
        # A post's month is part of its id, and so stays what it was.
        told, images = placed(
            replace(
                one.post,
                id=file.id,
                month=file.post.month or one.post.month,
                aliases=tuple(self._own_aliases(one.post, file.id)),
            ),
            one.images,
        )
        new = without_translations(told)
        if not self._reads_back(new, one):
            return
        merged, conflict = merged_post(file, file.post, new, self._importer, force=self._force)
        change = Change(file.path, file.before, post_text(merged))
        if merged == file.post and not conflict:
            self._unchanged.append(file.path)
            self._images += (i for i in images if not (self._root / i.file).exists())
        elif conflict and not self._force:
            self._kept.append(change)
        else:
            self._updated.append(change)
            self._images += (image for image in images if not self._is_there(image))
            self._moved.pop(file.path, None)
            before = self._origins.get(file.id)
            origin = self._origin(one, new)
            if before:
                origin = replace(origin, translations=before.translations)
            self._origins[file.id] = origin
        self._translate(told, one)

    def _translate(self, post: Post, one: Incoming) -> None:
        """Plan the files of a post's translations, and note what came."""
        origin = self._origins.get(post.id)
        brought = self._translations.add(post, origin, one.file)
        if origin:
            self._origins[post.id] = replace(origin, translations=brought)

    def merge(self) -> Merge:
        """The whole plan."""
        path = self._root / IMPORTS
        before = path.read_text("utf-8") if path.is_file() else None
        after = imports_text(self._origins) if self._origins or before else None
        marks = Change(Path(IMPORTS), before, after) if after and after != before else None
        return Merge(
            added=tuple(self._added),
            updated=tuple(self._updated),
            unchanged=tuple(self._unchanged),
            kept=(*self._kept, *self._translations.kept),
            translations=tuple(self._translations.written),
            moved=tuple(self._moved.values()),
            marks=marks,
            images=tuple(self._images),
            problems=tuple(self._problems),
        )

    def _is_there(self, image: ImageCopy) -> bool:
        """Whether the same file is in its place already."""
        path = self._root / image.file
        return path.is_file() and path.read_bytes() == image.source.read_bytes()

    def _reads_back(self, post: Post, one: Incoming) -> bool:
        """Whether the post's file reads back as the same post; if not, it must not be lost."""
        if read_post(post_text(post), _path(post.id), None, None).post == post:
            return True
        what = f'the post "{post.title}" can\'t be written so that it reads back the same'
        cure = "see that its month and DOI are in form and its heading of implications comes once"
        self._problems.append(Problem(one.file, 1, what, cure))
        return False

    def _origin(self, one: Incoming, post: Post) -> Origin:
        hashes = (text_hash(post), filing_hash(post), details_hash(post))
        return Origin(self._importer, one.key, *hashes, source=one.source)


def _sayable(incoming: Iterable[Incoming], problems: list[Problem]) -> Iterator[Incoming]:
    """The posts that a file can hold: those with a title and a month."""
    for one in incoming:
        post = one.post
        if post.month and post.title.strip():
            yield one
            continue
        what = f'the post "{post.title or post.id}" has no {"title" if post.month else "month"}'
        problems.append(Problem(one.file, 1, what, "add it"))


def _path(name: str) -> Path:
    return Path(POSTS, f"{name}.md")
