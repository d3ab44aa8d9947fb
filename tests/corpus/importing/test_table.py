"""Tables in CSV and similar formats are imported as posts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from corpus.importing.table import TableImporter, month_of_cell
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made


def write_csv(studies: Sequence[Made]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id", "title", "month", "summary", "citation", "doi"))
    for study in studies:
        row = (study.number, study.title, "2024-05", study.text, study.citation, study.doi)
        rows.writerow(row)
    return out.getvalue()


def test_rows_become_posts_by_their_headers() -> None:
    imported = read(TableImporter(None, {"title": "headline"}), fixture("csv/posts.csv"))
    first, second = imported.posts
    assert (first.title, first.month) == ("Why walk with the slowest?", "2021-07")
    assert first.implications == "Put the slowest walker in front."
    assert (second.title, second.month) == ("Rain; and plans", "2021-08")
    assert second.summary == 'Walkers were asked.\n\nThey said "yes".'
    assert "these columns were left out: Editor" in " ".join(told(imported))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_common_separator_is_recognised(separator: str) -> None:
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
        ("title,summary\n,b\n", {}, "2: article 1 of the file has no title"),
        ("title,summary\na\n", {}, '2: "a" has no month'),
        (
            "title,summary\na,b, and more\n",
            {},
            "2: the row has 3 cells, the table 2 columns: put a cell that holds a , in double",
        ),
        ("title\tsummary\na\tb\tc\n", {}, "put a cell that holds a tab in double quotes"),
        ("", {}, "1: there is no post in the file"),
    ],
)
def test_faults_are_reported_with_their_lines(
    text: str, headers: dict[str, str], problem: str
) -> None:
    assert problem in " ".join(told(read(TableImporter(None, headers), text)))


def test_blank_and_short_rows_are_accepted() -> None:
    text = "title,summary,doi\n\n,,\nRain,Wet.\n"
    (post,) = read(TableImporter("2024-05"), text).posts
    assert (post.title, post.doi) == ("Rain", None)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "above",
    ["sep=;", "\ufeffsep=;", '"sep=;"', "SEP=;", "", "{n}", ";;;{n}", "sep=;{n}{n}", "{n}sep=;"],
)
def test_lines_above_the_headers_are_skipped(above: str, newline: str) -> None:
    rows = [above.format(n=newline), "title;month;summary", "Rain;2024-05;a, b, c, d", ";2024-05;x"]
    imported = read(TableImporter(), newline.join(rows))
    (post,) = imported.posts
    assert (post.title, post.summary) == ("Rain", "a, b, c, d")
    line = 4 + above.count("{n}")
    assert told(imported)[-1].startswith(f"{line}: article 2 of the file has no title")


def test_a_declared_separator_outranks_a_guessed_one() -> None:
    text = "sep=|\ntitle|month|summary, in, short\nRain|2024-05|Wet.\n"
    (post,) = read(TableImporter(None, {"summary": "summary, in, short"}), text).posts
    assert post.summary == "Wet."


def test_a_table_in_a_windows_encoding_is_read_with_a_warning() -> None:
    imported = read(
        TableImporter(), "title;month;summary\nCafé;2024-05;It’s wet.\n".encode("cp1252")
    )
    assert (imported.posts[0].title, imported.posts[0].summary) == ("Café", "It’s wet.")
    assert "was read as windows-1252" in told(imported)[0]


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2024-05", "2024-05"),
        ("May-24", "2024-05"),
        ("may 24", "2024-05"),
        ("Sept. '24", "2024-09"),
        ("01.05.2024", "2024-05"),
        ("1.5.2024 10:00", "2024-05"),
        ("5/17/2024", "2024-05"),
        ("17/5/2024", "2024-05"),
        ("5/5/2024", "2024-05"),
        ("2024-05-01 00:00:00", "2024-05"),
        ("45413", "2024-05"),
        ("45413.5", "2024-05"),
        ("5/6/2024", None),
        ("17/18/2024", None),
        ("24-May", None),
        ("2024", None),
        ("12345", None),
        ("", None),
    ],
)
def test_months_rewritten_by_spreadsheets_are_read(cell: str, month: str | None) -> None:
    assert month_of_cell(cell) == month


def test_an_ambiguous_month_is_an_error_of_its_row_only() -> None:
    text = "title,month,summary\nRain,24-May,Wet.\nSnow,May-24,Cold.\n"
    imported = read(TableImporter("2024-06"), text)
    assert [(post.title, post.month) for post in imported.posts] == [("Snow", "2024-05")]
    assert told(imported) == [
        '2: the month of "Rain" is "24-May": write it as 2024-05; Excel rewrites dates: give the '
        "column the format Text, or yyyy-mm, before you save"
    ]


def test_columns_for_the_status_are_respected() -> None:
    rows = ["title,post_date,summary,status", "Rain,2024-05-03,Wet.,publish"]
    imported = read(TableImporter(), "\n".join([*rows, "Snow,2024-05-03,Cold.,draft"]))
    assert [post.title for post in imported.posts] == ["Rain"]
    assert told(imported) == ["1: warning: left out: 1 × post (draft): nothing needs to be done"]


def test_html_in_a_cell_becomes_markdown() -> None:
    cells = ("Rain &amp; <i>snow</i>", "2024-05", "<p>Wet.</p><p>Cold <b>and</b> dark.</p>")
    (post,) = read(TableImporter(), f"title,month,summary\n{','.join(cells)}\n").posts
    assert (post.title, post.summary) == ("Rain & snow", "Wet.\n\nCold **and** dark.")


def test_the_pubmed_number_has_a_column() -> None:
    text = "title,month,summary,pmid\nRain,2024-05,Wet.,PMID: 31758858\nSnow,2024-05,Cold.,none\n"
    assert [post.pmid for post in read(TableImporter(), text).posts] == ["31758858", None]


def test_the_column_of_the_implications_may_have_any_of_their_names() -> None:
    text = " Title ,MONTH,Summary , Implications for Practice \nRain,2024-05,Wet.,Take a coat.\n"
    (post,) = read(TableImporter(), text).posts
    assert post.implications == "Take a coat."
