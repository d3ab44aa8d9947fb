"""Which file of a digest holds an imported post already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.folder.post_file import PostFile, read_post
from corpus.folder.read import post_files
from corpus.folder.text_file import read_text
from corpus.folder.write import post_text
from corpus.post import Post
from corpus.problem import Problems
from corpus.slug import is_post_id, post_id
from corpus.text.folding import folded


@dataclass(frozen=True, slots=True)
class ExistingPost:
    """A file that is in the digest already; ``text`` is ``None`` when it is not even text."""

    path: Path
    text: str | None
    reading: PostFile

    @property
    def is_canonical(self) -> bool:
        """Whether the file is as the program would write it: no comment, no other order."""
        post, text = self.reading.post, self.text or ""
        written = post_text(post, self.reading.origin) if post else None
        return written is not None and _without_end_blanks(written) == _without_end_blanks(text)


def existing_posts(root: Path) -> Iterator[ExistingPost]:
    """Every post file of the digest at ``root``, readable or not."""
    files, _ = post_files(root)
    for path in files:
        file = path.relative_to(root)
        problems = Problems(file)
        text = read_text(path, root, problems)
        if text is None:
            yield ExistingPost(file, None, PostFile(None, tuple(problems.found)))
        else:
            # Without the digest's names: what a file says must stay, even a topic unknown here.
            reading = read_post(text, file, None, None)
            if reading.broken:
                # What can be read in part must not be written anew without the rest.
                reading = replace(reading, post=None)
            yield ExistingPost(file, text, reading)


class Pairing:
    """Finds the file of each imported post: by its key, else by what it says."""

    def __init__(self, importer: str, existing: Sequence[ExistingPost]) -> None:
        self._own: dict[str, ExistingPost] = {}
        self._others: dict[str, ExistingPost] = {}
        for file in existing:
            origin = file.reading.origin
            if origin and origin.importer == importer and origin.key not in self._own:
                self._own[origin.key] = file
            else:
                self._others[file.path.stem] = file
        # Under the ids that posts had before they are still asked for.
        posts = (file.reading.post for file in existing)
        aliases = {alias for post in posts if post for alias in post.aliases}
        self._ids = {file.path.stem for file in existing} | aliases
        self._expected: dict[str, Post] = {}

    def expect(self, key: str, post: Post) -> None:
        """Add an imported post."""
        self._expected[key] = post

    def new_id(self, post: Post) -> str:
        """An id that no post has yet; it is taken from then on."""
        month = post.month or ""
        fits = is_post_id(post.id) and post.id.startswith(month) and post.id not in self._ids
        new = post.id if fits else post_id(month, post.title, self._ids)
        self._ids.add(new)
        return new

    def pairs(self) -> Iterator[tuple[str, Post, ExistingPost | None]]:
        """Each imported post with its key and the file that holds it already, if one does."""
        # Files whose key is no longer on the page: a post whose title was edited is one of them.
        gone = {key: file for key, file in self._own.items() if key not in self._expected}
        for key, post in self._expected.items():
            file = self._own.get(key)
            if file is None:
                old = next((k for k, f in gone.items() if _same_post(f.reading.post, post)), None)
                file = gone.pop(old) if old else self._by_hand(post)
            yield key, post, file

    def _by_hand(self, post: Post) -> ExistingPost | None:
        """The file of the same post that did not come from this importer."""
        if post.id in self._others:
            return self._others[post.id]
        for file in self._others.values():
            if file.reading.post and post.id in file.reading.post.aliases:
                return file
        for file in self._others.values():
            other = file.reading.post
            same_title = other and folded(other.title) == folded(post.title)
            if other and same_title and other.month == post.month:
                return file
        return None


def _same_post(old: Post | None, new: Post) -> bool:
    """Whether a post of the same month is the same under another title."""
    return (
        old is not None
        and old.month == new.month
        and (old.summary == new.summary or old.implications == new.implications != "")
    )


def _without_end_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
