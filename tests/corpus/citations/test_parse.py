"""Citations are recognised and parsed in the forms that pages print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations.citation import Citation
from corpus.citations.names import Person, group
from corpus.citations.parse import is_citation, parse_citation, without_label

ARTICLE = "Rivers, A. B., & Stone, C. (2019). Walks as care: A trial. Journal of Walks, 12(3), 4-7."


def test_an_article_in_apa_style_is_parsed() -> None:
    citation = parse_citation(ARTICLE + " https://doi.org/10.1234/jw.2019.7")
    assert citation == Citation(
        text=ARTICLE + " https://doi.org/10.1234/jw.2019.7",
        authors=(Person("Rivers", "A. B."), Person("Stone", "C.")),
        year=2019,
        title="Walks as care: A trial",
        container="Journal of Walks",
        volume="12",
        issue="3",
        pages="4-7",
        doi="10.1234/jw.2019.7",
        form="article",
    )
    assert citation.creators == citation.authors


def test_a_chapter_is_parsed_with_its_book_and_editors() -> None:
    citation = parse_citation(
        "Rivers, A. & Stone, C. (2021). What walkers know. In Hill, D. Field, and E.F. Brook "
        "(Eds.) The Handbook of Walks (7th ed.). Wiley. Chapter 9."
    )
    assert citation.form == "chapter"
    assert citation.title == "What walkers know"
    assert citation.container == "The Handbook of Walks"
    assert citation.editors == (Person("Hill"), Person("Field", "D."), Person("Brook", "E. F."))
    assert (citation.edition, citation.chapter, citation.publisher) == ("7", "9", "Wiley")


def test_the_pages_and_publisher_of_a_chapter_are_parsed() -> None:
    citation = parse_citation(
        "Stone, C. (2011). Pace. In A. B. Rivers (Ed.), Walks that work (2nd ed., pp. 13-52). "
        "Oxford University Press."
    )
    assert citation.container == "Walks that work"
    assert citation.editors == (Person("Rivers", "A. B."),)
    assert (citation.pages, citation.publisher) == ("13-52", "Oxford University Press")
    unedited = parse_citation("Stone, C. (2011). Pace. In Walks that work, pp. 13-52. Walk Press.")
    assert (unedited.container, unedited.editors) == ("Walks that work", ())


def test_a_book_is_parsed_with_its_edition_and_volume() -> None:
    citation = parse_citation("Rivers, A. (Ed.). (2013). All walks (6th ed.). York: Walk Press.")
    assert citation.form == "book"
    assert (citation.authors, citation.editors) == ((), (Person("Rivers", "A."),))
    assert citation.creators == citation.editors
    assert (citation.title, citation.edition) == ("All walks", "6")
    assert citation.publisher == "York: Walk Press"
    assert parse_citation("Rivers, A. (2013). All walks. Springer.").edition is None
    revised = parse_citation("Rivers, A. (2013). All walks (Rev. ed., Vol. 2). Springer.")
    assert (revised.title, revised.edition, revised.volume) == ("All walks", "Rev", "2")


def test_reports_theses_and_web_pages_are_parsed() -> None:
    report = parse_citation("Holm, A. (2014). A report. Institute of Tests.")
    assert (report.form, report.publisher) == ("report", "Institute of Tests")
    thesis = parse_citation(
        "Holm, A. (2014). Pace [Doctoral dissertation, University of Rain]. Walks Archive."
    )
    assert (thesis.form, thesis.title, thesis.description) == (
        *("thesis", "Pace", "Doctoral dissertation"),
    )
    assert (thesis.publisher, thesis.container) == ("University of Rain", "Walks Archive")
    page = parse_citation("Institute of Tests. (2022). Guidance. https://tests.example.org/ng222")
    assert (page.form, page.authors) == ("website", (group("Institute of Tests"),))
    assert (page.title, page.url) == ("Guidance", "https://tests.example.org/ng222")


def test_a_title_is_not_cut_at_dots_figures_or_brackets_inside() -> None:
    for title in (
        "Does it work? Results from 1990 to 2010",
        "What is it? Who asks! No more?",
        "An essay on J. S. Mill",
        "Trust in U.S. Veterans: A trial by E. B. Penn",
        "Vitamin D",
        "Steps 1, 2, and 3",
        "Pace (1974–2017)",
        "Pace in 2 groups. Part 2",
        "Is it “better”?",
    ):
        stop = "" if title.endswith("?") else "."
        for journal in ("BMC Tests, 20(2), Article 104.", "Journal of Walks, 3, 4–5."):
            citation = parse_citation(f"Stone, C. (2020). {title}{stop} {journal}")
            assert (citation.title, citation.year) == (title, 2020)
            assert citation.container == journal.split(",")[0]


def test_harvard_and_vancouver_styles_are_parsed() -> None:
    harvard = parse_citation("Stone, C. (2020) ‘Pace and mood’, Journal of Walks, 12(3), pp. 3–4.")
    assert (harvard.title, harvard.container, harvard.pages) == (
        *("Pace and mood", "Journal of Walks", "3–4"),
    )
    chapter = parse_citation(
        "Stone C, Hill D. Pace. In: Rivers A, editor. All walks. 2nd ed. London: Walk Press; "
        "2019. p. 3-9."
    )
    assert (chapter.form, chapter.year, chapter.container) == ("chapter", 2019, "All walks")
    assert (chapter.editors, chapter.edition) == ((Person("Rivers", "A."),), "2")
    assert (chapter.publisher, chapter.pages) == ("London: Walk Press", "3-9")


def test_articles_in_press_ahead_of_print_and_preprints_are_parsed() -> None:
    press = parse_citation("Stone, C. (in press). Pace. Journal of Walks.")
    assert (press.year, press.date, press.container) == (None, "in press", "Journal of Walks")
    ahead = parse_citation("Stone, C. (2020). Pace. Walking. Advance online publication.")
    assert (ahead.status, ahead.container) == ("Advance online publication", "Walking")
    preprint = parse_citation("Stone, C. (2020). Pace [Preprint]. PsyArXiv. https://x.org/1")
    assert (preprint.title, preprint.description) == ("Pace", "Preprint")


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
def test_the_year_is_parsed_in_every_form(printed: str, year: int | None) -> None:
    citation = parse_citation(f"Stone, C. {printed} Pace and mood. Journal of Walks, 75.")
    assert citation.year == year
    assert citation.authors == (Person("Stone", "C."),)
    assert citation.title == "Pace and mood"
    assert (citation.container, citation.volume) == ("Journal of Walks", "75")


def test_a_range_of_years_in_the_title_is_not_the_year() -> None:
    citation = parse_citation(
        "Stone, C. (2019). Pace: A scoping review (1974-2017). Journal of Walks, 27, 5-6."
    )
    assert citation.year == 2019
    assert citation.title == "Pace: A scoping review (1974-2017)"


def test_omitted_names_are_noted() -> None:
    cut = parse_citation("Stone, C., Hill, D., ... & Brook, E. (2020). Pace. Walking, 3, 4-5.")
    assert (len(cut.authors), cut.gap) == (3, 2)
    assert parse_citation("Stone et al. (2020). Pace. Walking, 3, 4-5.").gap == 1
    first = (
        "Hill, A., Ulberg, R., et al. Who leads? Main results. (2014). https://doi.org/10.1234/x"
    )
    citation = parse_citation(first)
    assert (citation.title, citation.year) == ("Who leads? Main results", 2014)
    assert (len(citation.authors), citation.gap) == (2, 2)


def test_an_article_in_vancouver_style_is_parsed() -> None:
    line = "Stone CD, Hill A, et al. Pace and mood. J Walks. 2019;55(4):508-19. doi:10.1234/x7."
    citation = parse_citation(line)
    assert citation.authors == (Person("Stone", "C. D."), Person("Hill", "A."))
    assert citation.gap == 2
    assert (citation.year, citation.title) == (2019, "Pace and mood")
    assert (citation.container, citation.volume) == ("J Walks", "55")
    assert (citation.issue, citation.pages, citation.doi) == ("4", "508-19", "10.1234/x7")
    assert is_citation(line)
    assert is_citation("Stone CD. Pace and mood. J Walks 2019; 55: 508-519.")
    assert parse_citation("Stone CD. Pace and mood.").year is None


def test_a_year_without_brackets_is_parsed() -> None:
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
        ("Pace. Am. J. Psychiatry, 12, 3–4.", "Pace", "Am. J. Psychiatry"),
        ("Pace. Steps to health. The Walk.", "Pace. Steps to health", "The Walk"),
    ],
)  # fmt: skip
def test_the_title_is_separated_from_the_journal(
    printed: str, title: str, container: str | None
) -> None:
    citation = parse_citation(f"Stone, C. (2020). {printed}")
    assert citation.title == title
    assert citation.container == container


def test_a_web_address_is_kept_unless_it_is_a_doi() -> None:
    citation = parse_citation(ARTICLE + " https://example.org/paper.")
    assert (citation.url, citation.doi) == ("https://example.org/paper", None)
    assert parse_citation(ARTICLE + " https://doi.org/10.1234/a").url is None


def test_a_note_in_brackets_at_the_end_is_ignored() -> None:
    citation = parse_citation("Stone, C. (2018). Pace and mood. [journal not seen]")
    assert (citation.title, citation.container) == ("Pace and mood", None)


def test_a_title_before_the_year_is_parsed() -> None:
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
def test_other_lines_are_no_citations(line: str) -> None:
    assert not is_citation(line)


def test_a_label_before_a_citation_is_removed() -> None:
    assert without_label("Citation: Stone") == without_label("Source : Stone") == "Stone"


@given(st.text(max_size=300))
def test_any_text_is_parsed(text: str) -> None:
    citation = parse_citation(text)
    assert isinstance(is_citation(text), bool)
    assert all(str(name) for name in citation.authors)


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
def test_the_citations_of_the_shared_studies_agree_with_their_records(shared: Path) -> None:
    """Every part that a line prints equals the record."""
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
        if tuple(map(str, citation.authors)) != names:
            wrong["authors"].append(study["id"])
        for part in ("year", "title", "doi"):
            if getattr(citation, part) != study[part]:
                wrong[part].append(study["id"])
    # One line has a note in place of its year.
    assert wrong == {
        "form": ["hoppen-2022-ptsd"],
        "authors": ["hoppen-2022-ptsd"],
        "year": [],
        "title": ["hoppen-2022-ptsd"],
        "doi": [],
    }
