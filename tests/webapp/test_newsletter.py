"""A month as an e-mail, parsed by Python's own parser, complete in both parts, without tracking."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from corpus.evidence.notice import Notice
from corpus.post import Correction
from tests.pretended.engine_fake import HOSTILE, FakeEngine, hostile_digest, post
from webapp.cli.commands import main
from webapp.newsletter import MonthEmpty, Newsletter, newsletter

SITE = "https://d.example/digest"
FIRST = post(
    1,
    id="2024-05-first",
    month="2024-05",
    title="First – of May",
    bottom_line="It helps a little (g = 0.25).",
    implications=" ".join(
        f"Do thing {number} with care and with patience." for number in range(30)
    ),
    notices=(Notice("retraction", "2024-06-01"),),
)
SECOND = post(2, id="2024-05-second", month="2024-05", implications="", research=None)
OLD = post(
    3,
    id="2010-01-old",
    month="2010-01",
    title="Old",
    corrections=(Correction("2024-05-07", "12 for 21."), Correction("2024-06-01", "Later.")),
)


def made(contact: str = "editor@d.example", name: str = "Digest") -> Newsletter:
    digest = replace(hostile_digest(), name=name, contact=contact, posts=(FIRST, SECOND, OLD))
    return newsletter(FakeEngine(digest), "2024-05", SITE)


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert not message.defects
    return message


def part(message: EmailMessage, sort: str) -> str:
    body = message.get_body((sort,))
    assert body is not None and not body.defects
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_message_has_the_month_as_text_and_html() -> None:
    message = parsed(made().eml())
    assert message.get_content_type() == "multipart/alternative"
    assert message["Subject"] == "Digest: May 2024"
    assert message["From"].addresses[0].addr_spec == "editor@d.example"
    for name in ("To", "Cc", "Bcc", "Date", "Message-ID", "List-Unsubscribe"):
        assert message[name] is None
    kinds = [one.get_content_type() for one in message.iter_parts()]
    # The last part is the one that a program prefers if it can show both.
    assert kinds == ["text/plain", "text/html"]
    text, html = part(message, "plain"), LexborHTMLParser(part(message, "html"))
    for told in ("First – of May", "It helps a little (g = 0.25).", "Do thing 0", "12 for 21."):
        assert told in " ".join(text.split())
        assert told in html.text()
    assert "retracted" in text and "retracted" in html.text()
    assert "Later." not in text and "Do thing 29" not in text
    assert max(map(len, (line for line in text.split("\n") if "://" not in line))) <= 72
    assert max(map(len, made().eml().split(b"\r\n"))) < 998


def test_links_point_to_the_site() -> None:
    message = parsed(made().eml())
    links = LexborHTMLParser(part(message, "html")).css("a[href]")
    addresses = [link.attributes["href"] or "" for link in links]
    assert f"{SITE}/posts/2024-05-first" in addresses
    assert f"{SITE}/months/2024-05" in addresses
    assert {a for a in addresses if not a.startswith(SITE)} == {"mailto:editor@d.example"}
    found = re.findall(r"https?://\S+", part(message, "plain"))
    assert set(found) <= set(addresses) and f"{SITE}/posts/2010-01-old" in found


def test_the_html_uses_only_what_mail_programs_support() -> None:
    page = LexborHTMLParser(made().html)
    assert not page.css("style, script, link, img, div, svg, form, [class], [id]")
    assert all(table.attributes.get("role") == "presentation" for table in page.css("table"))
    assert "src=" not in made().html and "url(" not in made().html
    assert len(made().html.encode()) < 100_000


def test_the_same_month_makes_the_same_file() -> None:
    assert made().eml() == made().eml()


@pytest.mark.parametrize(
    ("contact", "sender", "link"),
    [
        ("editor@d.example", "editor@d.example", "mailto:editor@d.example"),
        ("mailto:editor@d.example?subject=x", "editor@d.example", "mailto:editor@d.example"),
        ("https://d.example/contact", "", "https://d.example/contact"),
        ("Ida Berg", "", ""),
        ("a@b@c", "", ""),
        ("", "", ""),
    ],
)
def test_the_sender_is_the_digest_s_contact(contact: str, sender: str, link: str) -> None:
    one = made(contact)
    assert one.sender == sender
    assert (parsed(one.eml())["From"] or "") == sender
    links = [a.attributes["href"] for a in LexborHTMLParser(one.html).css("a")]
    assert (links[-1] == link) if link else (links[-1] == f"{SITE}/")


def test_hostile_text_is_escaped() -> None:
    digest = hostile_digest()
    one = newsletter(FakeEngine(digest), "2022-01", SITE)
    page = LexborHTMLParser(one.html)
    assert not page.css("script, img, b, [onerror], a[href^=javascript]")
    assert page.css("h2")[0].text() == HOSTILE
    assert HOSTILE in " ".join(one.text.split())
    assert parsed(made(name="A\nBcc: x@y.example").eml())["Bcc"] is None


def test_a_month_without_posts_is_an_error_with_the_newest_month() -> None:
    with pytest.raises(MonthEmpty, match=r"There are no posts of 2030-06") as told:
        newsletter(FakeEngine(hostile_digest()), "2030-06", SITE)
    assert told.value.newest == "2022-01"


def test_the_command_writes_each_form(demo_index: Path) -> None:
    def run(*more: str) -> tuple[int, bytes, str]:
        given = ["newsletter", "2024-12", "--index", str(demo_index), *more]
        result = CliRunner().invoke(main, given)
        return result.exit_code, result.stdout_bytes, result.output

    site = ("--site", SITE)
    message = parsed(run(*site)[1])
    assert message["Subject"] == "Practice Research Digest: December 2024"
    assert run(*site, "--form", "text")[1].decode().strip() == part(message, "plain").strip()
    assert run(*site, "--form", "html")[1].startswith(b"<!doctype html>")
    status, _, told = run()
    assert status == 2 and "Give --site" in told
    result = CliRunner().invoke(main, ["newsletter", "2031-12", "--index", str(demo_index), *site])
    assert result.exit_code == 1
    assert "There are no posts of 2031-12. The newest month with posts is 2025-02" in (
        result.output
    )
    assert CliRunner().invoke(main, ["newsletter", "May", *site]).exit_code == 2
