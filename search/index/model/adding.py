"""Adds a model from a file: its weights, or the archive that they were published in.

Nothing is taken from a file but bytes with the checksum of a model that this version uses.
"""

from __future__ import annotations

import errno
import hashlib
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from corpus.durable import clear_leftovers, replace_file, sync
from search.errors import ModelMissing, ModelRefused, ModelUnwritable
from search.index.model.known import MODELS, Model, held, homes

# What reading an archive may raise: also when it is encrypted, of an unknown version, or made up.
_UNREADABLE = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)
_MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Added:
    """A model, the file that holds it now, and whether it was there before."""

    model: Model
    file: Path
    before: bool


def add(file: Path) -> Added:
    """Put the model in a file where it is looked for, unless it is there.

    Raises ``ModelRefused`` if the file holds no model of this version, ``ModelUnwritable``, and
    ``OSError`` where the file can't be read or the disk is full. Then nothing has changed.
    """
    model, told = _found(file)
    with suppress(ModelMissing):
        return Added(model, held(model)[0], before=True)
    for folder in homes():
        place = folder / model.file
        try:
            clear_leftovers(folder, re.compile(re.escape(model.file)))
            replace_file(place, told)
        except OSError as error:
            if error.errno not in _MAY_NOT:
                raise
        else:
            sync(folder)
            return Added(model, place, before=False)
    raise ModelUnwritable(f"no model may be written to {' or '.join(map(str, homes()))}")


def _found(file: Path) -> tuple[Model, bytes]:
    """The model that a file holds, with its bytes."""
    if not file.is_file():
        raise ModelRefused(f"{file} is not a file")
    size = file.stat().st_size
    for model in MODELS:
        # Others need not be read to be refused.
        if size == model.size and _is(model, told := file.read_bytes()):
            return model, told
    if is_zipfile(file):
        return _unpacked(file)
    raise ModelRefused(f"{file} is none of this version's models, nor an archive with one")


def _unpacked(file: Path) -> tuple[Model, bytes]:
    """The model in an archive, with its bytes. No name in the archive is used as a path."""
    try:
        with ZipFile(file) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            for model in MODELS:
                entry = entries.get(model.entry)
                # What is packed tighter than either may take any memory to unpack.
                if entry is None or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    continue
                with archive.open(entry) as packed:
                    told = packed.read(model.size + 1)
                if _is(model, told):
                    return model, told
                raise ModelRefused(f"{entry.filename} in {file} is not that of {model.name}")
    except _UNREADABLE as error:
        raise ModelRefused(f"{file} can't be unpacked: {error}") from error
    names = " or ".join(model.entry for model in MODELS)
    raise ModelRefused(f"{file} is an archive without {names}")


def _is(model: Model, told: bytes) -> bool:
    return hashlib.sha256(told).hexdigest() == model.sha256
