from __future__ import annotations

import pytest

from corpus.importing.table import TableImporter
from tests.import_desk import fixture, read, told


def test_rows_become_posts_by_the_headers_named() -> None:
    imported = read(TableImporter(None, {"title": "headline"}), fixture("csv/posts.csv"))
    first, second = imported.posts
    assert (first.title, first.month) == ("Why walk with the slowest?", "2021-07")
    assert first.implications == "Put the slowest walker in front."
    assert (second.title, second.month) == ("Rain; and plans", "2021-08")
    assert second.summary == 'Walkers were asked.\n\nThey said "yes".'
    assert "these columns were left out: Editor" in " ".join(told(imported))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_common_separator_will_do(separator: str) -> None:
    rows = [["id", "title", "month", "summary", "topics"], ["7", "Rain", "2024-05", "Wet.", "Pace"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    (post,) = read(TableImporter(), text).posts
    assert (post.id, post.title, post.topics) == ("7", "Rain", ("Pace",))


@pytest.mark.parametrize(
    ("text", "headers", "problem"),
    [
        ("a,b\n1,2\n", {}, "1: there is no column title: name it: --map title="),
        ("title,b\n1,2\n", {}, "1: there is no column summary: name it"),
        (
            "title,Body\n1,2\n",
            {"summary": "Boby"},
            '1: there is no column "Boby": did you mean "Body"?',
        ),
        ("title,b\n1,2\n", {"summary": "zzz"}, "the columns are: title, b"),
        ('title,summary\na,b\n"c,d\n', {}, "3: the row can't be read"),
        ("title,summary\n,b\n", {}, "2: the article has no title"),
        ("title,summary\na\n", {}, '2: "a" does not tell its month'),
        ("", {}, "1: there is no post in the file"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    text: str, headers: dict[str, str], problem: str
) -> None:
    assert problem in " ".join(told(read(TableImporter(None, headers), text)))


def test_blank_rows_and_short_rows_are_no_trouble() -> None:
    text = "title,summary,doi\n\n,,\nRain,Wet.\n"
    (post,) = read(TableImporter("2024-05"), text).posts
    assert (post.title, post.doi) == ("Rain", None)
