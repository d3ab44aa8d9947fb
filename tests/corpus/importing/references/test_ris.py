"""RIS files are imported as posts to complete."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.importing.references.ris import RisImporter
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made


def write_ris(studies: Sequence[Made]) -> str:
    records = []
    for study in studies:
        lines = ["TY  - JOUR", f"ID  - {study.number}", f"AU  - {study.family}, Arlo"]
        lines += [f"TI  - {study.title}", "T2  - Journal of Tests", f"PY  - {study.year}"]
        lines += [f"DO  - {study.doi}"] * bool(study.doi) + ["VL  - 12", "SP  - 45"]
        lines += [f"AB  - {study.abstract}"] * bool(study.abstract) + ["ER  - ", ""]
        records.append("\n".join(lines))
    return "\n".join(records)


def test_references_become_posts_to_complete() -> None:
    imported = read(RisImporter("2024-05"), fixture("ris/references.ris"))
    article, chapter = imported.posts
    assert article.id == "stone2020"
    assert article.summary == (
        "Three hundred walkers were asked how they set their pace and with whom they walk."
    )
    assert (article.implications, article.research) == ("", "survey")
    assert article.citation == (
        "Stone, C., & Hill, D. B. (2020). Pace and company on long walks: A survey. "
        "Journal of Walks, 12(3), 45–67. https://doi.org/10.1000/walks.12"
    )
    assert chapter.citation == (
        "Brook, E. (2019). Rain. In D. B. Hill & C. Stone (Eds.), All weathers (pp. 2–9). "
        "Heath Press."
    )
    assert (chapter.summary, chapter.topics) == ("", ("Weather, and Season",))
    assert told(imported) == [
        "1: warning: of 1 post the summary is the study's own abstract: write it in your own "
        "words: an abstract belongs to its publisher"
    ]


def test_lines_outside_a_reference_and_missing_ends_are_reported() -> None:
    text = "Exported today\nTY  - JOUR\nTI  - Rain\nTY  - JOUR\nTI  - Snow\nER  - \n"
    imported = read(RisImporter("2024-05"), text)
    assert [post.title for post in imported.posts] == ["Rain", "Snow"]
    assert told(imported) == [
        "1: warning: lines outside a reference were left out (1): begin each "
        'reference with "TY  - JOUR" and end it with "ER  - "',
        '2: warning: the reference has no end: add a line "ER  - "',
    ]


def test_a_reference_without_a_title_is_an_error() -> None:
    imported = read(RisImporter("2024-05"), "TY  - JOUR\nAU  - Stone, C.\nER  - \n")
    assert imported.posts == ()
    assert told(imported) == ["1: reference 1 of the file has no title: add it, and import again"]


def cited(*lines: str) -> str | None:
    text = "\n".join((*lines, "ER  - "))
    (post,) = read(RisImporter("2024-05"), text).posts
    return post.citation


def test_names_with_suffixes_particles_and_groups_are_read() -> None:
    assert cited(
        "TY  - JOUR",
        "AU  - Marsh, Arlo B., Jr.",
        "AU  - Kleen, Ida, III",
        "AU  - Berg A.-M. van den",
        "AU  - Penn E.B.",
        "AU  - Listening Study Group,",
        "AU  - Ford, Tom,",
        "TI  - Rain",
        "PY  - 2014///",
    ) == (
        "Marsh, A. B., Jr., Kleen, I., III, van den Berg, A.-M., Penn, E. B., Listening Study "
        "Group, & Ford, T. (2014). Rain."
    )


def test_omitted_authors_become_et_al() -> None:
    lines = ("TY  - JOUR", "AU  - Stone, C.", "AU  - et al.", "TI  - Rain", "PY  - 2014")
    assert cited(*lines) == "Stone, C., et al. (2014). Rain."
    assert cited(*(line.replace("et al.", "others") for line in lines)) == (
        "Stone, C., et al. (2014). Rain."
    )


def test_the_full_name_of_a_journal_outranks_the_short_one() -> None:
    journal = ("TY  - JOUR", "A1  - Olthof J.V.", "T1  - Rain", "Y1  - 2014//", "VL  - 3")
    for tags in (("JO  - J. Walk. Res.", "JF  - Journal of Walking Research"),
                 ("JF  - J. Walk. Res.", "T2  - Journal of Walking Research"),
                 ("JA  - J Walk Res", "T2  - Journal of Walking Research")):  # fmt: skip
        assert cited(*journal, *tags) == (
            "Olthof, J. V. (2014). Rain. Journal of Walking Research, 3."
        )


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (("VL  - 44", "IS  - Suppl 2", "SP  - S101", "EP  - S110"), "44(Suppl. 2), S101–S110"),
        (("VL  - 44 Suppl 2", "SP  - 5-9"), "44(Suppl. 2), 5–9"),
        (("VL  - 11", "SP  - 5512", "C7  - 5512"), "11, Article 5512"),
        (("VL  - 8", "IS  - 9", "SP  - e74657"), "8(9), Article e74657"),
        (("VL  - 12", "SP  - 508", "EP  - 19"), "12, 508–519"),
    ],
)
def test_volume_issue_and_pages_are_read_in_any_form(lines: tuple[str, ...], source: str) -> None:
    start = ("TY  - JOUR", "AU  - Stone, C.", "TI  - Rain", "PY  - 2014", "T2  - Walking")
    assert cited(*start, *lines) == f"Stone, C. (2014). Rain. Walking, {source}."


@pytest.mark.parametrize(
    ("lines", "citation"),
    [
        (
            ("TY  - BOOK", "A3  - Holm, Ada", "ED  - ", "ET  - 2nd ed.", "PB  - Wiley",
             "SP  - 351"),
            "Holm, A. (Ed.). (2014). Rain (2nd ed.). Wiley.",
        ),
        (
            ("TY  - EDBOOK", "AU  - Holm, Ada", "AU  - Reeve, Tom", "PB  - Wiley"),
            "Holm, A., & Reeve, T. (Eds.). (2014). Rain. Wiley.",
        ),
        (
            ("TY  - CHAP", "AU  - Stone, C.", "T2  - Weathers", "A2  - Holm, Ada", "SE  - 9",
             "ET  - 7", "PB  - Wiley"),
            "Stone, C. (2014). Rain. In A. Holm (Ed.), Weathers (7th ed., Chapter 9). Wiley.",
        ),
        (
            ("TY  - RPRT", "AU  - Stone, C.", "PB  - Institute of Rain", "T2  - Series"),
            "Stone, C. (2014). Rain. Institute of Rain.",
        ),
        (
            ("TY  - RPRT", "AU  - Stone, C.", "PB  - RAND", "SN  - 12", "M3  - Technical report"),
            "Stone, C. (2014). Rain (Technical Report No. 12). RAND.",
        ),
        (
            ("TY  - RPRT", "AU  - Stone, C.", "PB  - RAND", "SN  - 978-92-4-154989-0"),
            "Stone, C. (2014). Rain. RAND.",
        ),
        (
            ("TY  - THES", "AU  - Stone, C.", "PB  - University of Rain"),
            "Stone, C. (2014). Rain [Doctoral dissertation, University of Rain].",
        ),
        (
            ("TY  - DATA", "AU  - Stone, C.", "PB  - Zenodo", "UR  - https://x.example/d"),
            "Stone, C. (2014). Rain [Data set]. Zenodo. https://x.example/d",
        ),
        (
            ("TY  - UNPB", "AU  - Stone, C."),
            "Stone, C. (2014). Rain [Unpublished manuscript].",
        ),
        (
            ("TY  - GEN", "AU  - Stone, C.", "PB  - PsyArXiv", "UR  - https://x.example/p"),
            "Stone, C. (2014). Rain. PsyArXiv. https://x.example/p",
        ),
        (
            ("TY  - ENCYC", "AU  - Rain, Snow, and Hail Agency", "T2  - Weathers", "PB  - Wiley"),
            "Rain, Snow, and Hail Agency. (2014). Rain. In Weathers. Wiley.",
        ),
        (
            ("TY  - ELEC", "AU  - Stone, C.", "UR  - https://x.example/r"),
            "Stone, C. (2014). Rain. https://x.example/r",
        ),
    ],
)  # fmt: skip
def test_works_of_every_kind_are_cited(lines: tuple[str, ...], citation: str) -> None:
    assert cited(*lines, "TI  - Rain", "PY  - 2014") == citation


SICI = "10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X"


def test_markup_and_entities_become_plain_text() -> None:
    text = (
        "TY  - JOUR\nAU  - M&uuml;ller, Arlo\nTI  - The <i>third</i> ear &amp; H<sub>2</sub>O\n"
        "T2  - Family &amp; Rain\nPY  - 2014\nDO  - " + SICI.replace("<", "&lt;") + "\n"
        "AB  - <p>Patients &lt;18 years were excluded.</p>\nER  - "
    )
    (post,) = read(RisImporter("2024-05"), text).posts
    assert (post.title, post.doi) == ("The third ear & H2O", SICI)
    assert post.summary == "Patients <18 years were excluded."
    assert (post.citation or "").startswith("Müller, A. (2014). The third ear & H2O. Family & Rain")


@pytest.mark.parametrize(
    ("lines", "pmid"),
    [
        (("AN  - 31758858", "DB  - PubMed"), "31758858"),
        (("AN  - 31758858", "DP  - NLM"), "31758858"),
        (("AN  - 31758858", "DB  - Ovid MEDLINE(R)"), "31758858"),
        (("AN  - 2020-12345-001", "DP  - EBSCOhost"), None),
        (("AN  - 31758858", "DB  - PsycINFO"), None),
        (("N1  - PMID: 31758858", "N1  - PMCID: PMC6943456"), "31758858"),
        (("UR  - https://pubmed.ncbi.nlm.nih.gov/31758858/",), "31758858"),
        (("L1  - http://www.ncbi.nlm.nih.gov/pubmed/31758858",), "31758858"),
        (("N1  - PMID: 31758858", "N1  - Comment in PMID: 31758859"), None),
        ((), None),
    ],
)
def test_the_pubmed_number_is_found_in_any_field(lines: tuple[str, ...], pmid: str | None) -> None:
    text = "\n".join(("TY  - JOUR", "TI  - Rain", *lines, "ER  - "))
    (post,) = read(RisImporter("2024-05"), text).posts
    assert post.pmid == pmid


def test_malformed_tags_are_read_if_the_file_has_no_correct_ones() -> None:
    for lines in (
        "TY - JOUR\nTI - Rain\nAU - Stone, C.\nER -\n",
        "ty  - JOUR\nti  - Rain\ner  - \n",
    ):
        assert [post.title for post in read(RisImporter("2024-05"), lines).posts] == ["Rain"]
    # In a file with correct tags, malformed ones are text.
    text = "TY  - JOUR\nTI  - Rain\nAB  - We measured\nBP - the pressure.\nER  - \n"
    (post,) = read(RisImporter("2024-05"), text).posts
    assert post.summary == "We measured BP - the pressure."
