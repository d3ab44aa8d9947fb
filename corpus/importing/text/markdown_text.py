"""Cleans Markdown of other programs: HTML, images and shortcodes are removed or converted."""

from __future__ import annotations

import re

from corpus.importing.text.html_to_markdown import tell_active, tell_images, to_markdown
from corpus.importing.text.image_files import ImageFiles
from corpus.problem import Problems
from corpus.text.markup import cut, entities_decoded

_CODE = re.compile(
    r"(^(?:```|~~~)[^\n]*\n.*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL
)
_COMMENT = re.compile(r"<!--|%%(?=\S)")
_ACTIVE = re.compile(
    r"<(script|style|iframe|object|embed|template|noscript|svg|form|canvas|video|audio)\b[^<>]*>",
    re.IGNORECASE,
)
# Codes of Hugo and Jekyll.
_CODES = re.compile(r"\{\{[<%]?|\{%")
# Elements that Markdown has its own way to write.
_ELEMENT = re.compile(
    r"^[ \t]*<(p|ul|ol|table|blockquote|h[1-6]|dl|figure)\b[^<>]*>", re.IGNORECASE | re.MULTILINE
)
_TAG = re.compile(
    r"</?(?:a|abbr|address|article|aside|b|big|br|button|center|cite|code|col|dd|del|details|dfn"
    r"|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input"
    r"|ins|kbd|label|li|main|mark|nav|noscript|object|ol|p|pre|q|s|samp|script|section|small|span"
    r"|strike|strong|style|su[bp]|summary|svg|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var"
    r"|video|wbr)(?:[\s/][^<>]*)?/?>",
    re.IGNORECASE,
)
_STRONG = re.compile(r"<(strong|b)(?:\s[^<>]*)?>\s*([^<>]{1,500}?)\s*</\1>", re.IGNORECASE)
_EMPHASIS = re.compile(r"<(em|i)(?:\s[^<>]*)?>\s*([^<>]{1,500}?)\s*</\1>", re.IGNORECASE)
_LINK = re.compile(
    r"<a\s[^<>]{0,300}?href\s*=\s*[\"']?(https?://[^\"'\s<>]+)[^<>]*>([^<>]{1,500})</a>",
    re.IGNORECASE,
)
_HTML_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\](?:\(([^)\n]{0,500})\)|\[[^\]\n]{0,99}\])")
# Where an image is, between the brackets, before its title.
_TARGET = re.compile(r"\s*(?:<([^<>]*)>|((?:\{\{[^{}]*\}\}|\S)+))")
_OWN_IMAGE = re.compile(r"!\[\[([^\]|\n]{0,300})(?:\|([^\]\n]{0,300}))?\]\]")
# Hugo's code for an image.
_FIGURE = re.compile(r"\{\{[<%]\s*figure\b[^{}]{0,2000}?[>%]\}\}")
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_RUNNING_LINK = re.compile(
    r"\[([^\]\n]{0,500})\]\(\s*(?:javascript|data|vbscript)\s*:[^)\n]{0,500}\)+", re.IGNORECASE
)
# Attributes as kramdown and others write them behind a heading or on a line of their own.
_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,300}\}|(?<=\S)[ \t]+\{[#.]\w[^{}\n]{0,300}\}[ \t]*$", re.M)
_NOTE_LINK = re.compile(r"\[\[(?:[^\]|\n]{0,300}\|)?([^\]|\n]{0,300})\]\]")
# What Obsidian marks, and how it begins a box.
_MARKED = re.compile(r"==(?=\S)([^=\n]{1,500})(?<=\S)==")
_CALLOUT = re.compile(r"^(>[ \t]*)\[![a-zA-Z-]{1,30}\][+-]?[ \t]*", re.MULTILINE)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\]\n]{1,300})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+[\"'(][^\n]*)?$\n?", re.M
)
_REFERENCE = re.compile(r"\[([^\[\]]{1,500})\](?:\[([^\[\]]{0,300})\])?(?![(:\[])")
_FOOTNOTE = re.compile(r"^\[\^([^\]\n]{1,99})\]:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)$\n?", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\n]{1,99})\]")
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
# Entities of characters that would mark something if they stood there themselves.
_MARK = re.compile(r"(&(?:lt|gt|#(?:35|42|60|62|91|92|93|95|96));)", re.IGNORECASE)


def headed(text: str) -> tuple[str, str, int]:
    """The first heading of the first level, the text without it, and how many lines precede it.

    Without such a heading an empty one, and the text as it is.
    """
    found = _HEADING.search(text)
    if found is None:
        return "", text, 0
    rest = text[: found.start()] + text[found.end() :]
    return found[1], rest, text.count("\n", 0, found.start())


