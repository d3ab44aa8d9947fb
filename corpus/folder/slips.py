"""Finds the usual slips of who writes front matter by hand: what breaks YAML, and how to mend it.

YAML's own words tell where reading stopped, seldom why. So each slip that a line can have is mended
on trial, and told if YAML can then be read further.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.folder.front_matter import MatterError, read_value

# What may stand before a text: an indent, the hyphen of an item, and the name of a field.
_BEFORE = r"(?P<before> *+(?:- +)?+(?:[A-Za-z_]+: +)?+)"
_STUCK = re.compile(r"(?P<before> *(?:- +)?[a-z_]+:)(?P<text>[^\s/].*)")
_HYPHEN = re.compile(r"(?P<before> *-)(?P<text>[^\s-].*)")
_LIST = re.compile(r"(?P<before>[a-z_]+: +)- +(?P<text>.+)")
_QUOTED = re.compile(_BEFORE + r"""(?P<quote>["'])(?P<text>.*)""")
_COLON = re.compile(_BEFORE + r"""(?P<text>[^\s"'{\[|>@`%*&!#].*:(?: .*)?)""")
_SIGN = re.compile(_BEFORE + r"(?P<text>(?P<sign>[@`%*&!|>]).*)")
_OPEN = re.compile(_BEFORE + r"(?P<text>(?P<sign>[\[{]).*)")
# Blanks, and ends of lines to YAML, that look like an ordinary space or like nothing.
_ODD = re.compile("[\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]")
_CLOSING = {"[": "]", "{": "}"}
_BEGINS = re.compile(r" *(?:- |[A-Za-z_]+:(?: |$))")
_BARE = re.compile(r"[^\s:#-][^:]*")


class Slip(NamedTuple):
    """A slip on the line with a number from 0, and that line without it.

    ``sure`` tells that its text is as it was meant.
    """

    at: int
    what: str
    cure: str
    mended: str
    sure: bool = False


def slip(lines: Sequence[str]) -> Slip | None:
    """The first slip in the lines of front matter that keeps YAML from reading on, if it is known.

    None too if they can be read, or break another rule than YAML's.
    """
    error = _error(lines)
    if error is None or error.reached is None:
        return None
    best, furthest = None, error.reached
    for one in _likely(lines, error.reached):
        after = _error([*lines[: one.at], one.mended, *lines[one.at + 1 :]])
        if after is None:
            return one
        reached = after.line - 2 if after.reached is None else after.reached
        if reached > furthest:
            best, furthest = one, reached
    return best


def _error(lines: Sequence[str]) -> MatterError | None:
    try:
        read_value("\n".join(lines))
    except MatterError as error:
        return error
    return None


def _likely(lines: Sequence[str], at: int) -> Iterator[Slip]:
    """The slips that the line may have where YAML stopped, and the line with text before it."""
    before = next((n for n in range(min(at, len(lines)) - 1, -1, -1) if lines[n].strip()), None)
    places = [n for n in (at, before) if n is not None and n < len(lines) and lines[n].strip()]
    for found in (_in_line, _indents):
        for number in places:
            yield from found(lines, number)
    if at < len(lines) and _BARE.fullmatch(lines[at]):
        yield Slip(
            at,
            "the line has no field's name with a colon",
            "write name: text; a line that goes on from the one above begins with two spaces",
            "",
        )


def _in_line(lines: Sequence[str], at: int) -> Iterator[Slip]:
    """The slips that a line may have by itself."""
    line = lines[at]
    if found := _ODD.search(line):
        what = f"the blank U+{ord(found[0]):04X} is no ordinary space"
        yield Slip(at, what, "write an ordinary space in its place", _ODD.sub(" ", line), sure=True)
    if found := _STUCK.fullmatch(line):
        what, cure = "there is no space after the colon", "write one: name: text"
        yield Slip(at, what, cure, f"{found['before']} {found['text']}", sure=True)
    if found := _HYPHEN.fullmatch(line):
        what, cure = "there is no space after the hyphen", "write one: - text"
        yield Slip(at, what, cure, f"{found['before']} {found['text']}", sure=True)
    if found := _LIST.fullmatch(line):
        what = "a list begins on the line of its field's name"
        cure = f"write it on a line of its own below: - {found['text']}"
        alone = not "".join(lines[at + 1 : at + 2]).lstrip().startswith("- ")
        item = f"[{json.dumps(found['text'])}]" if alone else ""
        yield Slip(at, what, cure, f"{found['before']}{item}", sure=True)
    if found := _QUOTED.fullmatch(line):
        quote, text = found["quote"], found["text"].rstrip()
        whole = f"{found['before']}{json.dumps(text.removesuffix(quote), ensure_ascii=False)}"
        if quote not in text:
            yield Slip(at, "the quote is not closed", f"write another {quote} at its end", whole)
        elif text.endswith(quote) and quote == "'":
            what = "the text in single quotes holds another"
            yield Slip(at, what, 'put the text in double quotes: "..."', whole)
        elif text.endswith(quote):
            what = "the text in double quotes holds others"
            yield Slip(at, what, """write them as \\", or put the text in single quotes""", whole)
        else:
            what = "text goes on after the closing quote"
            cure = f"put all of it in {'single' if quote == chr(34) else 'double'} quotes"
            whole = f"{found['before']}{json.dumps(quote + text, ensure_ascii=False)}"
            yield Slip(at, what, cure, whole)
    found = _OPEN.fullmatch(line)
    if found and not line.rstrip().endswith(close := _CLOSING[found["sign"]]):
        cure = f"write {close} at its end; text that begins with {found['sign']} is put in quotes"
        yield Slip(at, f"the {found['sign']} is not closed", cure, line.rstrip() + close)
    if found := _COLON.fullmatch(line):
        what, cure = "the text holds a colon", 'put it in double quotes: "..."'
        yield Slip(at, what, cure, f"{found['before']}{json.dumps(found['text'])}")
    if found := _SIGN.fullmatch(line):
        what, cure = f"the text begins with {found['sign']}", 'put it in double quotes: "..."'
        yield Slip(at, what, cure, f"{found['before']}{json.dumps(found['text'])}")


def _indents(lines: Sequence[str], at: int) -> Iterator[Slip]:
    """The line as far left as each line above it that it may have been meant to stand below."""
    line = lines[at]
    if "\t" in line or not _BEGINS.match(line):
        return
    here = _indent(line)
    for indent in (*_above(lines[:at], here), *([0] if here else [])):
        way = "too far" if indent < here else "not far enough"
        what = f"the line is indented {way}: by {here}"
        cure = f"indent it by {indent}, as a line above it"
        if indent == 0:
            what, cure = "the line is indented", "begin it at the very left, where fields begin"
        yield Slip(at, what, cure, " " * indent + line.lstrip(), sure=True)


def _above(lines: Iterable[str], here: int) -> Iterator[int]:
    """The indents of lines, the last first, that are not ``here``, each once."""
    found = [_indent(line) for line in reversed([*lines]) if line.strip()]
    yield from (indent for indent in dict.fromkeys(found) if indent not in (here, 0))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
