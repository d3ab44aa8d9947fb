"""Names of topics, kinds, measures and numbers, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import NamedTuple

from markupsafe import Markup, escape

from corpus.digest import CareNote, Digest, ResearchKind, Topic, Translated, told_in
from corpus.evidence.measures import measures
from corpus.evidence.study import Study
from corpus.message import Joined, Message
from corpus.post import Post
from search.answers.comparison import UNMEASURED
from search.answers.disagreement import Difference
from search.results import FacetValue
from webapp.language.choice import digest_language, language
from webapp.language.words import gettext, lang, ngettext, own, told
from webapp.view.catalog import catalog
from webapp.view.forest import Panel

# So much is said of what two studies differ in; the evidence side by side has the rest.
_DIFFERING = 80
_READ = {"abstract": Message("abstract only"), "secondhand": Message("known at second hand")}


def read_how(study: Study) -> Joined:
    """A note that the writer did not read the whole study, and on its funding; else empty."""
    found: list[str] = [_READ[study.read]] if study.read in _READ else []
    if study.funding:
        found.append(Message("paid for by %(whom)s", whom=study.funding))
    return Joined(found, "; ")


def reasoned(why: tuple[str, ...]) -> Markup:
    """Reasons as one sentence."""
    return begun(told(Joined(why, "; "))) + "."


def begun(text: str) -> Markup:
    """A text with a capital at its beginning, after any tags."""
    made = escape(text)
    return made[:1].upper() + made[1:]


def posts(number_: int) -> str:
    """A number of posts: ``1 post``, ``1,200 posts``."""
    return ngettext("%(num)s post", "%(num)s posts", number_)


def size(bytes_: int) -> str:
    """A size of files: ``1.2 MB``."""
    return gettext("%(number)s MB", number=max(0.1, round(bytes_ / 1_000_000, 1)))


def href(address: str) -> Markup:
    """The ``href`` attribute for a link within a translated text."""
    return Markup('href="{}"').format(address)


class Said(NamedTuple):
    """A text of the digest as a page has it, and the attribute that tells its language.

    There is none where that is the language of the page.
    """

    text: str
    lang: Markup


def said(text: str, others: Translated) -> Said:
    """A text of the digest in the page's language where it is given in that, or as it is."""
    found, tag = told_in(language(), text, others)
    return Said(found, lang(tag))


def opened(month: str) -> Said:
    """The digest's own sentence that opens a month; empty where it has none."""
    return said(*catalog().opening(month))


def marked_so(text: Said) -> Markup:
    """A text of the digest within another, marked where it is in another language."""
    return (
        Markup("<span{}>{}</span>").format(text.lang, text.text) if text.lang else escape(text.text)
    )


def described(thing: Topic | ResearchKind | Digest) -> Said:
    """What a topic, a kind of research or the digest is about."""
    return said(thing.description, thing.descriptions)


def helping(note: CareNote) -> Said:
    """A note on where to get help."""
    return said(note.text, note.texts)


def named(thing: Topic | ResearchKind) -> Markup:
    """The name of a topic or kind in the page's language, else marked with its own."""
    return escape(name) if (name := dict(thing.names).get(language())) else own(thing.name)


def called(thing: Topic | ResearchKind) -> str:
    """The name of a topic or kind as plain text, in the page's language if it has one."""
    return dict(thing.names).get(language(), thing.name)


def topic_lang(slug: str) -> Markup:
    """The ``lang`` attribute for a topic's name, if it is not in the page's language."""
    return _lang_of(catalog().topics[slug])


def kind_lang(slug: str) -> Markup:
    """The ``lang`` attribute for a kind's name, if it is not in the page's language."""
    return _lang_of(catalog().kinds[slug])


def _lang_of(thing: Topic | ResearchKind) -> Markup:
    return Markup("") if language() in dict(thing.names) else lang()


def told_of(message: str) -> Markup:
    """A message in the page's language, names of topics and kinds included."""
    return told(message, _own_name)


def _own_name(text: str) -> Markup:
    known = catalog().topics.get(text) or catalog().kinds.get(text)
    return named(known) if known else own(text)


def here(post: Post) -> Post:
    """A post in the language of the page, if it is translated."""
    return post.told_in(language())


def spoken(post: Post) -> str:
    """The language in which a page shows a post; empty for the digest's own."""
    return language() if post.translation(language()) else catalog().written(post)


def title_of(post: Post) -> Markup:
    """The title of a post in the page's language if translated, else marked."""
    told_here = post.translation(language())
    return (
        own(told_here.title, told_here.language)
        if told_here
        else own(post.title, catalog().written(post))
    )


def topic_named(value: str) -> Markup:
    """The name of a topic, given its slug or name."""
    return named(catalog().topics.get(value) or Topic("", value))


def kind_named(value: str) -> Markup:
    """The name of a kind of research, given its slug or name."""
    return named(catalog().kinds.get(value) or ResearchKind("", value))


def facet_label(value: FacetValue, facet: str) -> str:
    """The name of a facet's value: a topic, kind, year, or way of narrowing."""
    if facet == "only":
        return gettext(value.label)
    if language() == digest_language():
        return value.label
    if facet == "topic":
        return topic_named(value.value)
    if facet == "research":
        return kind_named(value.value)
    return value.label


def differing(difference: Difference, from_second: bool = False) -> Markup:
    """The two values of a field in which studies differ, that of the second first if asked for."""
    values = [difference.first, difference.second]
    first, second = reversed(values) if from_second else values
    if difference.field == "groups compared":
        first, second = gettext(first), gettext(second)
        return escape(f"{first} / {second}")
    brief = (shorten(value, _DIFFERING, placeholder=" …") for value in (first, second))
    return own(" / ".join(brief))


def group_named(panel: Panel) -> Markup:
    """The name of a group of measures, capitalised; unknown ones are a post's own."""
    known = any(measure.group == panel.group for measure in measures().values())
    if known or panel.group == UNMEASURED:
        return begun(gettext(panel.group))
    return own(panel.group.capitalize())


def this_month(of_month: Sequence[Post]) -> Markup:
    """The sentence that opens a month: the digest's own, or one made of the posts' titles."""
    if (line := opened(of_month[0].month or "")).text:
        return marked_so(line)
    titles = {post.title: title_of(post) for post in of_month}
    return told(catalog().this_month(of_month), lambda text: titles.get(text) or own(text))
