"""A generation is one complete index on disk; this module owns its format, both ways."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from corpus.digest import (
    Care,
    CareNote,
    Digest,
    Imports,
    OneWay,
    Questions,
    ResearchKind,
    Topic,
    Vocabulary,
)
from search import weights
from search.errors import IndexDamaged, IndexOutdated
from search.index import (
    bm25f,
    embedding,
    facets,
    fulltext,
    labels,
    landscape,
    lsa,
    meaning,
    store,
    tfidf,
)
from search.index.cosines import Moments
from search.index.field import field_terms, shares
from search.index.filing import AT_ONCE, Filing, checksum
from search.index.likeness import Likeness
from search.index.threads import one_thread
from search.index.tokens import analysed, earlier
from search.index.tokens.analysed import Analysed
from search.index.tokens.earlier import Places
from search.index.tokens.sums import sums
from search.text.analyzer import ANALYSIS_VERSION, analyzer_of
from search.text.language import language_file

CURRENT = "CURRENT"
NAME = re.compile(r"\d{6,12}-[0-9a-f]{6}")
# Names the generation that a maintainer took back: it serves no more, and its posts wait.
WITHDRAWN = "WITHDRAWN"
MANIFEST = "manifest.json"
FULLTEXT = "fulltext"
# Raised whenever a file of a generation changes its form: older ones are then built anew.
FORMAT = 10

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is: the posts' content hashes by id, and a checksum a file.

    ``analysis`` stands for all that text analysis depends on: equal ones give equal terms.
    """

    format: int
    version: str
    analysis: str
    semantic: bool
    written: str
    posts: dict[str, str]
    files: dict[str, str]


@one_thread()
def write_generation(
    target: Path,
    digest: Digest,
    *,
    previous: Path | None = None,
    semantic: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write a complete generation of ``digest`` into the empty folder ``target``, manifest last.

    What ``previous`` holds of the same posts is taken over; the outcome is the same without.
    ``progress`` is told a step's name, how much of it is done and how much there is. Raises
    ``ModelUnavailable`` when ``semantic`` is asked for and the model is not there.
    """
    say = progress or _silent
    posts = digest.posts
    hashes = {post.id: post.content_hash for post in posts}
    analyzer = analyzer_of(digest.vocabulary, digest.language)
    key = analysis_key(digest)
    base = read_manifest(previous) if previous else None
    same = previous if base and base.analysis == key else None

    _write_json(target / "digest.json", replace(digest, posts=()))

    places = earlier.places(base.posts.values() if base and same else (), hashes.values())
    text = target / FULLTEXT
    text.mkdir(mode=0o700)
    with Filing(target) as filing:
        begun = filing.start(
            lambda: fulltext.begin(text, len(posts), (same / FULLTEXT, places) if same else None)
        )
        old = analysed.load(same) if same else None
        words = analysed.analyse(
            posts,
            analyzer,
            (old, places) if old else None,
            lambda done: say("Reading posts", done, len(posts)),
        )
        # Not before: both read Markdown, by one parser that is not made for two threads at once.
        filing.put(lambda folder: store.write(folder, posts, (same, places) if same else None))
        filing.put(lambda folder: analysed.save(words, folder))

        say("Weighing words", 0, 1)
        summed = sums(words, bm25f.worth(words, weights.BOOSTS, weights.B))
        weighed = bm25f.weigh(summed.worth, weights.K1)
        filing.put(weighed.save)
        frequencies = tfidf.dampened(summed.times)
        del summed
        matrix, _ = tfidf.tf_idf(frequencies)
        filing.put(lambda folder: tfidf.save(matrix, folder))
        contents = list(hashes.values())
        space = _space(same, old, words, places) if same and old else None
        latent = lsa.fit(frequencies, contents, space)
        if latent is not None:
            filing.put(latent.save)
            Moments.of(latent.posts).save(target, "lsa")
        names = labels.labels(words, analyzer, np.diff(weighed.starts))
        labels.save(names, target)
        say("Weighing words", 1, 1)

        whole = None
        if semantic:
            model = embedding.embedder()
            read = meaning.earlier(previous) if previous else {}
            meant = meaning.fit(
                posts, model, read, lambda done, total: say("Reading for meaning", done, total)
            )
            filing.put(lambda folder: meant.save(folder, contents))
            Moments.of(meant.posts).save(target, "meaning")
            whole = meant.posts

        say("Relating posts", 0, 1)
        facets.table(digest).save(target)
        if landscape.placed(len(posts)):
            share = shares(words.terms, field_terms(digest, analyzer))
            likeness = Likeness(tfidf.Vectors(matrix, share), whole)
            landscape.save(landscape.lay_out(likeness), target)
        say("Relating posts", 1, 1)

        say("Filing full text", 0, 1)
        taken = fulltext.write(text, posts, words, analyzer, begun.result())
        say("Filing full text", 1, 1)
        known = filing.checksums()

    # One that was copied has the checksum of what it is a copy of: were it read, an error in
    # copying would go unnoticed.
    copied = [f"{FULLTEXT}/{name}" for name in taken]
    known |= {name: base.files[name] for name in copied} if base else {}
    manifest = Manifest(
        format=FORMAT,
        version=version("pprsearch"),
        analysis=key,
        semantic=semantic,
        written=datetime.now(UTC).isoformat(timespec="seconds"),
        posts=hashes,
        files=_checksums(target, known),
    )
    _write_json(target / MANIFEST, manifest)


def _space(folder: Path, old: Analysed, words: Analysed, places: Places) -> lsa.Earlier | None:
    """The latent space of the generation before, told in the terms and posts of this one."""
    space = lsa.Lsa.load(folder)
    if space is None:
        return None
    terms = np.full(len(old.terms), -1, np.int32)
    terms[space.ids] = [words.term_ids.get(old.terms[t], -1) for t in space.ids.tolist()]
    return lsa.Earlier(space, terms, places)


def analysis_key(digest: Digest) -> str:
    """A hash over all that text analysis depends on: code, vocabulary, language."""
    words = repr(digest.vocabulary)
    told = hashlib.sha256(f"{ANALYSIS_VERSION}\n{digest.language}\n{words}\n".encode())
    told.update(language_file(digest.language).read_bytes())
    return told.hexdigest()


def read_manifest(generation: Path) -> Manifest:
    """Read a generation's manifest. Raises ``IndexDamaged`` and ``IndexOutdated``."""
    try:
        data = json.loads((generation / MANIFEST).read_text("utf-8"))
        if data["format"] != FORMAT:
            raise IndexOutdated(f"generation {generation.name} has format {data['format']}")
        return Manifest(**data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(f"the manifest of generation {generation.name} is unreadable") from error


def check_generation(generation: Path) -> Manifest:
    """Hold every file of a generation against its checksum in the manifest, which comes back.

    Raises ``IndexDamaged`` for the first that is missing or differs, and for one too many in the
    full text, whose table of contents would be read.
    """
    manifest = read_manifest(generation)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        checksums = pool.map(checksum, [generation / name for name in manifest.files])
        for name, expected in manifest.files.items():
            try:
                found = next(checksums)
            except OSError as error:
                raise IndexDamaged(f"{generation.name}/{name} is missing or unreadable") from error
            if found != expected:
                raise IndexDamaged(f"{generation.name}/{name} differs from what was written")
    strange = {str(f.relative_to(generation)) for f in _files(generation)} - set(manifest.files)
    strange.discard(MANIFEST)
    if strange:
        raise IndexDamaged(f"{generation.name}/{min(strange)} does not belong there")
    return manifest


def read_digest(generation: Path) -> Digest:
    """The settings of the digest that a generation was built from, without its posts."""
    data: dict[str, Any] = json.loads((generation / "digest.json").read_text("utf-8"))
    words = data.pop("vocabulary")
    return Digest(
        **{
            **data,
            "kinds": tuple(ResearchKind(**_frozen(k)) for k in data["kinds"]),
            "topics": tuple(Topic(**_frozen(t)) for t in data["topics"]),
            "posts": (),
            "care": _care(data["care"]),
            # Missing in generations of versions that had no such settings.
            "questions": Questions(**data.get("questions", {})),
            "imports": Imports(**_frozen(data.get("imports", {}))),
            "this_month": tuple((month, line) for month, line in data["this_month"]),
            "vocabulary": Vocabulary(
                equal=tuple(tuple(g) for g in words["equal"]),
                one_way=tuple(OneWay(**_frozen(w)) for w in words["one_way"]),
                protected=tuple(words["protected"]),
                stems=tuple((a, b) for a, b in words["stems"]),
            ),
        }
    )


def _care(data: dict[str, Any]) -> Care:
    # Missing in generations of versions that had one note.
    notes = tuple(CareNote(**_frozen(note)) for note in data.pop("notes", ()))
    return Care(**_frozen(data), notes=notes)


def _frozen(data: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}


def _files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.is_file())


def _checksums(folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The checksum of every file in a folder, by its name there, where it is not ``known``."""
    names = [str(file.relative_to(folder)) for file in _files(folder)]
    written = [name for name in names if name not in known]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(written, pool.map(checksum, [folder / n for n in written]), strict=True))
    return {name: found[name] if name in found else known[name] for name in names}


def _write_json(file: Path, data: Any) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False, default=_as_dict), "utf-8")
    os.chmod(file, 0o600)


def _as_dict(value: object) -> dict[str, Any]:
    """A dataclass for JSON: its fields by name. ``asdict`` takes ten times as long."""
    return {f.name: getattr(value, f.name) for f in fields(value)}  # type: ignore[arg-type]


def _silent(step: str, done: int, total: int) -> None:
    """No one is told."""
