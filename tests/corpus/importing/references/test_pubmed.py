"""PubMed's text and XML formats are imported as posts to complete."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.importing.references.pubmed import NbibImporter, PubmedXmlImporter
from tests.digests.import_desk import fixture, read, told
from tests.digests.study_files import Made


def write_nbib(studies: Sequence[Made]) -> str:
    records = []
    for study in studies:
        lines = [f"PMID- {pmid(study)}", f"DP  - {study.year} Jun", f"TI  - {study.title}."]
        lines += [f"FAU - {study.family}, Arlo", "JT  - Journal of tests", "PT  - Journal Article"]
        lines += [f"AID - {study.doi} [doi]"] * bool(study.doi)
        lines += [f"AB  - {study.abstract}"] * bool(study.abstract) + [""]
        records.append("\n".join(lines))
    return "\n".join(records)


def write_pubmed(studies: Sequence[Made]) -> str:
    articles = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{pmid(study)}</PMID><Article><Journal>"
        f"<JournalIssue><PubDate><Year>{study.year}</Year></PubDate></JournalIssue>"
        f"<Title>Journal of tests</Title></Journal><ArticleTitle>{study.title}.</ArticleTitle>"
        + f"<Abstract><AbstractText>{study.abstract}</AbstractText></Abstract>"
        * bool(study.abstract)
        + f"<AuthorList><Author><LastName>{study.family}</LastName><Initials>A</Initials></Author>"
        "</AuthorList></Article></MedlineCitation><PubmedData><ArticleIdList>"
        + f'<ArticleId IdType="doi">{study.doi}</ArticleId>' * bool(study.doi)
        + "</ArticleIdList></PubmedData></PubmedArticle>"
        for study in studies
    )
    return f"<PubmedArticleSet>{articles}</PubmedArticleSet>"


def pmid(study: Made) -> int:
    """PubMed's number; it is never used for another study."""
    return study.pubmed or 10_000_000 + sum(
        ord(letter) * place for place, letter in enumerate(study.citation + study.doi, 1)
    )


def test_the_text_format_becomes_posts_to_complete() -> None:
    imported = read(NbibImporter("2024-05"), fixture("nbib/studies.nbib"))
    first, second = imported.posts
    assert (first.id, first.research) == ("11111111", "survey")
    assert first.citation == (
        "Stone, C., & Hill, D. B. (2020). Pace and company on long walks: who leads and who "
        "follows. Journal of Walks, 12(3), 145–167. https://doi.org/10.1000/walks.12"
    )
    assert first.summary.startswith("BACKGROUND: Walkers differ in pace. RESULTS: Three hundred")
    assert second.citation == "Brook, E. (2019). Rain. Walking, 11."


def test_lines_above_the_first_record_are_reported() -> None:
    imported = read(NbibImporter("2024-05"), "Saved\nPMID- 1\nTI  - Rain\n")
    assert told(imported)[0].startswith(
        "1: warning: what stands above the first record was left out"
    )


def test_books_and_chapters_are_read_from_xml() -> None:
    chapter, book = read(PubmedXmlImporter("2024-05"), fixture("pubmed/books.xml")).posts
    assert chapter.citation == (
        "Stone, C. (2021). Rain and those who walk in it. In D. B. Hill (Ed.), Handbook of walks "
        "(2nd ed.). Heath Press."
    )
    assert (chapter.id, chapter.pmid, chapter.summary) == (
        *("22222222", "22222222"),
        "Coats are compared.",
    )
    assert book.citation == (
        "Institute of Walks. (2019). Guideline on long walks. https://doi.org/10.1000/heath.1"
    )
    assert book.summary == "Scope: Walks of a day and more."


def test_the_xml_becomes_posts_to_complete() -> None:
    imported = read(PubmedXmlImporter("2024-05"), fixture("pubmed/studies.xml"))
    (post,) = imported.posts
    assert (post.id, post.research, post.doi) == ("11111111", "survey", "10.1000/walks.12")
    assert post.citation == (
        "Stone, C., Hill, D. B., & Walking Group. (2020). Pace and company on long walks. "
        "Journal of Walks, 12(3), 145–167. https://doi.org/10.1000/walks.12"
    )
    assert post.summary == (
        "Background: Walkers differ in pace.\n\n"
        "Results: Three hundred of them were asked how they set it."
    )
    assert post.implications == ""


