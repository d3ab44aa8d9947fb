"""Removes what surrounds a post's text on a page: share bars, bylines, captions, theme notes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.problem import Problems

# Elements that are never of the text, and words of the classes of those that seldom are.
_NEVER = "nav, aside, footer, figcaption, [aria-hidden=true], .wp-caption-text, .gallery-caption"
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharedaddy|shares|social|addtoany|a2a|addthis|jp-relatedposts"
    r"|related|byline|author|posted-on|entry-meta|post-meta|meta|breadcrumbs?|reading-time|tagged"
    r"|tags-links|cat-links|newsletter|subscribe|subscription|signup|paywall|comments?|pager"
    r"|pagination|post-navigation|caption|credits?|toc|print|printfriendly|cookies?)(?:$|[\s_-])",
    re.IGNORECASE,
)
# A part of the page that is longer is of the post, whatever its class is called.
_LONG_PART = 400
_LONG_LINE = 200
_LINE = re.compile(
    r"(?:share|tweet|pin|like)(?: this| it| on)?(?: (?:post|page|article|story))?\W*"
    r"|(?:print|e-?mail) (?:this|it)(?: (?:post|page|article|story))?\W*"
    r"|(?:like|loading|related|advertisement|skip to content|back to top)\W*|like loading\W*"
    r"|(?:click to )?(?:share|tweet|pin|e-?mail|print)(?: this)? (?:on|to|via|with|a link).*"
    r"|(?:share|follow us)(?: this)?:.*|share on .*"
    r"|(?:posted|published|filed|categori[sz]ed)(?: (?:in|on|by|under|at))\b.*"
    r"|(?:tagged(?: with| in| as)?|filed under|categories|category|tags)\s?:.*|tagged with .*"
    r"|the post .* (?:first )?appeared (?:first )?on .*|this (?:post|article) (?:was )?(?:first )?"
    r"(?:appeared|published) (?:first )?(?:on|in|at) .*"
    r"|(?:leave a|post a|no|\d+) (?:comments?|reply|replies)|\d+ (?:likes|shares|views)"
    r"|(?:estimated )?reading time.*|\d+ min(?:ute)?s?(?: read)?(?:ing)?"
    r"|(?:photo|image|picture)(?: credits?| source| by| courtesy).*"
    r"|thanks for reading.*|subscribe (?:now|for free|here).*|previous post.*|next post.*",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"(?:facebook|twitter|x|linkedin|e-?mail|print|whatsapp|reddit|pinterest|tumblr"
    r"|pocket|telegram|mastodon|bluesky|threads|copy link|more|save|share|tweet)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:(?:written |posted |published |reviewed )?by:? (?:(?:dr|prof)\.? )?)[A-ZÀ-ÖØ-Þ][\w.'’-]*"
    r"(?:,? (?:and |& |(?:de|van|von|der|den|la|le) )*[A-ZÀ-ÖØ-Þ][\w.'’-]*){0,8}"
    r"(?:\W+(?:on )?(?:[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}"
    r"|[\d/.-]{8,10}).*)?",
)


def drop_furniture(tree: LexborHTMLParser) -> None:
    """Remove the elements around a post's text, as far as the markup shows them."""
    whole = _text(tree.body)
    for node in [*tree.css(_NEVER), *tree.css("[class]")]:
        named = node.attributes.get("class") or ""
        if node.tag in ("body", "html") or not (node.css_matches(_NEVER) or _CLASS.search(named)):
            continue
        text = _text(node)
        if node.tag == "figcaption" or len(text) < min(_LONG_PART, len(whole)):
            node.decompose()


def without_furniture(markdown: str, line: int, problems: Problems) -> str:
    """Some Markdown without the page's own lines, which are reported once."""
    kept: list[str] = []
    dropped: list[str] = []
    lines = markdown.split("\n")
    plain = [_plain(text) for text in lines]
    top = True
    for at, text in enumerate(plain):
        is_own = _is_own(text) or (top and _is_byline(text)) or _is_network(plain, at)
        (dropped if text and is_own else kept).append(lines[at])
        top = top and len(text) < _LONG_LINE
    if dropped:
        problems.warning(
            line,
            f"left out as part of the page: {_quoted(dropped)}",
            "if some of it belongs to the post, add it to the post's file",
        )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def _plain(line: str) -> str:
    """The words of a line, without list marks, emphasis or links' addresses."""
    bare = re.sub(r"\[([^\]]{0,300})\]\([^)]{0,2000}\)", r"\1", line)
    return re.sub(r"^\s*[-+] |[*_#>]+", "", bare).strip()


def _is_own(text: str) -> bool:
    return len(text) < _LONG_LINE and _LINE.fullmatch(text) is not None


def _is_byline(text: str) -> bool:
    return len(text) < _LONG_LINE / 2 and _BYLINE.fullmatch(text) is not None


def _is_network(lines: list[str], at: int) -> bool:
    """Whether a line names a sharing service, with another one beside it."""
    if not _NETWORK.fullmatch(lines[at]):
        return False
    beside = [text for text in _around(lines, at) if text]
    return any(_NETWORK.fullmatch(text) or _is_own(text) for text in beside)


def _around(lines: list[str], at: int) -> Iterable[str]:
    """The nearest lines above and below that are not blank."""
    above = next((text for text in reversed(lines[:at]) if text), "")
    return above, next((text for text in lines[at + 1 :] if text), "")


def _quoted(lines: list[str]) -> str:
    """The first of some lines, quoted for a message."""
    shown = [f'"{" ".join(line.split())[:60]}"' for line in lines[:3]]
    more = f" and {len(lines) - 3} more" if len(lines) > 3 else ""
    return ", ".join(shown) + more


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node is not None else ""
