"""Gives a post another id, and keeps the old id as an alias."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.changes import finish_changes, write_changes
from corpus.errors import PprSearchError
from corpus.folder.front_matter import FENCE
from corpus.folder.imports_file import IMPORTS, imports_text, read_imports
from corpus.folder.post_file import read_post
from corpus.folder.read import POSTS, post_files, translation_files
from corpus.folder.settings.gone_file import GONE, read_gone
from corpus.folder.settings.judged import MAX_BYTES as MAX_JUDGED
from corpus.folder.settings.judged import judged_files
from corpus.folder.text_file import MAX_BYTES, read_text
from corpus.folder.translations.file import parted
from corpus.folder.write import quoted
from corpus.problem import Problems
from corpus.slug import POST_ID

# Where posts are named: by other posts in their front matter, and in the tables of posts gone.
_RELATED = re.compile(r"^related:.*(?:\n[ \t]+.*)*", re.MULTILINE)
_READ = re.compile(r"(?<![\w-])read\s*=\s*\[[^\]]*\]")


class RenameRefused(PprSearchError):
    """The post can't get that id; the message says why, the hint what to do."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """The result: the post's new file, and the other files that named the old id."""

    file: Path
    named_in: tuple[Path, ...]


def rename(root: Path, old: str, new: str, *, done: bool = False) -> Renaming:
    """Give the post ``old`` of the digest at ``root`` the id ``new``; ``old`` becomes an alias.

    Its month follows its id. Its images and translations, which stay translations of its newest
    version if they were, its line in ``imports.json``, and where other posts, ``gone.toml`` or the
    digest's judgments name it go along; nothing else in any file is touched. With ``done`` the
    file has its new name already, and the rest is done. One that was cut short is brought to its
    end by another with the same ids. Raises ``RenameRefused`` and ``OSError``.
    """
    finish_changes(root)
    texts = {path: _text(root, path) for path in post_files(root)[0]}
    before, target = root / POSTS / f"{old}.md", root / POSTS / f"{new}.md"
    source = target if done else before
    if source not in texts:
        raise _no_post(source.stem, root, texts)
    if done and before.exists():
        raise RenameRefused(f"{old} still exists", "Leave out --done, or delete that file.")
    text = _with_alias(texts.pop(source), source.relative_to(root), old, new)
    text = _with_images_of(text, old, new)
    # Also when images were renamed by hand, or by a run that was cut short.
    was, now = (_version(each, target) for each in (_with_images_of(text, new, old), text))
    begun = done or texts.pop(target, None) == text
    if not begun and (target.exists() or target.with_suffix("").exists()):
        raise RenameRefused(f"{new} exists already", "Give another id.")
    changes = {target: text}
    left = [] if done else [source]
    for path in translation_files(root):
        post_id, language = parted(path.name) or ("", "")
        moved = target.with_name(f"{new}.{language}.md")
        taken = post_id == new and not begun
        if post_id == old:
            told = _with_images_of(_text(root, path), old, new)
            changes[moved] = re.sub(rf"(?m)^(of:\W*){was}\b", rf"\g<1>{now}", told, count=1)
            left.insert(0, path)
            taken = moved.exists() and _text(root, moved) != changes[moved]
        if taken:
            raise RenameRefused(
                f"a translation of {new} exists already", "Give another id, or move that file."
            )
    named: dict[Path, str] = {}
    for path, other in texts.items():
        post = read_post(other, path.relative_to(root), None, None).post
        for address in (new, *([old] if done else [])):
            if post and address in post.aliases:
                raise RenameRefused(
                    f"{address} is an old address of {path.stem}",
                    "Give another id, or take it out of that post's aliases.",
                )
        front, fence, body = other.partition(f"\n{FENCE}\n")
        changed = _renamed_in(front, old, new, _RELATED) + fence + body
        if changed != other:
            named[path] = changed
    gone = root / GONE
    if gone.exists():
        told = _text(root, gone)
        if any(one.address == new for one in read_gone(root, (), {}, Problems(Path(GONE)))):
            raise RenameRefused(
                f"{new} is the id of a post that is gone, in {GONE}",
                f"Give another id, or take it out of {GONE}.",
            )
        changed = _renamed_in(told, old, new, _READ)
        if changed != told:
            named[gone] = changed
    for path in judged_files(root):
        told = _text(root, path)
        changed = _judged_anew(told, old, new)
        if changed != told:
            named[path] = changed
    problems = Problems(Path(IMPORTS))
    origins = read_imports(root, problems)
    if problems.found:
        raise RenameRefused(str(problems.found[0]))
    if old in origins:
        origins[new] = origins.pop(old)
        changes[root / IMPORTS] = imports_text(origins)
    write_changes(root, {**changes, **named})
    if before.with_suffix("").is_dir() and not target.with_suffix("").exists():
        before.with_suffix("").rename(target.with_suffix(""))
    # Last, and the post's own at the very end, so that a run cut short leaves two posts rather
    # than none.
    for path in left:
        path.unlink()
    return Renaming(target.relative_to(root), tuple(path.relative_to(root) for path in named))


def _no_post(post: str, root: Path, texts: Mapping[Path, str]) -> RenameRefused:
    """The error for a post that is not there; its hint names the post that had that id before."""
    for path, text in texts.items():
        found = read_post(text, path.relative_to(root), None, None).post
        if found and post in found.aliases:
            return RenameRefused(f"{post} is an old address of {path.stem}", "Rename that one.")
    return RenameRefused(f"there is no post {post}", f"See the names of the files in {POSTS}.")


def _text(root: Path, path: Path) -> str:
    problems = Problems(path.relative_to(root))
    # Judgments may be longer than posts.
    text = read_text(path, root, problems, MAX_JUDGED if path in judged_files(root) else MAX_BYTES)
    if text is None:
        raise RenameRefused(str(problems.found[0]))
    return text


def _with_alias(text: str, file: Path, old: str, new: str) -> str:
    """The text with the old id among the aliases, and the month of the new id."""
    before = read_post(text, file, None, None)
    if before.post is None or before.broken:
        raise RenameRefused(f"{file} can't be read completely; pprsearch check says why")
    found = POST_ID.fullmatch(new)
    month = found["month"] if found else ""
    lines = text.split("\n")
    end = next(n for n, line in enumerate(lines) if n and line.rstrip() == FENCE)
    head, body = lines[:end], lines[end:]
    head = [re.sub(r"^month:.*", f"month: {month}", line) for line in head]
    if old not in before.post.aliases:
        _add_alias(head, before.lines.get("aliases"), old)
    changed = "\n".join((*head, *body))
    wanted = {*before.post.aliases, old}
    after = read_post(changed, file.with_name(f"{new}.md"), None, None).post
    same = replace(before.post, id=new, month=month, aliases=())
    if after is None or set(after.aliases) != wanted or replace(after, aliases=()) != same:
        raise RenameRefused(f"{old} can't be added to the aliases of {file}: write it there first")
    return changed


def _add_alias(head: list[str], line: int | None, old: str) -> None:
    """Write an alias into front matter, whose aliases begin on that line if there are any."""
    item = f"- {quoted(old)}" if ":" in old else f"- {old}"
    if line is None:
        head += ["aliases:", f"  {item}"]
    elif head[line - 1].strip() == "aliases:":
        below = head[line] if line < len(head) else ""
        bare = below.lstrip()
        indent = below[: len(below) - len(bare)] if bare.startswith("-") else "  "
        head.insert(line, f"{indent}{item}")
    else:
        head[line - 1] = re.sub(r"^aliases:\s*\[", f"aliases: [{old}, ", head[line - 1])


def _with_images_of(text: str, old: str, new: str) -> str:
    """A post's or translation's text, with its images in the folder of another id."""
    return text.replace(f"]({old}/", f"]({new}/").replace(f"](<{old}/", f"](<{new}/")


def _version(text: str, file: Path) -> str:
    """The version of a post's text by which its translations name it."""
    post = read_post(text, file, None, None).post
    return post.version if post else ""


def _renamed_in(text: str, old: str, new: str, lists: re.Pattern[str]) -> str:
    """The text with the new id in those of its ``lists`` that name the old one."""
    named = re.compile(rf"(?<=[\s\[,\"']){re.escape(old)}(?=[\s\],\"']|$)", re.MULTILINE)
    return lists.sub(lambda found: named.sub(new, found[0]), text)


def _judged_anew(text: str, old: str, new: str) -> str:
    """A file of judgments with the new id where the old one is graded, or is the post in question.

    An id that stands in a question's text, or in a comment, stays.
    """
    name = rf"(?P<quote>[\"']?){re.escape(old)}(?P=quote)"
    grade = rf"(?m)(?P<before>^[ \t]*|[{{,][ \t]*){name}(?=[ \t]*=)"
    post = rf"(?m)(?P<before>^[ \t]*post[ \t]*=[ \t]*){name}"
    for named in (grade, post):
        text = re.sub(named, rf"\g<before>\g<quote>{new}\g<quote>", text)
    return text