def clean_markdown(
    text: str, line: int, problems: Problems, images: ImageFiles | None = None
) -> str:
    """The Markdown without what a post can't hold; each kind left out is reported once.

    HTML becomes Markdown where that has a way to write it, and goes where it has none. Links by
    reference and footnotes are written where they are referred to, so that the text can be parted.
    Of images those stay that are among the files of ``images``.
    """
    cleaner = _Cleaner(line, problems, images)
    # Code stays as it is: of each match the list holds the text before it, and the match.
    parts = _CODE.split(text)
    whole = "".join(part if at % 2 else cleaner.clean(part) for at, part in enumerate(parts))
    cleaner.tell()
    return re.sub(r"\n{3,}", "\n\n", _with_notes(_with_addresses(whole))).strip("\n")


class _Cleaner:
    """Cleans stretches of text without code, and counts what it leaves out."""

    def __init__(self, line: int, problems: Problems, images: ImageFiles | None) -> None:
        self._line = line
        self._problems = problems
        self._files = images
        self._active = self._images = self._markup = 0

    def clean(self, text: str) -> str:
        """A stretch of Markdown, cleaned."""
        text, _ = cut(text, _COMMENT, lambda found: "-->" if found[0] == "<!--" else "%%")
        text, active = cut(text, _ACTIVE, lambda found: f"</{found[1].lower()}>")
        text, running = _RUNNING_LINK.subn(r"\1", text)
        text = _IMAGE.sub(lambda found: self._image(found[1], found[2] or "", found[1]), text)
        text = _OWN_IMAGE.sub(lambda found: self._image(found[2] or "", f"<{found[1]}>"), text)
        text = _FIGURE.sub(lambda found: self._tagged(found[0]), text)
        text, elements = cut(text, _ELEMENT, lambda found: f"</{found[1].lower()}>", self._element)
        text = _HTML_IMAGE.sub(lambda found: self._tagged(found[0]), text)
        text, codes = cut(text, _CODES, lambda found: _END_OF_CODE[found[0]])
        text = _LINK.sub(r"[\2](\1)", _EMPHASIS.sub(r"*\2*", _STRONG.sub(r"**\2**", text)))
        text, tags = _TAG.subn(_in_place_of, text)
        text, attributes = _ATTRIBUTES.subn("", text)
        self._active += active + running
        self._markup += elements + codes + tags + attributes
        return _decoded(_CALLOUT.sub(r"\1", _MARKED.sub(r"\1", _NOTE_LINK.sub(r"\1", text))))

    def tell(self) -> None:
        """Report what was left out."""
        if self._active:
            tell_active(self._line, self._problems)
        tell_images(self._images, self._line, self._problems)
        if self._markup:
            self._problems.warning(
                self._line,
                "HTML markup was left out, and its text kept",
                "check that the text reads as it should",
            )

    def _element(self, html: str) -> str:
        return f"\n\n{to_markdown(html, self._line, self._problems, self._files)}\n\n"

    def _image(self, alt: str, written: str, otherwise: str = "") -> str:
        """An image whose file exists, else its replacement."""
        target = _TARGET.match(written)
        address = (target[1] or target[2]) if target else ""
        kept = self._files.markdown(alt, address) if self._files and address else None
        self._images += kept is None
        return otherwise if kept is None else kept

    def _tagged(self, tag: str) -> str:
        """An image written as an HTML tag."""
        told = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(tag)}
        return self._image(told.get("alt", ""), f"<{told.get('src', '')}>")


_END_OF_CODE = {"{{": "}}", "{{<": ">}}", "{{%": "%}}", "{%": "%}"}


def _decoded(text: str) -> str:
    """The text with entities decoded, except those of Markdown's own characters."""
    parts = _MARK.split(text)
    return "".join(part if at % 2 else entities_decoded(part) for at, part in enumerate(parts))


def _in_place_of(tag: re.Match[str]) -> str:
    return "\n" if re.match(r"<br\b", tag[0], re.IGNORECASE) else ""


def _with_addresses(text: str) -> str:
    """The text with reference links turned into inline links."""
    addresses = {name.casefold(): address for name, address in _DEFINITION.findall(text)}
    if not addresses:
        return text

    def linked(found: re.Match[str]) -> str:
        address = addresses.get((found[2] or found[1]).casefold())
        return f"[{found[1]}]({address})" if address else found[0]

    return _REFERENCE.sub(linked, _DEFINITION.sub("", text))


def _with_notes(text: str) -> str:
    """The text with footnotes inlined in brackets."""
    notes = {name: " ".join(note.split()).rstrip(".") for name, note in _FOOTNOTE.findall(text)}
    if not notes:
        return text

    def noted(mark: re.Match[str]) -> str:
        return f" ({notes[mark[1]]})" if mark[1] in notes else mark[0]

    return _FOOTNOTE_MARK.sub(noted, _FOOTNOTE.sub("", text))
