"""A digest without its posts: settings, topics, kinds of research, vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.post import Post

# A text in other languages than the digest's, each after the language's tag.
Translated = tuple[tuple[str, str], ...]


def told_in(language: str, text: str, others: Translated) -> tuple[str, str]:
    """A text as it is told in a language, and its tag; as it is, without one, if in no other."""
    return next(((told, tag) for tag, told in others if tag == language), (text, ""))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of posts; ``aliases`` are other spellings of its name.

    ``names`` and ``descriptions`` are what it is called and about in other languages.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    names: Translated = ()
    descriptions: Translated = ()


@dataclass(frozen=True, slots=True)
class ResearchKind:
    """A kind of research, such as a meta-analysis; ``aliases`` are other names for it.

    ``names`` and ``descriptions`` are what it is called and does in other languages. ``overview``
    says that it sums up many studies, so that a later one may cover an earlier post;
    ``compares_by_chance`` that its studies compare groups that chance has made.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    overview: bool = False
    compares_by_chance: bool = False
    names: Translated = ()
    descriptions: Translated = ()


@dataclass(frozen=True, slots=True)
class OneWay:
    """Words that lead to other terms but not back: from a lay word to clinical ones.

    ``only_with`` holds context words: an ambiguous word expands only when the question has one
    of them, or always when there are none.
    """

    words: tuple[str, ...]
    terms: tuple[str, ...]
    only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of a digest, read from ``synonyms.toml``.

    ``equal`` groups mean the same each way; ``protected`` terms are kept whole ("CBT-E");
    ``stems`` maps a word to the stem it must have where the language's rules err.
    """

    equal: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[OneWay, ...] = ()
    protected: tuple[str, ...] = ()
    stems: tuple[tuple[str, str], ...] = ()

    @property
    def entries(self) -> tuple[str, ...]:
        """Every entry that posts may contain: all but the words that lead one way."""
        equal = (entry for group in self.equal for entry in group)
        return (*equal, *(entry for way in self.one_way for entry in way.terms))


@dataclass(frozen=True, slots=True)
class CareNote:
    """A note on where to get help: ``text`` (Markdown), for posts and questions with ``words``.

    ``words`` are words and phrases; ``*`` ends a stem, ``a|b`` is either word, and ``..`` stands
    for up to three words. ``texts`` are the text in other languages.
    """

    words: tuple[str, ...]
    text: str
    texts: Translated = ()


@dataclass(frozen=True, slots=True)
class Care:
    """The notes on help: one of ``words``, ``text`` and ``texts``, and ``notes`` for other harm.

    A digest without words shows no such note.
    """

    words: tuple[str, ...] = ()
    text: str = ""
    notes: tuple[CareNote, ...] = ()
    texts: Translated = ()

    @property
    def every_note(self) -> tuple[CareNote, ...]:
        """All notes, in the order in which a page shows them."""
        first = (CareNote(self.words, self.text, self.texts),) if self.words else ()
        return (*first, *self.notes)


@dataclass(frozen=True, slots=True)
class Questions:
    """The ``examples`` offered to readers, and whether readers' questions are counted.

    With ``keep`` they are counted, so that a maintainer sees what was not found. ``translated``
    are those for readers of other languages, each after the tag of theirs.
    """

    keep: bool = False
    examples: tuple[str, ...] = ()
    translated: Translated = ()


@dataclass(frozen=True, slots=True)
class Imports:
    """Settings of imports: ``implications`` are the headings of that part, likeliest first."""

    implications: tuple[str, ...] = (
        "Practice Implications",
        "Implications for Practice",
        "Implications for Clinical Practice",
        "Clinical Practice Implications",
        "Clinical Implications",
        "Practical Implications",
        "What This Means for Practice",
    )


@dataclass(frozen=True, slots=True)
class WebSub:
    """The hub that notifies followers of a digest's feeds; ``feeds`` are their addresses.

    The hub is told of them whenever a new generation is published. Without a hub all is empty.
    """

    hub: str = ""
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A removed post: its ``address`` (an id or path), and a sentence that says why.

    ``read`` are the ids of posts that a reader may turn to instead. ``whys`` are the sentence in
    other languages.
    """

    address: str
    why: str
    read: tuple[str, ...] = ()
    whys: Translated = ()


@dataclass(frozen=True, slots=True)
class Renamed:
    """A post with the id ``new`` that had the id ``old``, which its file does not say."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Source:
    """One of several digests read as one; the ids of its posts begin with ``slug``."""

    slug: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest with its settings and its posts, oldest month first; many may lie in a file.

    ``this_month`` holds months (``YYYY-MM``), each with the sentence that opens it. ``card`` is the
    address of a picture that links to its pages show where they are shared. With ``study_years`` a
    reader's years are those of the studies, not of the posts. ``page_languages`` are the tags
    of those that its pages are in, the first first; its posts are in ``language``. Other languages
    have their ``descriptions``, and ``months_translated`` with tag, month and sentence. ``renamed``
    are posts whose files were renamed by hand; no file of a digest tells of them, an index does.
    ``sources`` are the digests of which it is made where several are read as one.
    """

    name: str
    language: str = "en"
    home: str = ""
    contact: str = ""
    description: str = ""
    card: str = ""
    study_years: bool = False
    kinds: tuple[ResearchKind, ...] = ()
    topics: tuple[Topic, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    care: Care = field(default_factory=Care)
    this_month: tuple[tuple[str, str], ...] = ()
    questions: Questions = field(default_factory=Questions)
    imports: Imports = field(default_factory=Imports)
    websub: WebSub = field(default_factory=WebSub)
    gone: tuple[Gone, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    posts: Sequence[Post] = ()
    page_languages: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    descriptions: Translated = ()
    months_translated: tuple[tuple[str, str, str], ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the languages of its pages; its own if it lists none."""
        return self.page_languages or (self.language,)

    def source(self, post_id: str) -> Source | None:
        """The digest of a post, by the post's id; ``None`` if only one digest is read."""
        slug = post_id.partition("/")[0]
        return next((source for source in self.sources if source.slug == slug), None)

    @property
    def other_languages(self) -> tuple[str, ...]:
        """The tags of the languages that posts may be translated into."""
        return tuple(tag for tag in self.languages if tag != self.language)
