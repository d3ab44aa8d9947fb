"""Messages for readers that pages can translate: a pattern, and the values that fill it.

Each is a string in English, which the command line and the API use as it is. Pages look its pattern
up among translations and fill that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# What fills a place of a pattern: a number, a text of the digest, or a message of its own.
Value = str | int | float


def N_(text: str) -> str:
    """Mark a text for translation; returns it unchanged."""
    return text


class Worded(str):
    """An English string that keeps its parts; copying or storing it keeps only the text."""

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class Message(Worded):
    """A sentence: its ``pattern`` filled with its ``values``.

    ``Message("No topic “%(name)s”.", name="x")``. A value that is a message is translated, a
    number written as the language does, and any other text left as it is.
    """

    pattern: str
    values: Mapping[str, Value]

    def __new__(cls, pattern: str, /, **values: Value) -> Message:
        made = super().__new__(cls, pattern % _written(values) if values else pattern)
        made.pattern, made.values = pattern, values
        return made


class Counted(Message):
    """A message with a count: ``Counted("%(num)s post", "%(num)s posts", 3)``.

    ``pattern`` is for 1, ``plural`` for any other ``number``, as English has it.
    """

    plural: str
    number: int

    def __new__(cls, one: str, many: str, number: int, /, **values: Value) -> Counted:
        given = {**values, "num": number}
        made = str.__new__(cls, (one if number == 1 else many) % _written(given))
        made.pattern, made.plural, made.number = one, many, number
        made.values = given
        return made


class Listed(Worded):
    """Texts or messages joined as in a sentence: ``a, b and c``."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Sequence[str], /) -> Listed:
        text = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        made = super().__new__(cls, text)
        made.parts = tuple(parts)
        return made


class Joined(Worded):
    """Texts or messages joined by a separator."""

    parts: tuple[str, ...]
    between: str

    def __new__(cls, parts: Sequence[str], between: str = " ", /) -> Joined:
        made = super().__new__(cls, between.join(parts))
        made.parts, made.between = tuple(parts), between
        return made


def _written(values: Mapping[str, Value]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else f"{value:,}" for name, value in values.items()
    }
