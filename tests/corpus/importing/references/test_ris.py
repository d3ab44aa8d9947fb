from __future__ import annotations

from corpus.importing.references.ris import RisImporter
from tests.import_desk import fixture, read, told


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


def test_nothing_is_lost_without_a_word() -> None:
    text = "Exported today\nTY  - JOUR\nTI  - Rain\nTY  - JOUR\nTI  - Snow\nER  - \n"
    imported = read(RisImporter("2024-05"), text)
    assert [post.title for post in imported.posts] == ["Rain", "Snow"]
    assert told(imported) == [
        "1: warning: what stands outside a reference was left out (lines: 1): begin each "
        'reference with "TY  - JOUR" and end it with "ER  - "',
        '2: warning: the reference has no end: add a line "ER  - "',
    ]


def test_a_reference_without_a_title_is_an_error() -> None:
    imported = read(RisImporter("2024-05"), "TY  - JOUR\nAU  - Stone, C.\nER  - \n")
    assert imported.posts == ()
    assert told(imported) == ["1: the reference has no title: add it, and import again"]
