"""The whole program: which room has which command, told without loading any room."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from corpus.cli.shared import Program

# Of each command that a room brings: the rooms to load for it, and what the list of commands says
# of it. Loading all rooms to print that list takes seconds; a test holds the two together.
BROUGHT: dict[str, tuple[tuple[str, ...], str]] = {
    "check": (("corpus",), "Find all that is wrong in a digest, with the cure of each fault."),
    "diff": (("indexer",), "Show what changes for readers if the digest is indexed as it is now."),
    "evaluate": (
        ("search",),
        "Hold the ranking against judgments: nDCG@10, MRR@10, recall@100, success@3.",
    ),
    "evidence": (
        ("corpus",),
        "Propose the fields of a post's study from its text, for you to confirm.",
    ),
    "export": (("corpus",), "Write a digest's posts into one file, for another program."),
    "import": (
        ("corpus",),
        "Import posts into a digest; a post edited by hand is never overwritten unasked.",
    ),
    "index": (("indexer",), "Index a digest and publish it; only what changed is analysed again."),
    "new": (("corpus",), "Begin a post: write its file, a draft for you to fill in."),
    "notices": (
        ("corpus",),
        "Tell which studies of a digest were retracted, corrected or doubted since, by an export.",
    ),
    "propose": (
        ("corpus",),
        "Propose topics for a post, best first, with reasons and how far to trust each.",
    ),
    "related": (("search",), "Name the posts that lead on from one, with the reason of each."),
    "rename": (
        ("corpus",),
        "Give a post another id: its file another name, the old id among its aliases.",
    ),
    "report": (
        ("search", "corpus"),
        "Tell what a digest lacks: in its posts, and in what its readers did not find.",
    ),
    "rollback": (("indexer",), "Make the generation before the live one serve again."),
    "search": (
        ("search",),
        "Answer a question from the digest: what it means for practice, from which study.",
    ),
    "status": (
        ("indexer",),
        "Tell what the index serves: generation, posts, when and by which version, size, health.",
    ),
    "synonyms": (("search",), "Try the words of synonyms.toml out, and find what they lack."),
    "translate": (
        ("corpus",),
        "Begin the translation of a post: write its file, for you to fill in.",
    ),
    "verify": (("indexer",), "Check the index: checksums, counts, and a sample of questions."),
}


class PprSearch(Program):
    """The program with every room's commands and errors.

    A room is loaded when one of its commands is wanted, so that no command waits for the libraries
    of another room, and the list of commands for none.
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
        """As click does; a name that is none is told with the nearest, of rooms not loaded too."""
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
