"""How the tests of commands run them."""

from __future__ import annotations

from click.testing import CliRunner, Result

from corpus.cli.commands import commands
from corpus.cli.shared import Program
from tests.digests import digest_folder

# A post that is long enough to get no hint of style.
POST = digest_folder.POST.replace("They answered.", "They answered what was asked. " * 20).replace(
    "Ask about gardens.", "Ask about gardens, and listen well. " * 6
)


def run(*args: object) -> Result:
    program = Program("pprsearch", commands={str(command.name): command for command in commands})
    result = CliRunner().invoke(program, [str(arg) for arg in args], env={"PPRSEARCH_DIGEST": None})
    assert "Traceback" not in result.output
    return result
