"""Imported posts are paired with the files of earlier imports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.folder.post_file import Origin
from corpus.importing.merging.existing import ExistingPost
from corpus.importing.merging.hashes import text_hash
from corpus.importing.merging.pairing import Incoming, Pairing, Pairs
from corpus.post import Post

RAIN = Post(
    id="7",
    title="Rain and plans of walkers",
    summary="Walkers were asked whether rain changed their plans, and many said that it did.",
    month="2024-05",
    citation="Dew, L. (2020). Rain and plans of walkers. Journal of Walks, 1, 2-3.",
)
SNOW = Post(
    id="8",
    title="Snow and boots of walkers",
    summary="Boots were weighed before and after a walk in snow, and were found to be heavier.",
    month="2024-05",
    citation="Marsh, R. (2021). Snow and boots of walkers. Journal of Walks, 2, 4-5.",
)


def there(post: Post, name: str, *, importer: str = "ris", source: str = "a.ris") -> ExistingPost:
    """A file of an earlier import."""
    origin = Origin(importer, post.id, text_hash(post), "", source=source)
    path = Path("posts", f"{name}.md")
    return ExistingPost(path, "", "", replace(post, id=name), origin)


def come(post: Post, source: str = "a.ris", *, lasting: bool = False) -> Incoming:
    return Incoming(post, Path(source), post.id, source, lasting)


def pairs(existing: list[ExistingPost], *incoming: Incoming) -> Pairs:
    return Pairing("ris", existing, incoming).pairs()


def names(found: Pairs) -> list[str]:
    return [file.id for _, file in found.there]


def test_each_post_finds_its_file_in_any_order() -> None:
    existing = [there(RAIN, "2024-05-rain"), there(SNOW, "2024-05-snow")]
    assert names(pairs(existing, come(SNOW), come(RAIN))) == ["2024-05-snow", "2024-05-rain"]
    swapped = come(replace(SNOW, id="7")), come(replace(RAIN, id="8"))
    assert names(pairs(existing, *swapped)) == ["2024-05-snow", "2024-05-rain"]


def test_an_equal_text_outranks_an_equal_number() -> None:
    other = replace(RAIN, summary=f"{RAIN.summary} Few did not.")
    existing = [there(RAIN, "2024-05-rain"), there(other, "2024-05-rain-2")]
    assert names(pairs(existing, come(other), come(RAIN))) == ["2024-05-rain-2", "2024-05-rain"]


def test_another_study_with_the_same_number_is_new() -> None:
    found = pairs([there(RAIN, "2024-05-rain")], come(replace(SNOW, id="7")))
    assert [one.post.title for one in found.new] == [SNOW.title]
    assert found.there == []


def test_a_file_written_by_hand_or_another_importer_is_found_by_its_content() -> None:
    hand = replace(there(RAIN, "2024-05-rain"), origin=None)
    assert names(pairs([hand], come(RAIN))) == ["2024-05-rain"]
    other = there(RAIN, "2024-05-rain", importer="bibtex", source="b.bib")
    assert names(pairs([other], come(replace(RAIN, id="x")))) == ["2024-05-rain"]


def test_a_post_with_an_edited_title_is_paired_if_the_old_title_is_gone() -> None:
    renamed = replace(RAIN, id="rain-2", title="When it rains")
    assert names(pairs([there(RAIN, "2024-05-rain")], come(renamed))) == ["2024-05-rain"]
    both = pairs([there(RAIN, "2024-05-rain")], come(RAIN), come(renamed))
    assert (names(both), len(both.new)) == (["2024-05-rain"], 1)
    elsewhere = pairs([there(RAIN, "2024-05-rain")], come(renamed, "b.ris"))
    assert (names(elsewhere), len(elsewhere.new)) == ([], 1)


def test_a_study_that_comes_twice_is_reported_with_the_first() -> None:
    study = replace(RAIN, doi="10.1000/walks.1")
    again = come(replace(study, summary="From another database."), "b.ris")
    found = pairs([], come(study), again)
    assert [(one.source, first.source) for one, first in found.again] == [("b.ris", "a.ris")]
    assert len(found.new) == 1


def test_a_reference_that_comes_again_with_another_title_is_reported() -> None:
    study = replace(RAIN, doi="10.1000/walks.1")
    title = "Rain and plans of walkers: A survey"
    again = replace(study, title=title, citation=(RAIN.citation or "").replace(RAIN.title, title))
    found = pairs([], come(study), come(replace(again, id="9")))
    assert [one.post.title for one, _ in found.again] == [title]
    other = replace(again, citation="Fern, A. (2022). Rain and plans of walkers: A survey. J, 1.")
    assert pairs([], come(study), come(replace(other, id="9"))).again == []


def test_two_pages_on_one_study_are_two_posts() -> None:
    first, second = (replace(p, doi="10.1000/walks.1", citation=None) for p in (RAIN, SNOW))
    assert len(pairs([], come(first), come(second)).new) == 2


def test_a_damaged_file_with_the_name_of_a_post_is_paired_with_it() -> None:
    broken = ExistingPost(
        Path("posts/2024-05-rain-and-plans-of-walkers.md"), None, None, None, None
    )
    assert names(pairs([broken], come(RAIN))) == [broken.id]


def test_a_new_id_is_given_once() -> None:
    pairing = Pairing("ris", [there(RAIN, "2024-05-rain-and-plans-of-walkers")], [])
    assert pairing.new_id(RAIN) == "2024-05-rain-and-plans-of-walkers-2"
    assert pairing.new_id(RAIN) == "2024-05-rain-and-plans-of-walkers-3"
    own = replace(RAIN, id="2024-05-rain")
    assert pairing.new_id(own) == "2024-05-rain"