def test_an_article_with_only_a_title_is_imported() -> None:
    xml = "<S><PubmedArticle><ArticleTitle>Rain.</ArticleTitle></PubmedArticle></S>"
    (post,) = read(PubmedXmlImporter("2024-05"), xml).posts
    assert (post.id, post.title, post.citation) == ("Rain", "Rain", "Rain. (n.d.).")
    assert told(read(PubmedXmlImporter("2024-05"), "<S/>"))[0].startswith("1: there is no ref")


RECORD = """PMID- 1
DP  - 2020 Dec-2021 Jan
TI  - [Rain in groups].
VI  - 44 Suppl 2
PG  - S101-10
{names}
JT  - The British journal of walks : official journal of walkers
TA  - Br J Walks
"""


def test_names_and_page_numbers_are_read_from_text() -> None:
    names = (
        "FAU - King, Martin Luther Jr\nAU  - King ML Jr\nFAU - van der Berg, Anna-Marie\n"
        "FAU - O'Neil, Rhys 3rd\nCN  - Listening Study Group"
    )
    (post,) = read(NbibImporter("2024-05"), RECORD.format(names=names)).posts
    assert post.citation == (
        "King, M. L., Jr., van der Berg, A.-M., O'Neil, R., III, & Listening Study Group. (2020). "
        "Rain in groups. The British Journal of Walks, 44(Suppl. 2), S101–S110."
    )
    short = "AU  - King ML Jr\nAU  - de la Cruz J\nAU  - et al."
    (post,) = read(NbibImporter("2024-05"), RECORD.format(names=short)).posts
    assert (post.citation or "").startswith("King, M. L., Jr., de la Cruz, J., et al. (2020)")


def test_books_and_articles_ahead_of_print_are_read_from_text() -> None:
    book = (
        "PMID- 1\nTI  - Rain\nBTI - All weathers\nFAU - Stone, C\nFED - Hill, D\nPB  - Wiley\n"
        "DP  - 2020"
    )
    (post,) = read(NbibImporter("2024-05"), book).posts
    assert post.citation == "Stone, C. (2020). Rain. In D. Hill (Ed.), All weathers. Wiley."
    ahead = "PMID- 1\nTI  - Rain\nFAU - Stone, C\nJT  - Walking\nPST - aheadofprint\nDP  - 2020"
    (post,) = read(NbibImporter("2024-05"), ahead).posts
    assert post.citation == "Stone, C. (2020). Rain. Walking. Advance online publication."


def test_names_are_read_from_xml() -> None:
    xml = (
        "<S><PubmedArticle><Article><ArticleTitle>Rain.</ArticleTitle><AuthorList>"
        "<Author><LastName>King</LastName><ForeName>Martin Luther</ForeName><Suffix>Jr</Suffix>"
        "</Author><Author><LastName>van der Berg</LastName><Initials>AM</Initials></Author>"
        "<Author><LastName>Sartre</LastName><ForeName>Jean-Paul</ForeName><Initials>JP</Initials>"
        "</Author><Author><CollectiveName>Rain and Snow Group</CollectiveName></Author>"
        "</AuthorList></Article></PubmedArticle></S>"
    )
    (post,) = read(PubmedXmlImporter("2024-05"), xml).posts
    assert post.citation == (
        "King, M. L., Jr., van der Berg, A. M., Sartre, J.-P., & Rain and Snow Group. (n.d.). Rain."
    )


def test_an_article_without_a_title_is_reported_with_its_line() -> None:
    xml = "<S>\n<PubmedArticle/>\n\n<BookDocument/></S>"
    faults = told(read(PubmedXmlImporter("2024-05"), xml))
    assert [fault.partition(":")[0] for fault in faults[:2]] == ["2", "4"]
