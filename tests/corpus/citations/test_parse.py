"""Citations are recognised and read in the forms that pages print them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.names import family_name, read_names
from corpus.citations.parse import Citation, find_doi, is_citation, parse_citation, without_label

ARTICLE = "Rivers, A. B., & Stone, C. (2019). Walks as care: A trial. Journal of Walks, 12(3), 4-7."


def test_an_article_in_apa_style_is_read_whole() -> None:
    citation = parse_citation(ARTICLE + " https://doi.org/10.1234/jw.2019.7")
    assert citation == Citation(
        text=ARTICLE + " https://doi.org/10.1234/jw.2019.7",
        authors=("Rivers, A. B.", "Stone, C."),
        year=2019,
        title="Walks as care: A trial",
        container="Journal of Walks",
        volume="12",
        issue="3",
        pages="4-7",
        doi="10.1234/jw.2019.7",
        form="article",
    )
    assert citation.families == ("Rivers", "Stone")


def test_a_chapter_names_its_book_and_editors() -> None:
    citation = parse_citation(
        "Rivers, A. & Stone, C. (2021). What walkers know. In Hill, D. Field, and E.F. Brook "
        "(Eds.) The Handbook of Walks (7th ed.). Wiley. Chapter 9."
    )
    assert citation.form == "chapter"
    assert citation.title == "What walkers know"
    assert citation.container == "The Handbook of Walks"
    assert citation.editors == ("Hill", "D. Field", "E. F. Brook")
    assert (citation.edition, citation.chapter, citation.publisher) == ("7", "9", "Wiley")


def test_a_chapter_with_pages() -> None:
    citation = parse_citation(
        "Stone, C. (2011). Pace. In A. B. Rivers (Ed.), Walks that work (2nd ed., pp. 13-52). "
        "Oxford University Press."
    )
    assert citation.container == "Walks that work"
    assert citation.editors == ("A. B. Rivers",)
    assert (citation.pages, citation.publisher) == ("13-52", "Oxford University Press")
    unedited = parse_citation("Stone, C. (2011). Pace. In Walks that work, pp. 13-52. Walk Press.")
    assert (unedited.container, unedited.editors) == ("Walks that work", ())


def test_a_book() -> None:
    citation = parse_citation("Rivers, A. (Ed.). (2013). All walks (6th ed.). York: Walk Press.")
    assert citation.form == "book"
    assert citation.authors == ("Rivers, A.",)
    assert (citation.title, citation.edition) == ("All walks (6th ed.)", "6")
    assert citation.publisher == "York: Walk Press"
    assert parse_citation("Rivers, A. (2013). All walks. Springer.").edition is None


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("(2021).", 2021),
        ("(2020, March 26).", 2020),
        ("(2018a).", 2018),
        ("(2019/2020).", 2019),
        ("(2021)", 2021),
        ("(in press).", None),
        ("(n.d.).", None),
    ],
)
def test_years(printed: str, year: int | None) -> None:
    citation = parse_citation(f"Stone, C. {printed} Pace and mood. Journal of Walks, 75.")
    assert citation.year == year
    assert citation.authors == ("Stone, C.",)
    assert citation.title == "Pace and mood"
    assert (citation.container, citation.volume) == ("Journal of Walks", "75")


def test_a_range_of_years_in_the_title_is_not_the_year() -> None:
    citation = parse_citation(
        "Stone, C. (2019). Pace: A scoping review (1974-2017). Journal of Walks, 27, 5-6."
    )
    assert citation.year == 2019
    assert citation.title == "Pace: A scoping review (1974-2017)"


@pytest.mark.parametrize(
    ("printed", "authors", "incomplete"),
    [
        ("Stone, C., Hill, D., ... & Brook, E.", ("Stone, C.", "Hill, D.", "Brook, E."), True),
        ("Stone, C., Hill, D., . . . Brook, E.", ("Stone, C.", "Hill, D.", "Brook, E."), True),
        ("Stone, C., … Brook, E.", ("Stone, C.", "Brook, E."), True),
        ("Stone, C., Hill, D., &Ford, T. A.", ("Stone, C.", "Hill, D.", "Ford, T. A."), False),
        ("Stone, C., et al.", ("Stone, C.",), True),
        ("Stone et al.", ("Stone",), True),
        ("Stone, C.D., Hill, A-M., & Fox, G.D", ("Stone, C. D.", "Hill, A-M.", "Fox, G.D"), False),
        ("C. D. Stone and Dora Hill", ("C. D. Stone", "Dora Hill"), False),
        ("Stone, Carol, & Hill, Dora", ("Stone, Carol", "Hill, Dora"), False),
        ("Stone, Carol; Hill, Dora", ("Stone, Carol", "Hill, Dora"), False),
        ("Stone, Hill, & Brook", ("Stone", "Hill", "Brook"), False),
        ("de Jong, K., & van den Berg, R. M.", ("de Jong, K.", "van den Berg, R. M."), False),
        ("Stone, C., Jr., & Hill, D., III", ("Stone, C., Jr.", "Hill, D., III"), False),
        ("Almeida Santos, L., & Vîslă, A.", ("Almeida Santos, L.", "Vîslă, A."), False),
        ("Institute for Walks and Health.", ("Institute for Walks and Health",), False),
        ("d'Abreu, J., & O'Dell JA", ("d'Abreu, J.", "O'Dell JA"), False),
    ],
)  # fmt: skip
def test_authors(printed: str, authors: tuple[str, ...], incomplete: bool) -> None:
    citation = parse_citation(f"{printed} (2020). Pace and mood. Journal of Walks, 3, 4-5.")
    assert citation.authors == authors
    assert citation.authors_incomplete is incomplete
    assert citation.year == 2020
    assert citation.title == "Pace and mood"


def test_vancouver_style() -> None:
    line = "Stone CD, Hill A, et al. Pace and mood. J Walks. 2019;55(4):508-19. doi:10.1234/x7."
    citation = parse_citation(line)
    assert citation.authors == ("Stone CD", "Hill A")
    assert citation.families == ("Stone", "Hill")
    assert (citation.year, citation.title) == (2019, "Pace and mood")
    assert (citation.container, citation.volume) == ("J Walks", "55")
    assert (citation.issue, citation.pages, citation.doi) == ("4", "508-19", "10.1234/x7")
    assert is_citation(line)
    assert is_citation("Stone CD. Pace and mood. J Walks 2019; 55: 508-519.")
    assert parse_citation("Stone CD. Pace and mood.").year is None


def test_harvard_style_without_brackets() -> None:
    citation = parse_citation("Stone, C. 2013. Pace and mood. Journal of Walks 12, 3-4")
    assert (citation.year, citation.title) == (2013, "Pace and mood")
    assert (citation.container, citation.volume, citation.pages) == (
        "Journal of Walks",
        "12",
        "3-4",
    )


@pytest.mark.parametrize(
    ("printed", "title", "container"),
    [
        ("Any help? A trial. The Walk, 1, 2-3.", "Any help? A trial", "The Walk"),
        ("A trial: Any help? The Walk, 1, 2-3.", "A trial: Any help?", "The Walk"),
        ("Any help? A trial. The Walk.", "Any help? A trial", "The Walk"),
        ("Any help? The Walk. Advance online publication.", "Any help?", "The Walk"),
        ("Any help?", "Any help?", None),
        ("Walks vs. Runs in care. The Walk, 1.", "Walks vs. Runs in care", "The Walk"),
        ("Walks that work III. Walking, 1.", "Walks that work III", "Walking"),
        ("Pace [preprint]. medRxiv. https://x.org/1", "Pace", "medRxiv"),
        ("Pace. Walks: Theory, Use and Art, 88, 1-2.", "Pace", "Walks: Theory, Use and Art"),
        ("Pace. J. Walks, 88, 1-2.", "Pace", "J. Walks"),
        ("“Pace and mood.” Journal of Walks, 10:347.", "Pace and mood", "Journal of Walks"),
        ("Pace. pp. 79-96.", "Pace", None),
        ("Pace. 44(5), 705-715.", "Pace", None),
    ],
)  # fmt: skip
def test_titles_and_journals(printed: str, title: str, container: str | None) -> None:
    citation = parse_citation(f"Stone, C. (2020). {printed}")
    assert citation.title == title
    assert citation.container == container


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("10:347", ("10", None, "347")),
        ("55(4), 508-519", ("55", "4", "508-519")),
        ("55(4), 508‐519", ("55", "4", "508-519")),
        ("55(4)", ("55", "4", None)),
        ("423-435", (None, None, "423-435")),
        ("(1), 43-57", (None, "1", "43-57")),
        ("75,", ("75", None, None)),
        ("8(9), e74657", ("8", "9", "e74657")),
        ("12(Suppl 1), 3-9", ("12", "Suppl 1", "3-9")),
        ("vol. 12, 3-9", ("12", None, "3-9")),
        ("197(1), 11-", ("197", "1", "11")),
    ],
)
def test_numbers(printed: str, numbers: tuple[str | None, str | None, str | None]) -> None:
    citation = parse_citation(f"Stone, C. (2020). Pace. Journal of Walks, {printed}.")
    assert citation.container == "Journal of Walks"
    assert (citation.volume, citation.issue, citation.pages) == numbers


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("doi:10.1234/jw.7", "10.1234/jw.7"),
        ("DOI: 10.1234/jw.7.", "10.1234/jw.7"),
        ("doi 10.1234/jw.7", "10.1234/jw.7"),
        ("https://doi.org/10.1234/jw.7.", "10.1234/jw.7"),
        ("http://dx.doi.org/10.1234/jw.7", "10.1234/jw.7"),
        ("doi.org/10.1234/jw.7", "10.1234/jw.7"),
        ("doi: https://doi.org/10.1234/jw.7,", "10.1234/jw.7"),
        ("https://doi.org/10.1234%2FJW.7", "10.1234/JW.7"),
        ("(https://doi.org/10.1234/jw.7)", "10.1234/jw.7"),
        ("https://doi.org/10.1234/S22-03(14)0-2", "10.1234/S22-03(14)0-2"),
        ("10:347", None),
        ("10.1234/", None),
        ("55(4), 508-519", None),
        ("", None),
    ],
)
def test_dois(printed: str, doi: str | None) -> None:
    assert find_doi(printed) == doi
    assert parse_citation(f"{ARTICLE} {printed}").doi == doi


def test_an_address_that_is_no_doi_is_kept() -> None:
    citation = parse_citation(ARTICLE + " https://example.org/paper.")
    assert (citation.url, citation.doi) == ("https://example.org/paper", None)
    assert parse_citation(ARTICLE + " https://doi.org/10.1234/a").url is None


def test_notes_in_brackets_at_the_end_are_no_part() -> None:
    citation = parse_citation("Stone, C. (2018). Pace and mood. [journal not seen]")
    assert (citation.title, citation.container) == ("Pace and mood", None)


def test_a_title_before_its_year() -> None:
    line = "When do walks help? Main results. (2014). https://doi.org/10.1234/x"
    citation = parse_citation(line)
    assert (citation.authors, citation.year) == ((), 2014)
    assert citation.title == "When do walks help? Main results"
    assert is_citation(line)


@pytest.mark.parametrize(
    "line",
    [
        ARTICLE,
        "Reference: " + ARTICLE,
        "Stone, C., et al. (2017). Love your walk?",
        "Carol Stone & Dora Hill (2021). A study of walks. Journal of Walks, 10:347.",
        "Stone & Hill (2015). Walking research. Springer.",
        "Stone, C. (in press). Pace. Journal of Walks.",
    ],
)
def test_citations_are_recognised(line: str) -> None:
    assert is_citation(line)


@pytest.mark.parametrize(
    "line",
    [
        "Handbook of Walks: Starting in March 2013 I will review one chapter a month (Stone, 2013)",
        "The Handbook of Walks (2013). I review it here.",
        "Stone and Hill (2013) examined whether walks help 12 people.",
        "Walks: A scoping review (1974-2017)",
        "Do Walkers Get Better with Practice?",
        "In this study by Stone (2013), walks helped.",
        "Stone",
        "",
        "Stone, C. (2013). " + "walk " * 1000,
    ],
)
def test_other_lines_are_not(line: str) -> None:
    assert not is_citation(line)


def test_a_label_is_taken_off() -> None:
    assert without_label("Citation: Stone") == without_label("Source : Stone") == "Stone"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("de Jong, K.", "de Jong"),
        ("Smith JA", "Smith"),
        ("Ludwig van Beethoven", "van Beethoven"),
        ("Carol Stone Jr.", "Stone"),
        ("National Walking Council", "National Walking Council"),
        ("Stone", "Stone"),
        ("", ""),
    ],
)
def test_family_names(name: str, family: str) -> None:
    assert family_name(name) == family


@pytest.mark.parametrize(
    "text", ["", "...", "et al.", "A", "walking is good", "a council of walks"]
)
def test_no_names(text: str) -> None:
    assert read_names(text) is None


@given(st.text(max_size=300))
def test_any_text_is_parsed(text: str) -> None:
    citation = parse_citation(text)
    assert isinstance(is_citation(text), bool)
    assert all(citation.families) or not citation.authors


_pieces = st.sampled_from(
    [
        *ARTICLE.split(),
        "(2020).",
        "In",
        "(Eds.)",
        "doi:",
        "10.1234/x",
        "et al.",
        "...",
        "&",
        ";",
        "[",
    ]
)


@given(st.lists(_pieces, max_size=40).map(" ".join))
def test_any_shuffle_of_pieces_is_parsed(text: str) -> None:
    citation = parse_citation(text)
    assert citation.doi is None or citation.doi.startswith("10.")


@pytest.mark.data
def test_the_citations_of_the_studies(shared: Path) -> None:
    """Every part agrees with the record wherever the line prints that part."""
    lines = (shared / "studies/records.jsonl").read_text(encoding="utf-8").splitlines()
    studies = [json.loads(line) for line in lines]
    assert len(studies) == 115
    parts = ("form", "authors", "year", "title", "doi")
    wrong: dict[str, list[str]] = {part: [] for part in parts}
    for study in studies:
        citation = parse_citation(study["citation"])
        if not is_citation(study["citation"]):
            wrong["form"].append(study["id"])
        names = tuple(name for name in study["authors"] if name != "...")
        if citation.authors != names:
            wrong["authors"].append(study["id"])
        for part in ("year", "title", "doi"):
            if getattr(citation, part) != study[part]:
                wrong[part].append(study["id"])
    # One line has a note for its year. Another has a question and a second sentence for its title,
    # and no journal after it.
    assert wrong == {
        "form": ["hoppen-2022-ptsd"],
        "authors": ["hoppen-2022-ptsd"],
        "year": [],
        "title": ["fest-2014", "hoppen-2022-ptsd"],
        "doi": [],
    }
