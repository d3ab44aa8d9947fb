"""Parts of a generation, and what is available to them while they are fitted or loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Protocol, Self, TypeVar, cast

from corpus.digest import Digest
from search.index.algebra.fitting import ByScikitLearn, Fitting, LikeScikitLearn
from search.index.files.earlier import Places
from search.index.files.settings import read_digest
from search.text.analyzer import Analyzer, analyzer_of

# Called with the current step, how much of it is done, and the total.
Progress = Callable[[str, int, int], None]

Made = TypeVar("Made")
Asked = TypeVar("Asked", bound="Part")


class Fitted(Protocol):
    """The result of fitting a part: usually the part itself."""

    def save(self, folder: Path) -> Collection[str] | None:
        """Write it into ``folder``; returns the files copied from the earlier generation."""


class Part(Protocol):
    """One part of a generation, such as the vectors of its posts.

    ``name`` begins the names of its files, or is that of the folder that they are in. ``step``
    names what is done while it is fitted; it is empty for a part that tells its own progress. What
    a part needs of others it asks for by their classes.
    """

    name: ClassVar[str]
    step: ClassVar[str]

    @classmethod
    def fit(cls, build: Build) -> Fitted | None:
        """Make the part for a new generation; None if the digest has too little for it."""

    @classmethod
    def load(cls, opened: Opened) -> Self | None:
        """Read or map what was saved; None if there is none."""

    @property
    def count(self) -> int | None:
        """How many posts it holds; None if it holds something else."""


class Opened:
    """The parts of a generation on disk by class, each loaded once.

    ``folder`` is the generation's, whose checksums have been held.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts: dict[type[Part], Part | None] = {}

    def __getitem__(self, part: type[Asked]) -> Asked:
        """A part that every generation has."""
        found = self.get(part)
        if found is None:
            raise KeyError(f"generation {self.folder.name} has no {part.name}")
        return found

    def get(self, part: type[Asked]) -> Asked | None:
        """A part that a generation may lack."""
        if part not in self._parts:
            self._parts[part] = part.load(self)
        return cast("Asked | None", self._parts[part])

    def with_part(self, part: Part) -> Opened:
        """The same generation with one part replaced."""
        made = copy(self)
        made._parts = {**self._parts, type(part): part}
        return made

    @cached_property
    def digest(self) -> Digest:
        """The digest, without its posts."""
        return read_digest(self.folder)

    @cached_property
    def analyzer(self) -> Analyzer:
        """The digest's analyzer."""
        return analyzer_of(self.digest.vocabulary, self.digest.language)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier generation, as far as it can be reused.

    ``places`` tell where each post of now was in it; ``alike`` is whether its text was analysed as
    it would be now, so that its words and terms are those of now. ``files`` has the checksum of
    each of its files. ``settles`` is whether what it fitted to a sample of posts is to stay.
    """

    parts: Opened
    places: Places
    alike: bool
    files: Mapping[str, str] = field(default_factory=dict)
    settles: bool = False


class Build:
    """The state of a build: the parts fitted so far, by class.

    ``previous`` is the generation before, if there is one. ``say`` is told progress.
    """

    def __init__(
        self,
        digest: Digest,
        *,
        semantic: bool = False,
        previous: Earlier | None = None,
        say: Progress = lambda step, done, total: None,
    ) -> None:
        self.digest = digest
        self.semantic = semantic
        self.previous = previous
        self.say = say
        self._made: dict[Callable[[Build], object], object] = {}

    def __getitem__(self, part: type[Asked]) -> Asked:
        """A part that every digest has."""
        found = self.get(part)
        if found is None:
            raise KeyError(f"the digest has no {part.name}")
        return found

    def get(self, part: type[Asked]) -> Asked | None:
        """A part that may be missing, or be known only once it is saved."""
        found = self.fitted(part)
        return found if isinstance(found, part) else None

    def fitted(self, part: type[Part]) -> Fitted | None:
        """The result of fitting a part, to be saved."""
        return self.once(part.fit)

    def once(self, make: Callable[[Build], Made]) -> Made:
        """The result of a function of this build, which is called only once."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @property
    def earlier(self) -> Earlier | None:
        """The earlier generation, unless its text was analysed differently."""
        return self.previous if self.previous and self.previous.alike else None

    @property
    def fitting(self) -> Fitting:
        """How to fit: an update must not wait for scikit-learn to load."""
        return LikeScikitLearn() if self.earlier else ByScikitLearn()

    @cached_property
    def analyzer(self) -> Analyzer:
        """The digest's analyzer."""
        return analyzer_of(self.digest.vocabulary, self.digest.language)
