"""Edits by hand in an imported post are kept when the page is imported again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.evidence.study import Effect, Study
from tests.corpus.importing.merge_desk import GARDENS, WOODS, Desk, counts
from tests.digests.digest_folder import DigestFolder
from tests.examples import examples


def test_a_hand_edit_survives_the_unchanged_page(desk: Desk) -> None:
    desk.take(GARDENS)
    text = desk.edit(lambda text: text.replace("They answered.", "They all answered."))
    assert counts(desk.take(GARDENS)) == (0, 0, 1, 0)
    assert desk.text() == text


def test_a_hand_edited_post_is_kept_when_the_page_changed_too(desk: Desk) -> None:
    desk.take(GARDENS)
    text = desk.edit(lambda text: text.replace("They answered.", "They all answered."))
    edited = replace(GARDENS, implications="Ask twice.")
    for _ in range(2):
        assert counts(desk.take(edited)) == (0, 0, 0, 1)
        assert desk.text() == text
    assert counts(desk.take(edited, force=True)) == (0, 1, 0, 0)
    assert desk.post() == edited
    assert counts(desk.take(edited)) == (0, 0, 1, 0)


def test_the_same_edit_by_hand_and_on_the_page_is_not_a_conflict(desk: Desk) -> None:
    desk.take(GARDENS)
    desk.edit(lambda text: text.replace("They answered.", "They all answered."))
    edited = replace(GARDENS, summary="People were asked.\n\nThey all answered.")
    assert counts(desk.take(edited)) == (0, 0, 1, 0)


def confirmed(text: str) -> str:
    return text.replace("topics_proposed: true\n", "").replace(
        "  - Adherence\n", "  - Gardens, Parks, and Woods\n"
    )


@pytest.mark.parametrize("force", [False, True])
def test_confirmed_topics_survive_an_edited_page(desk: Desk, force: bool) -> None:
    desk.take(GARDENS)
    desk.edit(confirmed)
    assert counts(desk.take(GARDENS, force=force)) == (0, 0, 1, 0)
    edited = replace(GARDENS, summary="Mended.", topics=("Adherence", "Gardens, Parks, and Woods"))
    assert counts(desk.take(edited, force=force)) == (0, 1, 0, 0)
    post = desk.post()
    assert post.summary == "Mended."
    assert (post.topics, post.topics_proposed) == (("Gardens, Parks, and Woods",), False)
    assert counts(desk.take(edited, force=force)) == (0, 0, 1, 0)


def test_proposals_are_made_anew_only_when_the_page_changed(desk: Desk) -> None:
    desk.take(GARDENS)
    better = replace(GARDENS, topics=("Gardens, Parks, and Woods",))
    assert counts(desk.take(better)) == (0, 0, 1, 0)
    assert desk.post().topics == GARDENS.topics
    changed = replace(better, summary="Mended.")
    assert counts(desk.take(changed)) == (0, 1, 0, 0)
    assert desk.post().topics == better.topics


def test_force_takes_the_topics_of_the_page(desk: Desk) -> None:
    stated = replace(GARDENS, topics_proposed=False)
    desk.take(stated)
    desk.edit(lambda text: text.replace("  - Adherence\n", "  - Gardens, Parks, and Woods\n"))
    edited = replace(stated, summary="Mended.", topics=("Adherence", "Gardens, Parks, and Woods"))
    desk.take(edited, force=True)
    assert desk.post() == edited


def test_related_posts_chosen_by_hand_survive_an_edited_page(desk: Desk) -> None:
    desk.take(GARDENS, WOODS)
    related = "related:\n  pin:\n    - 2021-08-woods\ntopics_proposed"
    desk.edit(lambda text: text.replace("topics_proposed", related))
    desk.take(replace(GARDENS, summary="Mended."), WOODS)
    assert desk.post().pin == ("2021-08-woods",)
    assert desk.post().summary == "Mended."


def test_a_comment_in_a_file_is_a_hand_edit(desk: Desk) -> None:
    desk.take(GARDENS)
    text = desk.edit(lambda text: text.replace("month:", "# ask Ann about this\nmonth:"))
    assert counts(desk.take(replace(GARDENS, summary="Mended."))) == (0, 0, 0, 1)
    assert desk.text() == text


def test_blanks_at_line_ends_are_no_hand_edit(desk: Desk) -> None:
    desk.take(GARDENS)
    desk.edit(lambda text: text.replace("month: 2021-07\n", "month: 2021-07  \n") + "\n")
    assert counts(desk.take(replace(GARDENS, implications="Mended."))) == (0, 1, 0, 0)


@pytest.mark.parametrize("name", [GARDENS.id, "2021-07-another-name"])
def test_a_post_written_by_hand_is_only_overwritten_with_force(desk: Desk, name: str) -> None:
    desk.take(GARDENS)
    hand = desk.text().split("topics_proposed:")[0] + "---\n\n"
    hand += "By hand.\n\n## Practice Implications\n\nBy hand.\n"
    (desk.root / "posts" / f"{GARDENS.id}.md").unlink()
    (desk.root / "imports.json").unlink()
    (desk.root / "posts" / f"{name}.md").write_text(hand, "utf-8")
    assert counts(desk.take(GARDENS)) == (0, 0, 0, 1)
    assert desk.text(name) == hand
    assert counts(desk.take(GARDENS, force=True)) == (0, 1, 0, 0)
    assert desk.post(name).summary == GARDENS.summary
    assert not desk.post(name).topics_proposed


STUDY = Study(2014, studies=10, effects=(Effect(outcome="mood", measure="g", value=0.25),))
WORDS = st.sampled_from(["Mended.", "Other.", "Third.", "Ask about gardens."])


@examples(25)
@given(page=WORDS, hand=WORDS, pages=st.lists(WORDS, max_size=4))
def test_no_text_written_by_hand_is_lost(
    tmp_path_factory: pytest.TempPathFactory, page: str, hand: str, pages: list[str]
) -> None:
    root = tmp_path_factory.mktemp("desk")
    (root / "page").write_text("x")
    desk = Desk(DigestFolder.make(root / "digest").root, root / "page")
    desk.take(replace(GARDENS, implications=page))
    path = root / "digest" / "posts" / f"{GARDENS.id}.md"
    path.write_text(path.read_text().replace(f"\n\n{page}\n", f"\n\n{hand}\n"))
    for implications in pages:
        desk.take(replace(GARDENS, implications=implications))
        if hand != page:
            assert desk.post().implications == hand
        else:
            assert desk.post().implications == implications


def test_fields_of_the_study_written_by_hand_are_kept(desk: Desk) -> None:
    desk.take(GARDENS)
    desk.edit(
        lambda text: text.replace(
            "topics_proposed: true\n",
            'bottom_line: "It helped."\nstudy:\n  year: 2014\nnotices:\n  - {kind: concern}\n'
            "aliases:\n  - 2015-02-old\nauthor: A. Green\ncorrections:\n"
            "  - {date: 2024-05-17, what: A figure.}\ntopics_proposed: true\n",
        )
    )
    before = desk.post()
    assert counts(desk.take(GARDENS)) == (0, 0, 1, 0)
    assert counts(desk.take(replace(GARDENS, summary="Asked anew."))) == (0, 1, 0, 0)
    assert desk.post() == replace(before, summary="Asked anew.")
    assert desk.post().study == Study(2014)
    # Force doesn't remove it either: the page says nothing about it.
    desk.take(replace(GARDENS, summary="Asked again."), force=True)
    assert desk.post() == replace(before, summary="Asked again.")


def test_details_changed_only_on_the_page_are_taken(desk: Desk) -> None:
    desk.take(replace(GARDENS, study=Study(2013), pmid="1"))
    assert counts(desk.take(replace(GARDENS, study=Study(2013), pmid="1"))) == (0, 0, 1, 0)
    assert counts(desk.take(replace(GARDENS, study=STUDY, pmid="1"))) == (0, 1, 0, 0)
    assert (desk.post().study, desk.post().pmid) == (STUDY, "1")
    desk.take(GARDENS)
    assert (desk.post().study, desk.post().pmid) == (None, None)
    assert desk.post() == GARDENS


def test_details_changed_in_both_are_kept_and_reported(desk: Desk) -> None:
    desk.take(replace(GARDENS, study=Study(2013)))
    desk.edit(lambda text: text.replace("year: 2013", "year: 2012"))
    assert counts(desk.take(replace(GARDENS, study=Study(2013)))) == (0, 0, 1, 0)
    assert counts(desk.take(replace(GARDENS, study=Study(2014)))) == (0, 0, 0, 1)
    assert desk.post().study == Study(2012)
    assert counts(desk.take(replace(GARDENS, study=Study(2014)), force=True)) == (0, 1, 0, 0)
    assert desk.post().study == Study(2014)
    # The same change in both is no conflict.
    desk.edit(lambda text: text.replace("year: 2014", "year: 2015"))
    assert counts(desk.take(replace(GARDENS, study=Study(2015)))) == (0, 0, 1, 0)


def test_a_post_written_by_hand_keeps_its_details_unless_forced(desk: Desk) -> None:
    desk.take(replace(GARDENS, writer="A. Green"), name="other")
    came = replace(GARDENS, study=STUDY)
    assert counts(desk.take(came)) == (0, 0, 0, 1)
    assert desk.post().study is None
    assert counts(desk.take(came, force=True)) == (0, 1, 0, 0)
    assert (desk.post().study, desk.post().writer) == (STUDY, "A. Green")
