"""What the commands of every room share: the digest argument, JSON output, errors in one line."""

from __future__ import annotations

import atexit
import errno
import gc
import json
import os
import re
import shlex
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

import click

from corpus.errors import PprSearchError
from corpus.folder.read import DEMO, Reading, read_corpus

DIGEST_VARIABLE = "PPRSEARCH_DIGEST"
SYSTEM = os.name
ON_WINDOWS = (
    "PPR Search runs on Linux and macOS. On Windows, run it in WSL (Windows Subsystem for Linux): "
    "type wsl --install in a terminal, then continue in the terminal that it opens."
)

# What to do about an error of the operating system, by its number.
_CURES = {
    **dict.fromkeys(
        (errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "Free some space on its disk and run it again."
    ),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS), "Check its permissions, or name another."
    ),
    errno.EIO: "Check its disk and run it again.",
}

# The command that builds an index, where a message does not say which.
_BUILD = re.compile(r"\bpprsearch index(?=$|[.,;:]| --(?!index))")

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """Ends a command with one line on stderr and exit status 1; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{_sentence(message)} {hint}".strip())


class Program(click.Group):
    """A group of commands whose every error is one line on stderr.

    Exit status: 0; 1 for an error; 2 for wrong usage; 130 when interrupted. The line of a
    ``PprSearchError`` ends with its hint.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if SYSTEM == "nt":
            _end(ON_WINDOWS, 1)
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        # To look through all objects for garbage before they are freed takes a tenth of an update.
        atexit.register(gc.freeze)
        _tolerate(sys.stdout, sys.stderr)
        with _leaving_tidily():
            self._end_to_end(args, prog_name, complete_var, **extra)

    def _end_to_end(
        self,
        args: Sequence[str] | None,
        prog_name: str | None,
        complete_var: str | None,
        **extra: Any,
    ) -> NoReturn:
        """Run a command, and end the program with its status."""
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else self.name or "pprsearch"
            _end(f"{_sentence(error.format_message())} See: {path} --help", error.exit_code)
        except click.ClickException as error:
            _end(self._as_called(error.format_message(), args), error.exit_code)
        except click.Abort:
            _end("Interrupted.", 130)
        except PprSearchError as error:
            _end(self._as_called(f"{_sentence(str(error))} {error.hint}", args), 1)
        except OSError as error:
            _end(_what_failed(error), 1)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            _end(
                f"This is a fault in the program, please report it: {type(error).__name__}: "
                f"{error} ({Path(place.filename).name}, line {place.lineno})",
                1,
            )
        sys.exit(status if isinstance(status, int) else 0)

    def _as_called(self, message: str, args: Sequence[str] | None) -> str:
        """The message with the digest and the index of this call where it says to build one."""
        command: click.Command | None = self
        context, rest = click.Context(self), [*(sys.argv[1:] if args is None else args)]
        while isinstance(command, click.Group) and rest:
            command = command.get_command(context, rest.pop(0))
        if command is None or isinstance(command, click.Group):
            return message
        given = command.make_context("", rest, resilient_parsing=True).params
        digest, index = given.get("digest_dir"), given.get("index_dir")
        words = ["pprsearch", "index", *([] if digest in (None, DEMO) else [str(digest)])]
        words += ["--index", str(index)] if index else []
        return _BUILD.sub(lambda _: shlex.join(words), message)


class GivenPath(click.Path):
    """A path given by the user. An empty one (from an unset variable, say) is refused."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True):
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(
        self, value: Any, param: click.Parameter | None, context: click.Context | None
    ) -> Any:
        if value == "":
            self.fail("the path is empty", param, context)
        return super().convert(value, param, context)


def _tolerate(*streams: Any) -> None:
    """Have streams replace characters that their encoding lacks, in place of an error."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def _leaving_tidily() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that half-written files are removed on the way out."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Exit by an exception, so that half-written files are removed on the way out."""
    raise SystemExit(128 + number)


def digest_argument(*, demo: bool = True) -> Callable[[_Command], _Command]:
    """The argument DIGEST_DIR: as given, else from the environment, else the demo digest.

    Commands that write into the digest pass ``demo=False``: then there is no default.
    """
    default = {"default": DEMO} if demo else {"required": True}
    return click.argument("digest_dir", type=GivenPath(), envvar=DIGEST_VARIABLE, **default)


def digest_option(what: str, *, demo: bool = True) -> Callable[[_Command], _Command]:
    """The option ``--digest``, for commands whose argument is something else.

    ``what`` completes the help text "The digest ..."; ``demo`` is as for the argument.
    """
    default = {"default": DEMO} if demo else {"required": True}
    return click.option(
        "--digest",
        "digest_dir",
        type=GivenPath(),
        envvar=DIGEST_VARIABLE,
        help=f"The digest {what}." + ("  [default: the demo digest]" if demo else ""),
        **default,
    )


def read_there(digest_dir: Path) -> Reading:
    """Read a digest for a command that can do with faulty posts; ends it if there is no digest."""
    reading = read_corpus(digest_dir)
    if reading.faults and not reading.every_post:
        raise Failure(str(reading.faults[0]))
    return reading


def json_option(command: _Command) -> _Command:
    """The option ``--json``."""
    option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    return option(command)


def echo_json(value: object) -> None:
    """Print a value as indented JSON, its keys in their order."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def example(*lines: str) -> str:
    """The end of a command's help: examples, one a line."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def _sentence(message: str) -> str:
    """The message on one line with a full stop, so that a hint can follow."""
    message = " ".join(message.split())
    return message if message.endswith((".", "!", "?")) else f"{message}."


def _what_failed(error: OSError) -> str:
    """A message for an error of the operating system: what failed, which file, what to do."""
    if not error.strerror:
        return _sentence(str(error))
    what = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return f"{_sentence(what)} {_CURES.get(error.errno or 0, '')}".strip()


def as_typed_here(message: str, program: str) -> str:
    """The message with ``pprsearch`` replaced by the path it was called by, if it is not on PATH.

    ``program`` is that path, such as ``.venv/bin/pprsearch`` in a clone.
    """
    if os.sep not in program or Path(program).name != "pprsearch" or shutil.which("pprsearch"):
        return message
    return re.sub(r"\bpprsearch(?= [a-z])", lambda _: shlex.quote(program), message)


def _end(message: str, status: int) -> NoReturn:
    told = as_typed_here(" ".join(message.split()), sys.argv[0])
    click.echo(f"Error: {told}", err=True)
    sys.exit(status)
