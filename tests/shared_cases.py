"""Small inputs of ../shared on which an import once failed, and a folder to import them into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.folder.read import read_digest
from corpus.importing.formats import FORMATS
from corpus.importing.merge import merge_source, write_merge
from corpus.importing.merging.change import Merge
from corpus.post import Post

CASES = Path("cases", "imports-and-search")


@dataclass(frozen=True)
class Folder:
    """A digest's folder to import files into, at first empty."""

    root: Path

    def take(self, name: str, source: Path, month: str | None = "2024-05") -> Merge:
        """Import a file or a folder in the format with this name."""
        found = next(form for form in FORMATS if form.name == name)
        merge = merge_source(found.make(month), source, self.root, suffixes=found.suffixes)
        write_merge(merge, self.root)
        return merge

    def posts(self) -> list[Post]:
        """Every post, public or not, complete or not, sorted by title."""
        if not self.root.exists():
            return []
        return sorted(read_digest(self.root).every_post, key=lambda post: post.title)

    def files(self) -> dict[str, bytes]:
        """The content of each file, by its name in the folder."""
        return {
            str(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }
