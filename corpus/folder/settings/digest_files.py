"""Reads the settings, topics and vocabulary of a digest from their TOML files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

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
    WebSub,
)
from corpus.folder.settings.in_languages import tables_of, texts_of
from corpus.folder.settings.table import Table, is_strings
from corpus.problem import Problems
from corpus.slug import is_month
from corpus.text.folding import folded
from corpus.text.spaces import one_line

SETTINGS = "digest.toml"
TOPICS = "topics.toml"
SYNONYMS = "synonyms.toml"

# What a kind of research may be marked as.
_MARKS = ("overview", "compares_by_chance")

_LETTERS = re.compile(r"[^\W\d_]{2}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A language, and perhaps a country (RFC 5646): fr, fr-CA.
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")


def read_settings(root: Path, problems: Problems) -> Digest:
    """The settings in ``digest.toml``, as a digest without topics, vocabulary and posts."""
    table = Table.read(root / SETTINGS, root, problems)
    languages = _languages(table)
    table.check_names(
        (
            *("name", "language", "languages", "home", "contact", "description", "card"),
            *("study_years", "care", "this_month", "questions", "imports", "websub", "kinds"),
        ),
        languages,
    )
    kinds = tuple(
        ResearchKind(**_named(entry, languages), **_marks(entry))
        for entry in _things(table, "kinds", "a kind of research", languages, _MARKS)
    )
    if not problems.faulty:
        if not table.string("name"):
            problems.error(1, "the digest has no name", 'add a line name = "..."')
        if not kinds:
            cure = "add a table [[kinds]] with a slug and a name for each"
            problems.error(1, "there is no kind of research", cure)
    return Digest(
        name=table.string("name") or root.resolve().name,
        language=table.string("language") or "en",
        home=table.link("home"),
        contact=table.string("contact"),
        description=table.string("description"),
        card=table.web_address("card", table.string("card")),
        study_years=table.truth("study_years"),
        kinds=kinds,
        care=_care(table, languages),
        this_month=_months(table.table("this_month"), languages),
        questions=_questions(table, languages),
        imports=_imports(table),
        websub=_websub(table),
        page_languages=languages,
        descriptions=texts_of(table, languages, ("description",))["description"],
        months_translated=_months_translated(table.table("this_month"), languages),
    )


def read_topics(
    root: Path, problems: Problems, languages: tuple[str, ...] = ()
) -> tuple[Topic, ...]:
    """The topics of ``topics.toml`` in their order, with what they are called in ``languages``."""
    table = Table.read(root / TOPICS, root, problems)
    table.check_names(("topics",))
    topics = tuple(
        Topic(**_named(entry, languages))
        for entry in _things(table, "topics", "a topic", languages)
    )
    if not topics and not problems.faulty:
        problems.error(1, "there is no topic", "add a table [[topics]] for each")
    return topics


def read_vocabulary(root: Path, problems: Problems) -> Vocabulary:
    """The vocabulary in ``synonyms.toml``; empty without that file."""
    if not (root / SYNONYMS).exists() and not (root / SYNONYMS).is_symlink():
        return Vocabulary()
    table = Table.read(root / SYNONYMS, root, problems)
    table.check_names(("equal", "one_way", "protected", "stems"))
    one_way = []
    for entry in table.tables("one_way"):
        entry.check_names(("words", "terms", "only_with"))
        words, terms = entry.strings("words"), entry.strings("terms")
        if words and terms:
            one_way.append(OneWay(words, terms, entry.strings("only_with")))
        else:
            entry.error("words or terms are missing", 'write words = ["..."] and terms = ["..."]')
    return Vocabulary(
        equal=_equal(table),
        one_way=tuple(one_way),
        protected=table.strings("protected"),
        stems=_stems(table),
    )


def _languages(table: Table) -> tuple[str, ...]:
    tags = table.strings("languages")
    for tag in tags:
        if not _TAG.fullmatch(tag):
            what, cure = f'"{tag}" is not the tag of a language', 'write "en", "fr" or "fr-CA"'
            table.error_near(tag, what, cure)
    if len(set(tags)) < len(tags):
        table.error_near("languages", "a language is listed twice", "list each language once")
    return tuple(dict.fromkeys(tag for tag in tags if _TAG.fullmatch(tag)))


def _care(table: Table, languages: tuple[str, ...]) -> Care:
    care = table.table("care")
    care.check_names(("words", "text", "notes"), languages)
    first = None
    if care.values.keys() & {"words", "text", *languages}:
        first = _care_note(care, languages)
    others = []
    for entry in care.tables("notes", within="care."):
        entry.check_names(("words", "text"), languages)
        others.append(_care_note(entry, languages))
    return Care(
        words=first.words if first else (),
        text=first.text if first else "",
        notes=tuple(note for note in others if note),
        texts=first.texts if first else (),
    )


def _care_note(table: Table, languages: tuple[str, ...]) -> CareNote | None:
    words, text = table.strings("words"), table.string("text")
    if not words or not text:
        table.error("words or text are missing", 'write words = ["..."] and text = "..."')
        return None
    for word in words:
        steps = [step for step in word.split() if step != ".."]
        pieces = [piece for step in steps for piece in step.split("|")]
        if not pieces or not all(_LETTERS.search(piece) for piece in pieces):
            table.error_near(
                word,
                f'"{word}" would be found in every text',
                'write words, such as "self-harm*" or "wants .. to die"',
            )
            return None
    return CareNote(words, text, texts_of(table, languages, ("text",))["text"])


def _months(lines: Table, languages: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """The months of a table with their sentences, without the tables of other languages."""
    found = []
    for month in lines.values:
        if month in languages:
            continue
        if not is_month(month):
            lines.error_near(month, f'"{month}" is not a month', 'write "2021-07" = "..."')
        elif line := lines.string(month):
            found.append((month, line))
    return tuple(found)


def _months_translated(
    lines: Table, languages: tuple[str, ...]
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (tag, month, line)
        for tag, told in tables_of(lines, languages).items()
        for month, line in _months(told)
    )


def _questions(table: Table, languages: tuple[str, ...]) -> Questions:
    questions = table.table("questions")
    questions.check_names(("keep", "examples"), languages)
    translated = []
    for tag, told in tables_of(questions, languages).items():
        told.check_names(("examples",))
        translated += [(tag, text) for text in _examples(told)]
    return Questions(
        keep=questions.truth("keep"),
        examples=_examples(questions),
        translated=tuple(translated),
    )


def _examples(questions: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, questions.strings("examples")))))


def _imports(table: Table) -> Imports:
    imports = table.table("imports")
    imports.check_names(("implications",))
    return Imports(imports.strings("implications") or Imports().implications)


def _websub(table: Table) -> WebSub:
    websub = table.table("websub")
    websub.check_names(("hub", "feeds"))
    if not websub.values:
        return WebSub()
    hub, feeds = websub.web_address("hub", websub.string("hub")), websub.strings("feeds")
    if not hub or not feeds:
        cure = 'write hub = "https://..." and feeds = ["https://.../feed.atom"]'
        websub.error("hub or feeds are missing", cure)
        return WebSub()
    return WebSub(hub, tuple(feed for feed in feeds if websub.web_address("feeds", feed)))


def _equal(table: Table) -> tuple[tuple[str, ...], ...]:
    groups = []
    seen: dict[str, str] = {}
    for group in table.array("equal"):
        if not is_strings(group) or len(group) < 2:
            table.error_near(
                str(group[0]) if isinstance(group, list) and group else "equal",
                "a group of equal terms must hold two terms or more",
                'write ["term", "other term"]',
            )
            continue
        for term in dict.fromkeys(folded(term) for term in group):
            if term in seen:
                table.problems.warning(
                    table.line_of(group[0]),
                    f'"{term}" is in two groups of equal terms (also with "{seen[term]}")',
                    "join the groups, or keep it in one",
                )
            seen[term] = group[0]
        groups.append(tuple(group))
    return tuple(groups)


def _stems(table: Table) -> tuple[tuple[str, str], ...]:
    stems = table.values.get("stems", {})
    if not isinstance(stems, dict) or not is_strings(list(stems.values())):
        table.error_near("stems", '"stems" must be a table of words', 'write word = "stem"')
        return ()
    return tuple(stems.items())


def _things(
    table: Table, name: str, sort: str, languages: tuple[str, ...], marks: tuple[str, ...] = ()
) -> list[Table]:
    """The tables of topics or kinds that have a unique name and slug."""
    good = []
    taken: dict[str, str] = {}
    for entry in table.tables(name):
        entry.check_names(("slug", "name", "aliases", "description", *marks), languages)
        title, slug = entry.string("name"), entry.string("slug")
        if not title or not slug:
            entry.error(f"{sort} lacks its name or slug", 'write name = "..." and slug = "..."')
            continue
        if not _SLUG.fullmatch(slug):
            entry.error(
                f'"{slug}" is not a slug', "use lower-case letters and digits joined by hyphens"
            )
            continue
        forms = {folded(form) for form in (title, slug, *entry.strings("aliases"))}
        again = next((form for form in forms if form in taken), None)
        if again:
            entry.error(
                f'"{again}" already stands for "{taken[again]}"',
                "give each name, slug and alias to one only",
            )
            continue
        taken.update(dict.fromkeys(forms, title))
        good.append(entry)
    return good


def _marks(entry: Table) -> dict[str, Any]:
    return {mark: entry.truth(mark) for mark in _MARKS}


def _named(entry: Table, languages: tuple[str, ...]) -> dict[str, Any]:
    told = texts_of(entry, languages, ("name", "description"))
    return {
        "slug": entry.string("slug"),
        "name": entry.string("name"),
        "aliases": entry.strings("aliases"),
        "description": entry.string("description"),
        "names": told["name"],
        "descriptions": told["description"],
    }
