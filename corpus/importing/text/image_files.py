"""Finds the files of images in an imported text, beside the file that it came from.

Hugo and Jekyll keep them in a post's bundle or a folder of the site, WordPress in its uploads: a
copy of ``wp-content/uploads`` beside the export is searched. Missing images are left out; nothing
is fetched.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.folder.images import KINDS, MAX_IMAGE, media_type
from corpus.slug import slug

# How the address of a found file begins until its post has an id, beside which it is put.
SCHEME = "import"

_UPLOADS = re.compile(r"/(?:wp-content/uploads|files)/(?P<rest>.+)$")
# What WordPress adds to the name of an image that it made smaller.
_RESIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
# Code of Jekyll and Hugo for where the site is.
_BASE = re.compile(r"\{\{[^{}]*(?:base_?url|relURL|site\.url)[^{}]*\}\}/?", re.IGNORECASE)
# What tells the folder of a site, and where such sites keep what they show as it is.
_OF_SITE = ("_config.yml", "config.toml", "hugo.toml", "hugo.yaml", "config.yaml", "static")
_KEPT = ("static", "assets", "public", "source", "")
_BESIDE = ("", "attachments", "images", "assets", "img", "media")
_MOST_PARENTS = 6


class ImageFiles:
    """The image files that a text can refer to.

    Texts that are read apart and belong to one post give their addresses a different ``mark`` each.
    """

    def __init__(self, source: Path, mark: str = "") -> None:
        self._mark = mark
        self._folder = source.parent
        parents = list(self._folder.resolve().parents)[:_MOST_PARENTS]
        near = (self._folder.resolve(), *parents)
        # What was found, by the addresses that it has in the text until then.
        self.found: dict[str, Path] = {}
        self._site = next((p for p in near if any((p / name).exists() for name in _OF_SITE)), None)

    def address(self, written: str) -> str | None:
        """The temporary address of an image; ``None`` without a file that a post may show."""
        path = self._found(written)
        if path is None:
            return None
        name = f"{slug(path.stem, 60)}{path.suffix.lower()}"
        address = f"{SCHEME}:{self._mark}{len(self.found)}/{name}"
        self.found[address] = path
        return address

    def markdown(self, alt: str, written: str) -> str | None:
        """An image in Markdown, with its temporary address."""
        address = self.address(written)
        told = " ".join(re.sub(r"[\[\]<>]", " ", alt).split())
        return f"![{told}]({address})" if address else None

    def _found(self, address: str) -> Path | None:
        address = _BASE.sub("/", address.strip())
        try:
            parts = urlsplit(address)
            name = PurePosixPath(unquote(parts.path))
        except ValueError:
            return None
        if "\x00" in str(name) or name.suffix.lower().lstrip(".") not in KINDS:
            return None
        for folder, within in self._places(parts.scheme or parts.netloc, str(name)):
            for path in (folder / within, folder / _RESIZED.sub("", within)):
                if _is_image(path, folder, self._site or self._folder):
                    return path.resolve()
        return None

    def _places(self, elsewhere: str, name: str) -> list[tuple[Path, str]]:
        """The folders where a file may be, each with the file's name there."""
        bare = name.lstrip("/")
        uploaded = _UPLOADS.search(name)
        found: list[tuple[Path, str]] = []
        if uploaded:
            for folder in ("wp-content/uploads", "uploads", "files"):
                found.append((self._folder / folder, uploaded["rest"]))
        if not elsewhere:
            if not name.startswith("/"):
                found += ((self._folder / folder, name) for folder in _BESIDE)
            if self._site:
                found += ((self._site / folder, bare) for folder in _KEPT)
        return found


def _is_image(path: Path, folder: Path, site: Path) -> bool:
    """Whether a file is an image that a post may show, inside the permitted folder."""
    try:
        real = path.resolve(strict=True)
        allowed = (folder.resolve(), site.resolve())
        if not any(real.is_relative_to(one) for one in allowed) or not real.is_file():
            return False
        if real.stat().st_size > MAX_IMAGE:
            return False
        with real.open("rb") as file:
            return media_type(real.name, file.read(16)) is not None
    except (OSError, RuntimeError, ValueError):
        return False
