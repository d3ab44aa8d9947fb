"""Posts of a page become files of a digest, and the next import finds them again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evidence.study import Effect, Study
from corpus.folder.read import read_corpus
from corpus.importing.merge import merge_source
from corpus.post import Post
from corpus.problem import Problem
from tests.corpus.importing.merge_desk import GARDENS, WOODS, Desk, Page, counts


def test_new_posts_are_added_as_files_that_are_read_back_unchanged(desk: Desk) -> None:
    assert counts(desk.take(GARDENS, WOODS)) == (2, 0, 0, 0)
    assert desk.post() == GARDENS
    assert desk.post(WOODS.id) == WOODS
    assert read_corpus(desk.root).faults == ()


def test_the_same_page_again_changes_nothing(desk: Desk) -> None:
    desk.take(GARDENS, WOODS)
    before = desk.files()
    assert counts(desk.take(GARDENS, WOODS)) == (0, 0, 2, 0)
    assert desk.files() == before


def test_a_plan_writes_nothing_and_shows_the_changes(desk: Desk) -> None:
    before = desk.files()
    merge = desk.plan(GARDENS)
    assert desk.files() == before
    assert "--- /dev/null\n+++ b/posts/2021-07-do-gardens-help.md\n" in merge.added[0].diff
    assert "+Ask about gardens.\n" in merge.added[0].diff
    desk.take(GARDENS)
    diff = desk.plan(replace(GARDENS, implications="Ask twice.")).updated[0].diff
    assert "-Ask about gardens.\n+Ask twice.\n" in diff


def test_an_edited_page_updates_its_post(desk: Desk) -> None:
    desk.take(GARDENS, WOODS)
    edited = replace(GARDENS, summary="Mended.", citation="Green, A. (2021). Gardens.")
    assert counts(desk.take(edited, WOODS)) == (0, 1, 1, 0)
    assert desk.post() == edited
    assert counts(desk.take(edited, WOODS)) == (0, 0, 2, 0)


def test_a_post_keeps_its_id_when_the_page_gives_it_another_title(desk: Desk) -> None:
    desk.take(GARDENS, WOODS)
    renamed = replace(GARDENS, id="2021-07-gardens-and-you", title="Gardens and you")
    assert counts(desk.take(renamed, WOODS)) == (0, 1, 1, 0)
    assert desk.post().title == "Gardens and you"
    assert counts(desk.take(renamed, WOODS)) == (0, 0, 2, 0)


def test_a_new_post_does_not_overwrite_one_that_left_the_page(desk: Desk) -> None:
    desk.take(GARDENS)
    other = replace(WOODS, id="2021-07-woods", month="2021-07")
    assert counts(desk.take(other)) == (1, 0, 0, 0)
    assert desk.post() == GARDENS


def test_a_post_that_the_digest_already_has_is_unchanged(desk: Desk) -> None:
    desk.take(GARDENS, name="other")
    assert counts(desk.take(GARDENS)) == (0, 0, 1, 0)
    assert counts(desk.take(replace(GARDENS, summary="Mended."))) == (0, 0, 0, 1)


@pytest.mark.parametrize("content", [b"not a post", b"\xff\xff"])
def test_a_file_that_can_not_be_read_is_left_alone(desk: Desk, content: bytes) -> None:
    path = desk.root / "posts" / f"{GARDENS.id}.md"
    path.write_bytes(content)
    merge = desk.take(GARDENS, WOODS, force=True)
    assert counts(merge) == (1, 0, 0, 0)
    assert "can't be read, so it was left alone" in merge.faults[0].what
    assert path.read_bytes() == content


def test_a_malformed_id_is_replaced_and_kept_as_the_key(desk: Desk) -> None:
    first = replace(GARDENS, id="MED 10/../x")
    second = replace(WOODS, id="MED-11", title="Do gardens help?", month="2021-07")
    merge = desk.take(first, second)
    assert [change.file.stem for change in merge.added] == [
        "2021-07-do-gardens-help",
        "2021-07-do-gardens-help-2",
    ]
    assert desk.marks()["2021-07-do-gardens-help-2"]["key"] == "MED-11"
    assert counts(desk.take(first, second)) == (0, 0, 2, 0)


def test_two_posts_with_one_key_are_both_kept(desk: Desk) -> None:
    twin = replace(GARDENS, summary="Another.")
    assert counts(desk.take(GARDENS, twin)) == (2, 0, 0, 0)
    assert counts(desk.take(GARDENS, twin)) == (0, 0, 2, 0)


def test_a_post_stays_in_the_month_of_its_id(desk: Desk) -> None:
    desk.take(replace(GARDENS, id="MED-10"))
    assert counts(desk.take(replace(GARDENS, id="MED-10", month="2024-05"))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("post", "what"),
    [
        (replace(GARDENS, month=None), "has no month"),
        (replace(GARDENS, title=" "), "has no title"),
        (replace(GARDENS, summary="a\n## Practice Implications\nb"), "reads back the same"),
        (replace(GARDENS, doi="nonsense"), "reads back the same"),
    ],
)
def test_a_post_that_no_file_can_hold_is_reported_and_nothing_is_lost(
    desk: Desk, post: Post, what: str
) -> None:
    merge = desk.take(post, WOODS)
    assert counts(merge) == (1, 0, 0, 0)
    assert what in merge.faults[0].what
    desk.take(GARDENS)
    before = desk.text()
    desk.take(post, WOODS, force=True)
    assert desk.text() == before


def test_control_characters_become_spaces(desk: Desk) -> None:
    desk.take(replace(GARDENS, title="Do\x0bgardens\nhelp?", summary=" a\x00b\r\nc\ud800 "))
    assert desk.post().title == "Do gardens help?"
    assert desk.post().summary == "a b\nc?"


@pytest.mark.parametrize("exists", [True, False])
def test_an_empty_or_new_folder_becomes_a_digest(tmp_path: Path, exists: bool) -> None:
    root = tmp_path / "new" / "digest"
    if exists:
        root.mkdir(parents=True)
    (tmp_path / "page").write_text("x")
    desk = Desk(root, tmp_path / "page")
    merge = desk.take(GARDENS)
    assert [str(change.file) for change in merge.founded] == [
        "digest.toml",
        "topics.toml",
        "synonyms.toml",
    ]
    assert len(read_corpus(root).digest.topics) == 36
    assert desk.take(GARDENS).founded == ()


def test_an_empty_import_creates_no_digest(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("x")
    Desk(tmp_path / "digest", tmp_path / "page").take()
    assert not (tmp_path / "digest").exists()


def test_a_folder_with_other_files_does_not_become_a_digest(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("x")
    merge = Desk(tmp_path, tmp_path / "page").take(GARDENS)
    assert counts(merge) == (0, 0, 0, 0)
    assert {str(problem.file) for problem in merge.faults} == {"digest.toml", "topics.toml"}


def test_posts_are_not_written_through_a_symbolic_link(desk: Desk) -> None:
    (desk.root / "posts").rmdir()
    (desk.root / "posts").symlink_to(desk.source.parent)
    assert "outside the digest" in desk.take(GARDENS).faults[0].what
    assert not (desk.source.parent / f"{GARDENS.id}.md").exists()


def test_a_missing_page_is_reported(desk: Desk) -> None:
    desk.source.unlink()
    assert "no such file" in desk.take(GARDENS).faults[0].what


def test_problems_of_the_page_are_passed_on(desk: Desk) -> None:
    problem = Problem(desk.source, 3, "what", "cure", "warning")
    merge = merge_source(Page((GARDENS,), (problem,)), desk.source, desk.root)
    assert merge.problems == (problem,)
    assert merge.faults == ()


def test_a_draft_is_imported_as_a_draft(desk: Desk) -> None:
    desk.take(replace(GARDENS, draft=True))
    assert read_corpus(desk.root).digest.posts == ()
    desk.edit(lambda text: text.replace("draft: true\n", ""))
    assert counts(desk.take(replace(GARDENS, draft=True))) == (0, 0, 1, 0)
    assert desk.post().draft is False


def test_a_file_that_is_broken_in_places_is_left_alone(desk: Desk) -> None:
    desk.take(replace(GARDENS, writer="A. Green"))
    broken = desk.edit(lambda text: text.replace("author: A. Green", "author: A: Green: x"))
    merge = desk.take(replace(GARDENS, summary="Asked anew."))
    assert [problem.what for problem in merge.problems] == [
        f"posts/{GARDENS.id}.md is there but can't be read, so it was left alone"
    ]
    assert desk.text() == broken


def test_details_are_cleaned_for_a_file(desk: Desk) -> None:
    loose = replace(
        GARDENS,
        bottom_line="  It\nhelped. ",
        writer="",
        study=Study(population=" people\x00 ", effects=(Effect(outcome="mood\n", value=1.0),)),
    )
    assert counts(desk.take(loose)) == (1, 0, 0, 0)
    assert (desk.post().bottom_line, desk.post().writer) == ("It helped.", None)
    assert desk.post().study == Study(
        population="people", effects=(Effect(outcome="mood", value=1.0),)
    )
    assert counts(desk.take(replace(WOODS, study=Study(), notices=()))) == (1, 0, 0, 0)
    assert desk.post(WOODS.id).study is None


def test_a_post_that_has_another_id_now_is_found_by_the_old_one(desk: Desk) -> None:
    desk.take(replace(GARDENS, id="2021-07-new", aliases=(GARDENS.id,)), name="other")
    came = replace(GARDENS, title="Under another title", summary="Anew.")
    assert counts(desk.take(came)) == (0, 0, 0, 1)


def test_a_new_post_gets_no_former_address_of_another(desk: Desk) -> None:
    desk.take(replace(GARDENS, aliases=("2021-08-woods",)), name="other")
    desk.take(replace(WOODS, id="x"))
    assert (desk.root / "posts" / "2021-08-woods-2.md").exists()


def test_origins_kept_in_the_files_by_earlier_versions_move_to_imports_json(desk: Desk) -> None:
    desk.take(GARDENS, WOODS)
    fields = desk.marks()
    for post, origin in fields.items():
        told = {name: value for name, value in origin.items() if name != "source"}
        marks = "".join(f'  {name}: "{value}"\n' for name, value in told.items())
        path = desk.root / "posts" / f"{post}.md"
        text = path.read_text("utf-8").replace("---\n\n", f"imported:\n{marks}---\n\n", 1)
        path.write_text(text, "utf-8")
    (desk.root / "imports.json").unlink()
    before = desk.text()
    merge = desk.take(GARDENS, WOODS)
    assert counts(merge) == (0, 0, 2, 0)
    assert len(merge.moved) == 2
    assert desk.text() == before.split("imported:")[0] + "---\n\n" + before.split("---\n\n", 1)[1]
    assert desk.marks().keys() == fields.keys()
    assert desk.plan(GARDENS, WOODS).changes == ()
    assert counts(desk.take(replace(GARDENS, summary="Mended."), WOODS)) == (0, 1, 1, 0)


def test_a_damaged_file_of_origins_stops_the_import(desk: Desk) -> None:
    desk.take(GARDENS)
    (desk.root / "imports.json").write_text("<<<<<<< ours")
    merge = desk.take(WOODS)
    assert counts(merge) == (0, 0, 0, 0)
    assert "restore it, or delete it" in merge.faults[0].cure


def test_an_interrupted_import_is_completed_by_the_next(desk: Desk) -> None:
    desk.take(GARDENS)
    edited = replace(GARDENS, implications="Mended.")
    plan = desk.plan(edited, WOODS)
    for done in range(len(plan.changes)):
        root = desk.root.parent / f"digest-{done}"
        shutil.copytree(desk.root, root)
        for change in plan.changes[:done]:
            (root / change.file).write_text(change.after, "utf-8")
        other = Desk(root, desk.source)
        other.take(edited, WOODS)
        assert (other.post(), other.post(WOODS.id)) == (edited, WOODS)
        assert other.plan(edited, WOODS).kept == ()


def test_a_study_that_comes_twice_is_imported_once(desk: Desk) -> None:
    study = replace(GARDENS, doi="10.1000/plots.1")
    merge = desk.take(study, replace(study, id="other", summary="From another database."))
    assert counts(merge) == (1, 0, 0, 0)
    assert '"Do gardens help?" comes twice and was imported once' in merge.problems[0].what
    assert desk.post() == study


def test_a_study_that_comes_again_with_another_title_is_told_with_both(desk: Desk) -> None:
    cited = "Green, A. (2021). Do gardens help? Journal of Plots, 1, 2-3."
    study = replace(GARDENS, doi="10.1000/plots.1", citation=cited)
    title = "Do gardens help? A trial"
    again = replace(study, title=title, citation=cited.replace(GARDENS.title, title))
    merge = desk.take(study, again)
    assert counts(merge) == (1, 0, 0, 0)
    told = 'comes twice (also as "Do gardens help?") and was imported once'
    assert f'"{title}" {told}' in merge.problems[0].what
