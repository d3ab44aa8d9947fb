"""A model's file without the steps that only padded texts need.

Each text is run by itself (see ``embedding.on_all_cores``), so that none is padded. In each layer
of a model up to two steps then change nothing, and take a tenth of its time: one adds a mask of
zeros, which would hide padding; the other looks for what a text of padding alone would become. The
step after each reads what that had been given instead, and what nobody reads is left out.

A file is a message of Protocol Buffers; https://github.com/onnx/onnx/blob/main/onnx/onnx.proto has
the numbers of its fields. Its steps are in the order in which they run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# The graph of a model; the steps of a graph, and what it gives; the name of that; and what a step
# reads and makes, and its kind.
_GRAPH = 7
_STEP, _GIVES = 1, 12
_NAME = 1
_READS, _MAKES, _KIND = 1, 2, 4

# The types of values: a number in groups of seven bits, bytes with their length before them, and
# numbers of eight or four bytes.
_VARYING, _SIZED = 0, 2
_FIXED = {1: 8, 5: 4}


class _Field(NamedTuple):
    """A field of a message: its number, its value if that is bytes, and all of it."""

    number: int
    value: memoryview
    whole: memoryview


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a graph: its kind, and the names of what it reads and makes."""

    kind: bytes
    reads: Sequence[bytes]
    makes: Sequence[bytes]


def unpadded(model: bytes) -> bytes:
    """The file of the same model for texts without padding."""
    return b"".join(
        _field(_GRAPH, _graph(field.value)) if field.number == _GRAPH else field.whole
        for field in _fields(memoryview(model))
    )


def _graph(graph: memoryview) -> bytes:
    """A graph without the steps."""
    fields = [(field, _step(field)) for field in _fields(graph)]
    steps = [step for _, step in fields if step is not None]
    instead = _instead(steps)
    read = {_named(field.value)[_NAME][0] for field, _ in fields if field.number == _GIVES}
    kept: list[bytes | memoryview] = []
    for field, step in reversed(fields):
        if step is None:
            kept.append(field.whole)
        elif not read.isdisjoint(step.makes):
            read.update(instead.get(name, name) for name in step.reads)
            changes = not instead.keys().isdisjoint(step.reads)
            kept.append(_reading(field, instead) if changes else field.whole)
    return b"".join(reversed(kept))


def _instead(steps: Sequence[_Step]) -> dict[bytes, bytes]:
    """What is to be read instead of what the steps that change nothing make."""
    made = {name: step for step in steps for name in step.makes}
    found: dict[bytes, bytes] = {}
    for step in steps:
        for name in step.reads:
            before = made.get(name)
            if before is None:
                continue
            if step.kind == b"Softmax" and before.kind == b"Add":
                found[name] = before.reads[0]
            elif before.kind == b"Where":
                asked = made.get(before.reads[0])
                if asked is not None and asked.kind == b"IsNaN":
                    found[name] = before.reads[2]
    return found


def _reading(step: _Field, instead: Mapping[bytes, bytes]) -> bytes:
    """A step that reads other names."""
    return _field(
        _STEP,
        b"".join(
            _field(_READS, instead.get(bytes(field.value), bytes(field.value)))
            if field.number == _READS
            else field.whole
            for field in _fields(step.value)
        ),
    )


def _step(field: _Field) -> _Step | None:
    """The step in a field of a graph; None for what is no step."""
    if field.number != _STEP:
        return None
    named = _named(field.value)
    return _Step(named[_KIND][0], named[_READS], named[_MAKES])


def _named(message: memoryview) -> dict[int, list[bytes]]:
    """The values of the fields of a message by their number."""
    found: dict[int, list[bytes]] = defaultdict(list)
    for field in _fields(message):
        found[field.number].append(bytes(field.value))
    return found


def _fields(message: memoryview) -> Iterator[_Field]:
    """The fields of a message in their order."""
    at, end = 0, len(message)
    while at < end:
        start = at
        key, at = _number(message, at)
        kind, first = key & 7, at
        if kind == _SIZED:
            size, first = _number(message, at)
            at = first + size
        elif kind == _VARYING:
            _, at = _number(message, at)
        else:
            at += _FIXED[kind]
        yield _Field(key >> 3, message[first:at], message[start:at])


def _number(message: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at a place, and the place after it."""
    byte = message[at]
    found, shift = byte & 127, 7
    while byte > 127:
        at += 1
        byte = message[at]
        found |= (byte & 127) << shift
        shift += 7
    return found, at + 1


def _field(number: int, value: bytes) -> bytes:
    """A field with bytes."""
    return _varying(number << 3 | _SIZED) + _varying(len(value)) + value


def _varying(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])
