from __future__ import annotations

import pytest

from corpus.importing.references.bibtex import BibtexImporter
from tests.import_desk import fixture, read, told


def test_entries_become_posts_to_complete() -> None:
    article, chapter = read(BibtexImporter("2024-05"), fixture("bibtex/references.bib")).posts
    assert article.title == "Pace and company on long walks: A survey"
    assert article.citation == (
        "Stone, C., Hill, D. B., & Walking Group. (2020). Pace and company on long walks: "
        "A survey. Journal of Walks, 12(3), 45–67. https://doi.org/10.1000/walks.12"
    )
    assert (article.id, article.research) == ("stone2020", "survey")
    assert chapter.citation == (
        "van der Bröok, E. (2019). Rain. In D. B. Hill (Ed.), All weathers (pp. 2–9). Heath Press."
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n@article{a, title={x\n@book{b, title={Rain}}\n", "2: the entry can't be read"),
        ("@book{a, title={x}}\n@book{a, title={y}}", "2: the entry can't be read"),
    ],
)
def test_an_entry_that_is_no_bibtex_is_an_error_and_the_rest_is_read(text: str, line: str) -> None:
    imported = read(BibtexImporter("2024-05"), text)
    assert len(imported.posts) == 1
    assert any(problem.startswith(line) for problem in told(imported))


def test_names_and_years_of_all_sorts() -> None:
    text = "@book{a, author={Ann and others and , and Stone}, title={Rain}, date={2019-05}}"
    (post,) = read(BibtexImporter("2024-05"), text).posts
    assert post.citation == "Ann, … Stone. (2019). Rain."


def test_a_file_of_another_sort_has_no_reference() -> None:
    assert told(read(BibtexImporter("2024-05"), "Dear Ann,"))[0].startswith(
        "1: there is no reference in the file"
    )
