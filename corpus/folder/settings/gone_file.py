"""Reads ``gone.toml``: former addresses of removed posts."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from pathlib import Path
from urllib.parse import unquote

from corpus.digest import Gone
from corpus.folder.settings.in_languages import texts_of
from corpus.folder.settings.table import Table
from corpus.problem import Problems
from corpus.text.folding import did_you_mean

GONE = "gone.toml"


def read_gone(
    root: Path,
    ids: Collection[str],
    moved: Mapping[str, str],
    problems: Problems,
    languages: tuple[str, ...] = (),
    own: Container[str] = (),
) -> tuple[Gone, ...]:
    """The addresses in ``gone.toml`` in order; none without that file.

    ``ids`` are those of all posts and ``moved`` the posts' aliases with the ids that they lead to:
    what leads to a post is not gone, and what a reader is told to read instead must be there.
    ``own`` are the paths of the digest's own pages, where nothing else can be told. The reason may
    be told in other ``languages`` too.
    """
    if not (root / GONE).exists() and not (root / GONE).is_symlink():
        return ()
    table = Table.read(root / GONE, root, problems)
    table.check_names(("gone",))
    found: dict[str, Gone] = {}
    still = {bare(alias): post_id for alias, post_id in moved.items()}
    for entry in table.tables("gone"):
        entry.check_names(("address", "why", "read"), languages)
        address, why = bare(entry.string("address")), entry.string("why")
        if not address or not why:
            entry.error("address or why is missing", 'write address = "..." and why = "..."')
        elif address in ids or address in still:
            what = f'"{address}" is no address without a post: "{still.get(address, address)}"'
            entry.error_near("address", what, "delete this table, or the post's file or alias")
        elif entry.string("address") in own:
            what = f'"{entry.string("address")}" is the address of another page here'
            entry.error_near("address", what, "delete this table")
        elif address in found:
            entry.error_near("address", f'"{address}" is gone already', "keep one of the tables")
        else:
            read = entry.strings("read")
            for other in read:
                if other not in ids:
                    cure = did_you_mean(other, ids, "an id is a file's name in posts without .md")
                    entry.error_near(other, f'"read" names no post: "{other}"', cure)
            whys = texts_of(entry, languages, ("why",))["why"]
            found[address] = Gone(address, why, read, whys)
    return tuple(found.values())


def bare(address: str) -> str:
    """A post's id or address normalised: decoded, without slashes around it and ``/posts``.

    An id is the same whether it was written alone or as the path of the post's page.
    """
    return f"{unquote(address).strip('/')}/".removeprefix("posts/").strip("/")
