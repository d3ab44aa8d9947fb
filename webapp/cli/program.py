"""The program `pprsearch`: which room has which command, known without loading a room."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from corpus.cli.shared import Program

# For each command of a room: the rooms to load for it, and its line in the list of commands.
# Loading every room to print that list takes seconds; a test compares the lines.
BROUGHT: dict[str, tuple[tuple[str, ...], str]] = {
    "check": (("corpus",), "List every fault in a digest, and how to mend it."),
    "diff": (("indexer",), "Show what would change for readers if the digest were indexed now."),
    "evaluate": (
        ("search",),
        "Measure the ranking against judgments: nDCG@10, MRR@10, recall@100, success@3.",
    ),
    "evidence": (
        ("corpus",),
        "Propose the fields of a post's study from its text, for you to confirm.",
    ),
    "export": (("corpus",), "Write a digest's posts into one file, for other programs."),
    "import": (
        ("corpus",),
        "Import posts into a digest; posts edited by hand are kept unless --force is given.",
    ),
    "index": (
        ("indexer",),
        "Index a digest and publish it; only changed posts are analysed again.",
    ),
    "model": (
        ("search",),
        "Show the models that search by meaning needs, and add one from a file.",
    ),
    "new": (("corpus",), "Begin a post: write a draft file for you to fill in."),
    "notices": (
        ("corpus",),
        "Find which of a digest's studies were retracted or corrected, in an export of notices.",
    ),
    "propose": (
        ("corpus",),
        "Propose topics for a post, best first, each with its reasons and a confidence.",
    ),
    "related": (("search",), "List the posts related to a post, with the reason for each."),
    "rename": (
        ("corpus",),
        "Give a post another id: rename its file, and keep the old id as an alias.",
    ),
    "report": (
        ("search", "corpus"),
        "Report what a digest lacks: in its posts, and in what readers looked for in vain.",
    ),
    "rollback": (("indexer",), "Make the generation before the live one live again."),
    "search": (
        ("search",),
        "Search the digest: the posts that answer a question, with their practice implications.",
    ),
    "status": (
        ("indexer",),
        "Show the state of an index: live generation, posts, date, version, size, health.",
    ),
    "synonyms": (
        ("search",),
        "Try out the vocabulary in synonyms.toml, and propose entries for it.",
    ),
    "translate": (
        ("corpus",),
        "Begin a translation of a post: write a file for you to fill in.",
    ),
    "verify": (
        ("indexer",),
        "Check an index: checksums, counts, and the answers to a sample of questions.",
    ),
}


class PprSearch(Program):
    """The program with every room's commands and errors.

    A room is loaded when one of its commands is called. So no command waits for the libraries of
    another room, and the list of commands waits for none.
    """

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        rooms, _ = BROUGHT.get(name, ((), ""))
        for room in rooms:
            for command in import_module(f"{room}.cli.commands").commands:
                self.add_command(command)
        return super().get_command(context, name)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; for an unknown name, suggests the nearest command of any room."""
        name = args[0]
        known = name.startswith("-") or self.get_command(context, name)
        if not known and not context.resilient_parsing:
            near = get_close_matches(name, self.list_commands(context))
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            context.fail(f'No such command "{name}".{meant}')
        return super().resolve_command(context, args)

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*self.commands, *BROUGHT})

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(context)
        width = formatter.width - 6 - max(map(len, names))
        said = {name: text for name, (_, text) in BROUGHT.items()}
        said |= {name: own.help or "" for name, own in self.commands.items() if name not in said}
        shown = {name: click.Command(name, help=said[name]) for name in names}
        rows = [(name, shown[name].get_short_help_str(width)) for name in names]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
