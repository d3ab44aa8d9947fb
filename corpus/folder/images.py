"""Images of a post: files in the folder beside the post's file, named in its text.

The image ``figure.png`` of ``posts/2024-05-mending.md`` is ``posts/2024-05-mending/figure.png``;
the post shows it by ``![What it shows](2024-05-mending/figure.png)``, as any Markdown editor does.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.post import Post
from corpus.problem import Problem, Problems

# In bytes. Readers wait for images; a photograph of a page's width has a tenth of this.
MAX_IMAGE = 2 * 1024 * 1024
# Each kind of image that browsers show and that can hold no program, by the ending of its name: its
# media type, and how its bytes begin.
KINDS = {
    "png": ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    "gif": ("image/gif", re.compile(rb"GIF8[79]a")),
    "webp": ("image/webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
}
# Images in Markdown: what they show, and where they are. The text of a post has no line ends there.
IMAGE = re.compile(r"!\[([^\]\n]*)\]\(\s*<?([^\s()<>]+)>?(?:\s+\"[^\"\n]*\")?\s*\)")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CURE = "keep it in the folder of the post's own name beside its file"


@dataclass(frozen=True, slots=True)
class Image:
    """An image in a post's text; ``alt`` describes it for readers who can't see it."""

    alt: str
    target: str

    def name(self, post_id: str) -> str | None:
        """The name of its file in the post's folder; ``None`` if it is not there."""
        folder, _, name = self.target.rpartition("/")
        return name if folder == post_id and is_image_name(name) else None


def images_folder(digest_dir: Path) -> Path | None:
    """The folder of the images of a digest's posts; none for a collection."""
    folder = (digest_dir / "posts").resolve()
    return folder if folder.is_dir() else None


def is_image_name(name: str) -> bool:
    """Whether a file may have this name: no path, not hidden, a known image ending."""
    return _NAME.fullmatch(name) is not None and name.rpartition(".")[2].lower() in KINDS


def images_in(text: str) -> Iterator[Image]:
    """The images in some Markdown, wherever they are stored."""
    return (Image(found[1].strip(), found[2]) for found in IMAGE.finditer(text))


def images_of(post: Post) -> Iterator[Image]:
    """The images in a post's text."""
    yield from images_in(post.summary)
    yield from images_in(post.implications)


def without_places(text: str) -> str:
    """The text with its images by file name only, since their folder depends on the post's id."""
    if "![" not in text:
        return text
    return IMAGE.sub(lambda found: f"![{found[1]}]({found[2].rpartition('/')[2].lower()})", text)


def media_type(name: str, data: bytes) -> str | None:
    """The media type of a file's bytes; ``None`` if they do not match the name's ending.

    SVG is none of the kinds: it may hold scripts, and load what is elsewhere.
    """
    sort, beginning = KINDS.get(name.rpartition(".")[2].lower(), ("", None))
    return sort if beginning is not None and beginning.match(data) else None


def read_image(posts: Path, post_id: str, name: str) -> tuple[bytes, str] | None:
    """The bytes and media type of a post's image; ``None`` if there is none to show.

    ``posts`` is the folder of the posts' files. Whatever the names say, nothing is read but a
    plain file of a known kind, within the limit of size, in the folder of the post.
    """
    # An id of a collection may be anything.
    if not is_image_name(name) or not _NAME.fullmatch(post_id[:100]) or "/" in post_id:
        return None
    path = posts / post_id / name
    try:
        if not path.resolve(strict=True).is_relative_to(posts.resolve()):
            return None
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_IMAGE:
                return None
            data = file.read(MAX_IMAGE)
    except (OSError, ValueError, RuntimeError):
        return None
    sort = media_type(name, data)
    return (data, sort) if sort else None


def check_images(root: Path, file: Path, post: Post, text: str) -> Iterator[Problem]:
    """The problems of the images of a post, whose ``file`` in the folder ``root`` holds a text.

    Each needs to tell what it shows, and to lie beside the post; one that the post does not show
    is a warning.
    """
    problems = Problems(file)
    for image in images_of(post):
        line = text.count("\n", 0, max(0, text.find(image.target))) + 1
        if not image.alt:
            problems.error(
                line,
                f'the image "{image.target}" has no text that says what it shows',
                f"write it for readers who can't see it: ![What it shows]({image.target})",
            )
        name = image.name(post.id)
        if name is None:
            problems.error(line, *_misplaced(image, post))
        elif read_image(root / file.parent, post.id, name) is None:
            problems.error(line, *_unreadable(root / file.parent / post.id / name, image.target))
    shown = {image.name(post.id) for image in images_of(post)}
    folder = root / file.with_suffix("")
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.name.startswith(".") and path.name not in shown:
            what = f"the image {file.parent}/{post.id}/{path.name} is shown nowhere in the post"
            problems.warning(1, what, f"show it: ![What it shows]({post.id}/{path.name})")
    yield from problems.found


def _misplaced(image: Image, post: Post) -> tuple[str, str]:
    """The problem and cure of an image in the wrong place."""
    target = image.target
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        return f'the image "{target}" lies elsewhere', f"save it, and {_CURE}"
    if target.lower().endswith((".svg", ".svgz")):
        return f'the image "{target}" is SVG, which can hold programs', "save it as PNG"
    name = target.rpartition("/")[2]
    if is_image_name(name):
        return f'the image "{target}" is not beside the post', f"{_CURE}: {post.id}/{name}"
    endings = ", ".join(KINDS)
    cure = f"name it of letters, digits, hyphens and points, with one of these endings: {endings}"
    return f'"{target}" is not the name of an image', cure


def _unreadable(path: Path, target: str) -> tuple[str, str]:
    """Why a file can't be shown as an image, and the cure."""
    if not path.exists():
        return f'there is no image "{target}"', f"put the file there, {path.name}, or correct it"
    if path.is_file() and path.stat().st_size > MAX_IMAGE:
        size = f"{path.stat().st_size:,} bytes, more than the {MAX_IMAGE:,} allowed"
        return f'the image "{target}" has {size}', "save it smaller: 1,200 pixels wide are enough"
    return f'"{target}" is not an image of the kind that its name says', "save it as PNG or JPEG"
