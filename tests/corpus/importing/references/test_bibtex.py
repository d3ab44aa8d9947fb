"""BibTeX files are imported as posts to complete."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.importing.references.bibtex import BibtexImporter
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made


def write_bibtex(studies: Sequence[Made]) -> str:
    entries = []
    for at, study in enumerate(studies):
        # Two entries of one file with one key are refused by every reader of BibTeX.
        key = f"key{study.number}" + "b" * at
        fields = {"author": f"{study.family}, Arlo", "title": study.title, "year": study.year}
        fields |= {"journal": "Journal of Tests", "doi": study.doi, "abstract": study.abstract}
        told = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@article{{{key}, {told}}}")
    return "\n".join(entries)


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
    ],
)
def test_a_broken_entry_is_reported_and_the_rest_is_read(text: str, line: str) -> None:
    imported = read(BibtexImporter("2024-05"), text)
    assert len(imported.posts) == 1
    assert any(problem.startswith(line) for problem in told(imported))


def test_omitted_names_and_full_dates_are_read() -> None:
    text = "@book{a, author={Ann and others and , and Stone}, title={Rain}, date={2019-05}}"
    (post,) = read(BibtexImporter("2024-05"), text).posts
    assert post.citation == "Ann, … Stone. (2019). Rain."


def test_a_file_of_another_format_is_reported() -> None:
    assert told(read(BibtexImporter("2024-05"), "Dear Ann,"))[0].startswith(
        "1: there is no reference in the file"
    )


def cited(entry: str) -> str | None:
    (post,) = read(BibtexImporter("2024-05"), entry).posts
    return post.citation


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("{Marsh, Jr., Arlo B. and Berg, III, Ida}", "Marsh, A. B., Jr., & Berg, I., III."),
        ('"Marsh, Arlo AND Berg, Ida"', "Marsh, A., & Berg, I."),
        (
            "{{National Institute for Rain and Snow}}",
            "National Institute for Rain and Snow.",
        ),
        ("{{Rain, Snow and Co.} and Stone, C.}", "Rain, Snow and Co., & Stone, C."),
        ("{Jean {de la Cruz} and {de la Cruz}, Ida}", "de la Cruz, J., & de la Cruz, I."),
        ('{{\\"O}zg{\\"u}r, {\\c S}ule and M{\\"u}ller, K.}', "Özgür, Ş., & Müller, K."),
        ('{Ernst van der Br{\\"o}ok and {\\AA}sa Berg}', "van der Bröok, E., & Berg, Å."),
        ("{family=Berg, given=Ida, prefix=van den and Hill, D.}", "van den Berg, I., & Hill, D."),
        ("{Penn E.B. and Plato}", "Penn, E. B., & Plato."),
        ("{Stone, C. and others}", "Stone, C., et al."),
    ],
)
def test_names_are_read_in_all_their_forms(authors: str, names: str) -> None:
    entry = f"@article{{a, author = {authors}, title = {{Rain}}, year = {{2019}}}}"
    assert cited(entry) == f"{names} (2019). Rain."


@pytest.mark.parametrize(
    ("entry", "citation"),
    [
        (
            "@book{a, editor={Holm, Ada and Reeve, Tom}, title={Rain}, publisher={Test Press}, "
            "edition={Second}, year={2014}}",
            "Holm, A., & Reeve, T. (Eds.). (2014). Rain (2nd ed.). Test Press.",
        ),
        (
            "@techreport{a, author={Holm, Ada}, institution={Institute of Rain}, title={Rain}, "
            "year={2014}, number={12}}",
            "Holm, A. (2014). Rain (No. 12). Institute of Rain.",
        ),
        (
            "@mastersthesis{a, author={Holm, Ada}, school={University of Rain}, title={Rain}, "
            "year={2014}}",
            "Holm, A. (2014). Rain [Master’s thesis, University of Rain].",
        ),
        (
            "@online{a, author={Holm, Ada}, title={Main title}, subtitle={A subtitle}, "
            "date={2020-05}, url={https://x.example/}}",
            "Holm, A. (2020). Main title: A subtitle. https://x.example/",
        ),
        (
            "@inbook{a, author={Holm, Ada}, title={Who leads?}, subtitle={A subtitle}, "
            "booktitle={Weathers}, booksubtitle={A guide}, chapter={9}, year={2020}}",
            "Holm, A. (2020). Who leads? A subtitle. In Weathers: A guide (Chapter 9).",
        ),
        (
            "@article{a, author={Holm, Ada}, title={Rain}, journal={J. Rain}, "
            "journaltitle={Journal of Rain}, volume={44}, number={2 Suppl 1}, pages={S5 -- S9}, "
            "year={2020}}",
            "Holm, A. (2020). Rain. Journal of Rain, 44(2, Suppl. 1), S5–S9.",
        ),
        (
            "@article{a, author={Holm, Ada}, title={Rain}, journal={Rain}, volume={3}, "
            "eid={e12}, year={2020}}",
            "Holm, A. (2020). Rain. Rain, 3, Article e12.",
        ),
        (
            "@article{a, author={Holm, Ada}, title={Rain}, journal={Rain}, year={in press}}",
            "Holm, A. (in press). Rain. Rain.",
        ),
        (
            "@misc{a, author={Holm, Ada}, title={H$_2$O at $\\alpha$ {\\textless} 5\\%}, "
            "year={2020}}",
            "Holm, A. (2020). H2O at α < 5%.",
        ),
        (
            "@misc{a, author={Holm, Ada}, title={Costs of $5 and $7}, year={2020}}",
            "Holm, A. (2020). Costs of $5 and $7.",
        ),
    ],
)
def test_works_of_every_kind_are_cited(entry: str, citation: str) -> None:
    assert cited(entry) == citation


def test_a_doi_with_brackets_written_as_commands_is_read_whole() -> None:
    entry = (
        "@article{z, author={Holm, Ada}, title={On {\\textless}i{\\textgreater}N{\\textless}/i"
        "{\\textgreater} of one}, doi={10.1002/(SICI)1097-4679(199908)55:8{\\textless}921::AID-"
        "JCLP2{\\textgreater}3.0.CO;2-X}}"
    )
    (post,) = read(BibtexImporter("2024-05"), entry).posts
    assert post.title == "On N of one"
    assert post.doi == "10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X"


@pytest.mark.parametrize(
    "field",
    [
        "pmid = {31758858}",
        "note = {PMID: 31758858}",
        "eprint = {31758858}, eprinttype = {pubmed}",
        "url = {https://pubmed.ncbi.nlm.nih.gov/31758858/}",
    ],
)
def test_the_pubmed_number_is_found_in_any_field(field: str) -> None:
    text = f"@article{{one, title = {{Rain}}, journal = {{Walks}}, {field}}}"
    (post,) = read(BibtexImporter("2024-05"), text).posts
    assert post.pmid == "31758858"


def every_citation(text: str) -> list[str | None]:
    return [post.citation for post in read(BibtexImporter("2024-05"), text).posts]


def test_strings_and_abbreviations_are_joined() -> None:
    text = (
        '@string{jw = "Journal of Walks"}\n@string(more = { and Talks})\n'
        '@article{a, title="One", author="Stone, C." # { and Hill, D.}, '
        "journal=jw # more, year=2020}\n"
        "@article{b, title={C# for walkers}, author={Stone, C.}, journal={A # B}, year=2020}\n"
    )
    assert every_citation(text) == [
        "Stone, C., & Hill, D. (2020). One. Journal of Walks and Talks.",
        "Stone, C. (2020). C# for walkers. A # B.",
    ]


def test_a_chapter_inherits_missing_fields_from_its_book() -> None:
    text = (
        "@incollection{c, title={Rain}, author={Stone, C.}, crossref={Book1}, pages={2--9}}\n"
        "@book{book1, title={All weathers}, editor={Hill, D.}, publisher={Heath}, year=2019}\n"
    )
    assert every_citation(text)[0] == (
        "Stone, C. (2019). Rain. In D. Hill (Ed.), All weathers (pp. 2–9). Heath."
    )


def test_two_entries_with_one_key_are_two_posts() -> None:
    text = "".join(
        f"@article{{one, title={{{title}}}, author={{Stone, C.}}, journal={{W}}, year=2020}}\n"
        for title in ("Rain and walking pace", "Snow and company")
    )
    imported = read(BibtexImporter("2024-05"), text)
    assert [post.title for post in imported.posts] == ["Rain and walking pace", "Snow and company"]
    assert imported.problems == ()
