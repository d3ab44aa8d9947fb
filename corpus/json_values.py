"""Converts frozen dataclasses to JSON values and back, checking every type."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_Read = Callable[[Any, str], Any]


class WrongValue(ValueError):
    """JSON with a wrong value; ``field`` says where, such as ``study.effects.low``."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of a dataclass: the default and the reader of each.

    ``needed`` are the fields without a default.
    """

    defaults: Mapping[str, Any]
    readers: Mapping[str, _Read]
    needed: tuple[str, ...]


_SHAPES: dict[type, _Shape] = {}


def names_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass, in order."""
    return tuple(_shape(kind).defaults)


def to_json(value: Any, *, whole: bool = False) -> dict[str, Any]:
    """The fields of a dataclass by name, nested ones included.

    Fields that are as by default are left out, unless the ``whole`` is asked for.
    """
    made: dict[str, Any] = {}
    for name, default in _shape(type(value)).defaults.items():
        held = getattr(value, name)
        if whole or default is MISSING or held != default:
            made[name] = _plain(held, whole)
    return made


def _plain(held: Any, whole: bool) -> Any:
    if isinstance(held, tuple):
        return [_plain(one, whole) for one in held]
    return to_json(held, whole=whole) if is_dataclass(held) else held


def from_json(kind: type[Value], data: Mapping[str, Any], path: str = "") -> Value:
    """The dataclass from data made by ``to_json``. Raises ``WrongValue``."""
    shape = _shape(kind)
    if missing := next((name for name in shape.needed if name not in data), None):
        raise WrongValue(path + missing)
    made = {}
    for name, held in data.items():
        if name not in shape.readers:
            raise WrongValue(path + str(name))
        made[name] = shape.readers[name](held, path + name)
    return kind(**made)


def _shape(kind: type) -> _Shape:
    found = _SHAPES.get(kind)
    if found is None:
        hints = get_type_hints(kind)
        defaults = {field.name: _default(field) for field in fields(kind)}
        found = _SHAPES[kind] = _Shape(
            defaults,
            {name: _reader(hints[name]) for name in defaults},
            tuple(name for name, default in defaults.items() if default is MISSING),
        )
    return found


def _default(field: Field[Any]) -> Any:
    """The default of a field; ``MISSING`` if there is none."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _reader(hint: Any) -> _Read:
    """The function that reads values of a declared type."""
    kinds = get_args(hint)
    if get_origin(hint) in (tuple, Sequence):
        return _all_of(_reader(kinds[0]))
    if type(None) in kinds:
        inner = _reader(next(kind for kind in kinds if kind is not type(None)))
        return lambda held, path: None if held is None else inner(held, path)
    if is_dataclass(hint) and isinstance(hint, type):
        return _inside(hint)
    return _number if hint is float else _exactly(hint)


def _all_of(item: _Read) -> _Read:
    def read(held: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(held, list):
            raise WrongValue(path)
        return tuple(item(one, path) for one in held)

    return read


def _inside(kind: type) -> _Read:
    def read(held: Any, path: str) -> Any:
        if not isinstance(held, dict):
            raise WrongValue(path)
        return from_json(kind, held, f"{path}.")

    return read


def _exactly(kind: type) -> _Read:
    def read(held: Any, path: str) -> Any:
        # In Python a boolean is an integer; in JSON it is not.
        if type(held) is not kind:
            raise WrongValue(path)
        return held

    return read


def _number(held: Any, path: str) -> float:
    try:
        if type(held) not in (int, float) or not math.isfinite(held):
            raise WrongValue(path)
    except OverflowError as error:
        raise WrongValue(path) from error
    # -0 becomes 0, since a post's hash would tell them apart.
    return float(held) + 0.0
