"""Places images of imported posts in the folder of the post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from corpus.folder.images import IMAGE
from corpus.post import Post, Translation

Told = TypeVar("Told", Post, Translation)


@dataclass(frozen=True, slots=True)
class ImageCopy:
    """A file to copy; ``file`` is its place in the digest's folder."""

    source: Path
    file: Path


def placed(post: Post, images: Mapping[str, Path]) -> tuple[Post, tuple[ImageCopy, ...]]:
    """The post, with its images in the folder of its id, and the files to copy there.

    ``images`` has the files by the addresses that they have in the text. Two files of one name get
    different ones; a file that is shown twice, or in a translation too, is copied once.
    """
    names: dict[str, Path] = {}

    def name_of(address: str) -> str:
        source = images[address]
        wanted = PurePosixPath(address)
        name, number = wanted.name, 1
        while names.setdefault(name, source) != source:
            number += 1
            name = f"{wanted.stem}-{number}{wanted.suffix}"
        return name

    def with_images(text: str) -> str:
        if not images or "![" not in text:
            return text
        return IMAGE.sub(
            lambda found: (
                f"![{found[1]}]({post.id}/{name_of(found[2])})" if found[2] in images else found[0]
            ),
            text,
        )

    def shown(text: Told) -> Told:
        summary, implications = with_images(text.summary), with_images(text.implications)
        return replace(text, summary=summary, implications=implications)

    here = replace(shown(post), translations=tuple(map(shown, post.translations)))
    copies = (ImageCopy(source, Path("posts", post.id, name)) for name, source in names.items())
    return here.keeping_up_from(post), tuple(copies)
