"""Recognises and reads Markdown files that are translations of others, as other programs name them.

Beside ``mending.md`` (or ``mending.en.md``) that is ``mending.fr.md``; beside ``en/mending.md`` it
is ``fr/mending.md``.
"""

from __future__ import annotations

from pathlib import Path

from corpus.digest import Digest
from corpus.folder.fields import FieldReader
from corpus.folder.front_matter import Matter
from corpus.folder.translations.file import titled
from corpus.importing.text.image_files import ImageFiles
from corpus.importing.text.markdown_text import clean_markdown, headed
from corpus.post import Translation
from corpus.problem import Problems


def original_of(source: Path, digest: Digest) -> tuple[Path, str] | None:
    """The file that a file translates, and the language of the translation.

    ``None`` for a file that translates none into a language of the digest.
    """
    stem, _, tag = source.stem.rpartition(".")
    for language in digest.other_languages:
        names = [f"{stem}{source.suffix}", f"{stem}.{digest.language}{source.suffix}"]
        beside = [source.with_name(name) for name in names if stem and tag == language]
        parts = source.parts
        for at, part in enumerate(parts[:-1]):
            if part == language:
                beside.append(Path(*parts[:at], digest.language, *parts[at + 1 :]))
        found = next((path for path in beside if path.is_file()), None)
        if found:
            return found, language
    return None


def read_translated(
    matter: Matter, language: str, problems: Problems, images: ImageFiles
) -> Translation:
    """The translation in a file that was split into front matter and body.

    What it lacks is a warning. Of its front matter only the title, the bottom line and the version
    of the original count, since facts on the study are those of the original.
    """
    gaps = Problems(problems.file)
    body = clean_markdown(matter.body, matter.body_line, problems, images)
    values = FieldReader(matter.fields, gaps)
    title = values.string("title")
    if not title:
        title, body, _ = headed(body)
    told = titled(title, language, Matter(matter.fields, body, matter.body_line), values)
    for gap in gaps.found:
        problems.warning(gap.line, gap.what, gap.cure)
    return told
