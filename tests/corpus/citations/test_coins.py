"""ContextObjects are read back by the rules of Zotero's COinS translator."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.coins import context_object
from corpus.citations.reference import reference
from corpus.post import Post

JOURNAL = "de Jong, K., & Müller, A. B. (2020). Does it help? Journal of Plots, 12(3), 45-67."
CHAPTER = (
    "Wampold, B. (2021). Effects. In M. Barkham (Ed.), Handbook of change (7th ed., pp. 1-9). "
    "Wiley."
)
BOOK = "Wampold, B. E., & Imel, Z. E. (2015). The great debate (2nd ed.). Routledge."
GROUP = "World Health Organization. (2019). A guide. Journal of Guides, 1, 2-3."


@dataclass
class Item:
    """An item as Zotero reads it; ``authors`` are family names, and whether they are groups."""

    type: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    authors: list[tuple[str, bool]] = field(default_factory=list)


def read(text: str) -> Item:
    """Parse as ``Zotero.Utilities.parseContextObject`` does: parts at ``&``, types by schema."""
    item, parts = Item(), text.split("&")
    for part in parts:
        key, _, value = part.partition("=")
        value = unquote(value.replace("+", " "))
        if key == "rft_val_fmt":
            schema = value.removeprefix("info:ofi/fmt:kev:mtx:")
            genres = {"bookitem": "bookSection", "report": "report"}
            found = [name for genre, name in genres.items() if f"rft.genre={genre}" in parts]
            item.type = {
                "journal": "journalArticle",
                "book": (found or ["book"])[0],
                "dissertation": "thesis",
                "dc": "webpage",
            }[schema]
        elif key == "rft_id":
            item.ids.append(value)
        elif key in ("rft.au", "rft.aucorp", "rft.creator"):
            item.authors.append((value.partition(",")[0], key == "rft.aucorp"))
        else:
            item.fields[key.removeprefix("rft.")] = value
    return item


def item_of(post: Post) -> Item:
    return read(context_object(reference(post, "", "Small Digest")))


def of(citation: str | None, **more: str) -> Item:
    return item_of(Post(id="x", title="What helps?", summary="S", citation=citation, **more))  # type: ignore[arg-type]


def test_an_article_has_all_its_parts() -> None:
    item = of(JOURNAL, doi="10.1000/plots.1", pmid="31758858")
    assert item.type == "journalArticle"
    assert item.ids == ["info:doi/10.1000/plots.1", "info:pmid/31758858"]
    assert item.authors == [("de Jong", False), ("Müller", False)]
    told = {"atitle": "Does it help?", "jtitle": "Journal of Plots", "volume": "12", "issue": "3"}
    assert item.fields.items() >= {**told, "spage": "45", "epage": "67", "date": "2020"}.items()


@pytest.mark.parametrize(
    ("citation", "kind", "told"),
    [
        (CHAPTER, "bookSection", {"atitle": "Effects", "btitle": "Handbook of change"}),
        (BOOK, "book", {"btitle": "The great debate", "pub": "Routledge"}),
    ],
)
def test_chapters_and_books_have_their_own_types(
    citation: str, kind: str, told: dict[str, str]
) -> None:
    item = of(citation)
    assert item.type == kind
    assert item.fields.items() >= told.items()


def test_a_group_is_an_institution_not_a_person() -> None:
    assert of(GROUP).authors == [("World Health Organization", True)]


def test_a_post_without_a_citation_is_described_itself() -> None:
    item = of(None)
    assert (item.type, item.fields["title"]) == ("webpage", "What helps?")
    assert item.fields["source"] == "Small Digest"


@given(st.text(), st.text(min_size=1))
def test_no_text_breaks_out_of_its_part(citation: str, title: str) -> None:
    text = context_object(reference(Post("x", title, "S", citation=citation), "", 'D & <"x">'))
    assert text.isascii() and not set(text) & set("<>\"' ")
    assert all("=" in part for part in text.split("&"))
