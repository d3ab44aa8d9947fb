"""A French translation of the post in ``digest_folder``; tests change one place of it."""

from __future__ import annotations

from pathlib import Path

from tests.digests.digest_folder import POST, SETTINGS, DigestFolder

ID = "2021-07-do-gardens-help"
ORIGINAL = POST.replace("They answered.", "Of 1,240 people, 0.25 answered.")
FRENCH = """\
---
title: "Les jardins aident-ils?"
of: HASH
---

On a interrogé beaucoup de gens sur les jardins.

Sur 1 240 personnes, 0,25 ont répondu.

## Implications pour la pratique

Parlez des jardins.
"""


def bilingual(root: Path, original: str = ORIGINAL) -> DigestFolder:
    """A digest with one English post and French as its second language."""
    folder = DigestFolder.make(root)
    head = 'language = "en"\nlanguages = ["en", "fr"]'
    folder.write("digest.toml", SETTINGS.replace('language = "en"', head))
    folder.post(original)
    return folder


def translate(folder: DigestFolder, text: str = FRENCH, language: str = "fr") -> Path:
    """Write the file of a translation, marked with the post's current version."""
    versions = [post.version for post in folder.read().every_post if post.id == ID]
    text = text.replace("HASH", versions[0] if versions else "0")
    return folder.write(f"posts/{ID}.{language}.md", text)
