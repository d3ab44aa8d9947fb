"""A month of a digest as an e-mail.

It is the same for every recipient: no address, no tracking, no picture. Mail programs support
little HTML, so the layout uses tables and inline styles.
"""

from __future__ import annotations

import hashlib
import textwrap
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from flask import render_template, request

from corpus.post import Correction, Post
from search.engine.seam import Engine
from webapp.app import create_app
from webapp.language.choice import below, canonical_tag, language, offered
from webapp.language.words import month_name
from webapp.view.catalog import catalog, snapshot
from webapp.view.markdown import opening
from webapp.view.wording import opened

# Columns of the text for readers without HTML (RFC 3676 asks for fewer than 78).
WIDTH = 72
# Characters of practice implications, of which the first sentences stand in the e-mail.
IMPLICATIONS = 500


class MonthEmpty(ValueError):
    """The digest has no posts of that month; ``newest`` is the last month that has."""

    def __init__(self, month: str, newest: str) -> None:
        super().__init__(f"There are no posts of {month}")
        self.newest = newest


class LanguageUnknown(ValueError):
    """The pages of a digest are not in a language, but in those of ``languages``."""

    def __init__(self, language: str, languages: tuple[str, ...]) -> None:
        super().__init__(f'The pages of this digest are not in "{language}"')
        self.languages = languages


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The e-mail of a month: its subject, text, and HTML.

    ``sender`` is the digest's address of mail, if it has one.
    """

    subject: str
    text: str
    html: str
    language: str
    sender: str = ""

    def eml(self) -> bytes:
        """Both parts as a message (RFC 5322) that a mail program can open."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = self.subject
        if self.sender:
            message["From"] = self.sender
        # Mail programs then open it as a draft, not as a received message.
        message["X-Unsent"] = "1"
        message.set_content(self.text, cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        message["Content-Language"] = self.language
        # Fixed: a random boundary, as is usual, would make two files of one month differ.
        told = hashlib.sha256((self.text + self.html).encode()).hexdigest()
        message.set_boundary(f"=={told[:32]}==")
        return message.as_bytes()


def newsletter(engine: Engine, month: str, site: str, tag: str = "") -> Newsletter:
    """The e-mail of a month (``YYYY-MM``), with links to the pages at ``site``.

    It has the posts of the month and the corrections made in it, in the language of that ``tag``
    or else the first of the digest's. Raises ``MonthEmpty`` and ``LanguageUnknown``.
    """
    app = create_app(engine, {"SITE": site})
    with app.test_request_context("/", base_url=f"{site}/"):
        if tag and tag not in offered():
            raise LanguageUnknown(tag, offered())
        there = below(canonical_tag(tag) if tag else "", request.script_root)
    with app.test_request_context("/", base_url=f"{site}/", environ_overrides=there):
        posts = snapshot().month(month)
        if not posts:
            newest = next(iter(snapshot().months()), None)
            raise MonthEmpty(month, newest.value if newest else "")
        digest = catalog().digest
        sender = _mail(digest.contact)
        told = {
            "month": month,
            "contact": f"mailto:{sender}" if sender else _page(digest.contact),
            "posts": posts,
            "opened": opened(month),
            "corrections": _corrections(month),
            "implications": lambda post: opening(post.implications, IMPLICATIONS),
        }
        return Newsletter(
            subject=" ".join(f"{digest.name}: {month_name(month)}".split()),
            text=_wrapped(render_template("newsletter.txt", **told)),
            html=render_template("newsletter.html", **told),
            language=language(),
            sender=sender,
        )


def _corrections(month: str) -> list[tuple[Post, Correction]]:
    """The corrections made in a month, oldest first."""
    found = [
        (post, one)
        for post in snapshot().archive()
        for one in post.corrections
        if one.date.startswith(month)
    ]
    return sorted(found, key=lambda pair: (pair[1].date, pair[0].id))


def _wrapped(text: str) -> str:
    """The text with its paragraphs wrapped; addresses are not broken."""
    lines = (
        textwrap.fill(line.strip(), WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.strip().split("\n")
    )
    return "\n".join(lines) + "\n"


def _page(contact: str) -> str:
    """The digest's contact if it is a web address, else empty."""
    return contact if contact.startswith(("https://", "http://")) else ""


def _mail(contact: str) -> str:
    """The digest's contact if it is an e-mail address, else empty."""
    address = contact.removeprefix("mailto:").partition("?")[0]
    try:
        return str(Address(addr_spec=address)) if address.isascii() else ""
    except (ValueError, IndexError, HeaderParseError):
        return ""
