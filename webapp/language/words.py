"""Texts, numbers, dates and lists in the language of the request."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_month_names
from babel.numbers import format_decimal, get_decimal_symbol
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup, escape

from corpus.evidence.study import figure
from corpus.message import N_, Counted, Joined, Listed, Message
from webapp.language.catalogues import SOURCE
from webapp.language.choice import (
    digest_language,
    language,
    other_languages,
    runs_leftward,
    words,
)

# Numbers and months on pages are mostly the same ones.
_REMEMBERED = 4096
_DECIMALS = re.compile(r"(?<!\d)(\d*)\.(\d)")
_UNMARKED = Markup("")
# It has no width, and makes what follows run to the right (U+200E).
_RIGHTWARD = "\u200e"
_AND = N_("%(first)s and %(last)s")


def register(app: Flask) -> None:
    """Make texts and numbers available to an app's templates.

    ``_`` and ``{% trans %}`` take texts of catalogues as they are, and escape what fills their
    places. Those of Flask-Babel are not used for it: they take 24 µs for each of the hundred texts
    of a page.
    """
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    # Otherwise ``trans`` would fill placeholders that these have filled already.
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        _=_marked_up, gettext=_marked_up, ngettext=_counted_up, language=language, own=own
    )
    app.jinja_env.globals.update(lang=lang, page_lang=page_lang, runs_leftward=runs_leftward)
    app.jinja_env.globals.update(other_languages=other_languages)
    app.jinja_env.filters.update(number=number, decimals=decimals)


def gettext(text: str, /, **values: str | int | float) -> str:
    """A text in the request's language as plain text, with its placeholders filled."""
    found = words().gettext(text)
    return found % _written(values, str) if values else found


def ngettext(one: str, many: str, num: int, /, **values: str | int | float) -> str:
    """The form of a text for a number, which fills the placeholder ``num``."""
    return words().ngettext(one, many, num) % _written({"num": num, **values}, str)


def _marked_up(text: str, /, **values: str | int | float) -> Markup:
    found = words().texts.get(text)
    if found is None:
        found = Markup(text)  # noqa: S704 (written in a template, or in the program)
    return Markup(str(found) % _written(values, _escaped)) if values else found  # noqa: S704


def _counted_up(one: str, many: str, num: int, /, **values: str | int | float) -> Markup:
    found = words().ngettext(one, many, num)
    return Markup(found % _written({"num": num, **values}, _escaped))  # noqa: S704


def _escaped(text: str) -> str:
    return str(escape(text))


def _written(values: Mapping[str, str | int | float], text: Callable[[str], str]) -> dict[str, str]:
    return {
        name: text(value) if isinstance(value, str) else number(value)
        for name, value in values.items()
    }


def told(message: str, text: Callable[[str], Markup] | None = None) -> Markup:
    """A message in the request's language; parts in the digest's own language are marked.

    ``text`` makes these ready in another way.
    """
    return Markup(_told(message, text or own))  # noqa: S704 (both escape)


def plainly(message: str) -> str:
    """A message in the request's language as plain text."""
    return _told(message, str)


def _told(message: str, text: Callable[[str], str]) -> str:
    """A message whose texts were processed by ``text``; other strings are such texts."""
    if isinstance(message, Joined):
        between = words().gettext(message.between)
        return between.join(_told(part, text) for part in message.parts)
    if isinstance(message, Listed):
        return listed([_told(part, text) for part in message.parts])
    if not isinstance(message, Message):
        return str(text(message))
    values = {
        name: _told(value, text) if isinstance(value, str) else number(value)
        for name, value in message.values.items()
    }
    if isinstance(message, Counted):
        pattern = words().ngettext(message.pattern, message.plural, message.number)
    else:
        pattern = words().gettext(message.pattern)
    return pattern % values if values else pattern


def listed(parts: Sequence[str]) -> str:
    """A list in words: ``a, b and c``, ``a, b et c``."""
    if len(parts) < 2:
        return "".join(parts)
    pattern = words().gettext(_AND)
    return pattern % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def lang(tag: str = "") -> Markup:
    """The ``lang`` attribute for text in a language, by default the digest's own.

    With ``dir`` where the text runs the other way than that of the page. Nothing where that is the
    language of the page.
    """
    tag = tag or digest_language()
    page = language()
    return _UNMARKED if tag == page else _attribute(tag, runs_leftward(page))


def page_lang() -> Markup:
    """The attributes of a page for its language, and for the way that its text runs."""
    return _attribute(language(), False)


@lru_cache(_REMEMBERED)
def _attribute(tag: str, in_leftward: bool) -> Markup:
    leftward = runs_leftward(tag)
    way = "" if leftward == in_leftward else ' dir="rtl"' if leftward else ' dir="ltr"'
    return Markup(' lang="{}"{}').format(tag, Markup(way))  # noqa: S704 (one of three, above)


def own(text: str, tag: str = "") -> Markup:
    """A text of the digest, marked where the page is in another language.

    What has no letters is in none.
    """
    marked = lang(tag)
    if not marked or not any(map(str.isalpha, text)):
        return escape(text)
    # Put together by hand: a page of results has a dozen of them, and Markup takes 30 µs for each.
    return Markup(f"<span{marked}>{escape(text)}</span>")  # noqa: S704 (both are escaped)


def number(value: float) -> str:
    """A number in the language's notation, with a true minus: ``1,240.5``, ``1 240,5``.

    Among words that run leftward a mark keeps the minus before its number.
    """
    return _number(value, language())


@lru_cache(_REMEMBERED)
def _number(value: float, tag: str) -> str:
    sign = "−" if value < 0 else ""
    if tag == SOURCE:
        whole, point, part = figure(abs(value)).partition(".")
        return f"{sign}{int(whole):,}{point}{part}"
    locale = Locale.parse(tag, sep="-")
    sign = f"{_RIGHTWARD}{sign}" if sign and runs_leftward(tag) else sign
    return sign + str(format_decimal(abs(value), locale=locale, decimal_quantization=False))


def decimals(text: str) -> str:
    """A text of figures with the language's decimal mark: ``<.001``, ``<0,001``."""
    if language() == SOURCE:
        return text
    mark = get_decimal_symbol(_locale())
    return _DECIMALS.sub(lambda found: f"{found[1] or '0'}{mark}{found[2]}", text)


def signed(value: float) -> str:
    """A figure with its sign and one decimal: ``+2.1``, ``−0.3``, ``+2,1``."""
    figure = f"{value:+.1f}".replace("-", "−").replace(".", get_decimal_symbol(_locale()))
    return f"{_RIGHTWARD}{figure}" if runs_leftward(language()) else figure


def month_name(month: str) -> str:
    """``2021-07`` as "July 2021"; anything else is returned unchanged."""
    return _month_name(month, language())


@lru_cache(_REMEMBERED)
def _month_name(month: str, tag: str) -> str:
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return str(format_skeleton("yMMMM", first, locale=Locale.parse(tag, sep="-")))


def month_alone(month: str) -> str:
    """A month's name without its year, capitalised: ``July``, ``Juillet``."""
    name = str(get_month_names("wide", "stand-alone", _locale())[int(month[5:])])
    return name[:1].upper() + name[1:]


def day_name(day: date) -> str:
    """A day in words: ``1 July 2021``, ``1 juillet 2021``."""
    pattern = "d MMMM y" if language() == SOURCE else "long"
    return str(format_date(day, pattern, locale=_locale()))


def _locale() -> Locale:
    found: Locale | None = get_locale()
    return found or Locale.parse(SOURCE)
