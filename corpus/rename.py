"""Giving a post another id, so that whoever asks for the old one is led to the new one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.changes import finish_changes, write_changes
from corpus.folder.front_matter import FENCE
from corpus.folder.imports_file import IMPORTS, imports_text, read_imports
from corpus.folder.post_file import read_post
from corpus.folder.read import POSTS, post_files, translation_files
from corpus.folder.text_file import read_text
from corpus.folder.translations.file import parted
from corpus.folder.write import quoted
from corpus.problem import Problems
from corpus.slug import POST_ID


class RenameRefused(ValueError):
    """A post can't have that id; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """What was done: the post's new file, and the other files of posts that named the old id."""

    file: Path
    named_in: tuple[Path, ...]


def rename(root: Path, old: str, new: str, *, done: bool = False) -> Renaming:
    """Give the post ``old`` of the digest at ``root`` the id ``new``, and keep the old as an alias.

    Its month follows its id. Its images and translations, its line in ``imports.json``, and what
    other posts name of it go along; nothing else in any file is touched. With ``done`` the file has
    its new name already, and the rest is done. One that was cut short is brought to its end by
    another with the same ids. Raises ``RenameRefused`` and ``OSError``.
    """
    finish_changes(root)
    texts = {path: _text(root, path) for path in post_files(root)[0]}
    before, target = root / POSTS / f"{old}.md", root / POSTS / f"{new}.md"
    source = target if done else before
    if source not in texts:
        raise RenameRefused(f"there is no post {source.stem}")
    text = _with_alias(texts.pop(source), source.relative_to(root), old, new)
    text = _renamed_in(text, old, new, images=True)
    begun = done or texts.pop(target, None) == text
    translations = [(path, parted(path.name)) for path in translation_files(root)]
    own = {
        path: path.with_name(path.name.replace(old, new, 1))
        for path, name in translations
        if name and name[0] == old
    }
    if done and before.exists():
        raise RenameRefused(f"{old} is there still")
    if not begun and (target.exists() or target.with_suffix("").exists()):
        raise RenameRefused(f"{new} is there already")
    there = any(name and name[0] == new for _, name in translations)
    if there and (not begun or (done and any(path.exists() for path in own.values()))):
        raise RenameRefused(f"a translation of {new} is there already")
    named: dict[Path, str] = {}
    for path, other in texts.items():
        post = read_post(other, path.relative_to(root), None, None).post
        for address in (new, *([old] if done else [])):
            if post and address in post.aliases:
                raise RenameRefused(f"{address} is an old address of {path.stem}")
        changed = _renamed_in(other, old, new)
        if changed != other:
            named[path] = changed
    changes = {target: text, **named}
    for path, moved in own.items():
        changes[moved] = _renamed_in(_text(root, path), old, new, images=True)
    problems = Problems(Path(IMPORTS))
    origins = read_imports(root, problems)
    if problems.found:
        raise RenameRefused(str(problems.found[0]))
    if old in origins:
        origins[new] = origins.pop(old)
        changes[root / IMPORTS] = imports_text(origins)
    write_changes(root, changes)
    if before.with_suffix("").is_dir() and not target.with_suffix("").exists():
        before.with_suffix("").rename(target.with_suffix(""))
    # Last, so that a run cut short leaves two posts rather than none.
    for path in (*own, *([] if done else [source])):
        path.unlink()
    return Renaming(target.relative_to(root), tuple(path.relative_to(root) for path in named))


def _text(root: Path, path: Path) -> str:
    problems = Problems(path.relative_to(root))
    text = read_text(path, root, problems)
    if text is None:
        raise RenameRefused(str(problems.found[0]))
    return text


def _with_alias(text: str, file: Path, old: str, new: str) -> str:
    """The text with the old id among the aliases, and the month of the new id."""
    before = read_post(text, file, None, None)
    if before.post is None or before.broken:
        raise RenameRefused(f"{file} can't be read whole; pprsearch check tells why")
    found = POST_ID.fullmatch(new)
    month = found["month"] if found else ""
    lines = text.split("\n")
    end = next(n for n, line in enumerate(lines) if n and line.rstrip() == FENCE)
    head, body = lines[:end], lines[end:]
    head = [re.sub(r"^month:.*", f"month: {month}", line) for line in head]
    item = f"  - {quoted(old)}" if ":" in old else f"  - {old}"
    if "aliases" in before.lines:
        at = before.lines["aliases"] - 1
        if head[at].strip() == "aliases:":
            below = head[at + 1] if at + 1 < len(head) else ""
            bare = below.lstrip()
            indent = below[: len(below) - len(bare)] if bare.startswith("-") else "  "
            head.insert(at + 1, f"{indent}{item.strip()}")
        else:
            head[at] = re.sub(r"^aliases:\s*\[", f"aliases: [{old}, ", head[at])
    else:
        head += ["aliases:", item]
    changed = "\n".join((*head, *body))
    wanted = {*before.post.aliases, old}
    after = read_post(changed, file.with_name(f"{new}.md"), None, None).post
    same = replace(before.post, id=new, month=month, aliases=())
    if after is None or set(after.aliases) != wanted or replace(after, aliases=()) != same:
        raise RenameRefused(f"{old} can't be added to the aliases of {file}: write it there first")
    return changed


def _renamed_in(text: str, old: str, new: str, *, images: bool = False) -> str:
    """The text with another id where a post is named: in a list of its front matter.

    With ``images`` the folder of the post's own images as well; its aliases stay.
    """
    front, fence, body = text.partition(f"\n{FENCE}\n")
    if images:
        return text.replace(f"]({old}/", f"]({new}/").replace(f"](<{old}/", f"](<{new}/")
    named = re.compile(rf"(?<=[\s\[,\"']){re.escape(old)}(?=[\s\],\"']|$)", re.MULTILINE)
    front = re.sub(
        r"^related:.*(?:\n[ \t]+.*)*",
        lambda found: named.sub(new, found[0]),
        front,
        flags=re.MULTILINE,
    )
    return front + fence + body
