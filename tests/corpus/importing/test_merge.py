from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.digest import Digest
from corpus.evidence.study import Effect, Study
from corpus.folder.read import read_corpus
from corpus.importer import Imported
from corpus.importing.merge import merge_source, write_merge
from corpus.importing.merging.change import Merge
from corpus.post import Post
from corpus.problem import Problem
from tests.digest_folder import DigestFolder

GARDENS = Post(
    id="2021-07-do-gardens-help",
    title="Do gardens help?",
    summary="People were asked.\n\nThey answered.",
    implications="Ask about gardens.",
    month="2021-07",
    topics=("Adherence",),
    research="survey",
    citation="Green, A. (2020). Gardens.",
    topics_proposed=True,
)
WOODS = replace(
    GARDENS, id="2021-08-woods", title="Woods", month="2021-08", summary="W.", implications="T."
)


@dataclass
class Page:
    """An importer whose page is what a test says it is."""

    posts: tuple[Post, ...]
    problems: tuple[Problem, ...] = ()
    name: str = "page"

    def read(self, data: bytes, source: Path, digest: Digest) -> Imported:
        return Imported(self.posts, self.problems)


@dataclass
class Desk:
    """A digest, and a page to import into it."""

    root: Path
    source: Path

    def plan(self, *posts: Post, force: bool = False, name: str = "page") -> Merge:
        return merge_source(Page(posts, name=name), self.source, self.root, force=force)

    def take(self, *posts: Post, force: bool = False, name: str = "page") -> Merge:
        merge = self.plan(*posts, force=force, name=name)
        write_merge(merge, self.root)
        return merge

    def edit(self, change: Callable[[str], str], name: str = GARDENS.id) -> str:
        """Edit a file as a person does; gives its new text."""
        path = self.root / "posts" / f"{name}.md"
        before = path.read_text("utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, "utf-8")
        return after

    def text(self, name: str = GARDENS.id) -> str:
        return (self.root / "posts" / f"{name}.md").read_text("utf-8")

    def post(self, name: str = GARDENS.id) -> Post:
        return next(post for post in read_corpus(self.root).digest.posts if post.id == name)

    def marks(self) -> dict[str, dict[str, str]]:
        """What is kept of where each post came from."""
        marks: dict[str, dict[str, str]] = json.loads((self.root / "imports.json").read_text())
        return marks

    def files(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    source = tmp_path / "page.txt"
    source.write_text("a page")
    return Desk(DigestFolder.make(tmp_path / "digest").root, source)


def counts(merge: Merge) -> tuple[int, int, int, int]:
    return len(merge.added), len(merge.updated), len(merge.unchanged), len(merge.kept)


def test_new_posts_are_added_as_files_that_read_back_the_same(desk: Desk) -> None:
    assert counts(desk.take(GARDENS, WOODS)) == (2, 0, 0, 0)
    assert desk.post() == GARDENS
    assert desk.post(WOODS.id) == WOODS
    assert read_corpus(desk.root).faults == ()


def test_the_same_page_again_changes_nothing(desk: Desk) -> None:
    desk.take(GARDENS, WOODS)
    before = desk.files()
    assert counts(desk.take(GARDENS, WOODS)) == (0, 0, 2, 0)
    assert desk.files() == before


def test_a_plan_writes_nothing_and_shows_what_it_would(desk: Desk) -> None:
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


def test_a_new_post_is_not_taken_for_one_that_left_the_page(desk: Desk) -> None:
    desk.take(GARDENS)
    other = replace(WOODS, id="2021-07-woods", month="2021-07")
    assert counts(desk.take(other)) == (1, 0, 0, 0)
    assert desk.post() == GARDENS


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


def test_the_same_edit_by_hand_and_on_the_page_is_no_conflict(desk: Desk) -> None:
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


def test_force_takes_topics_that_the_page_states(desk: Desk) -> None:
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
def test_a_post_written_by_hand_is_never_overwritten_unasked(desk: Desk, name: str) -> None:
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


def test_a_post_that_is_there_already_by_another_way_is_unchanged(desk: Desk) -> None:
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


def test_ids_of_other_forms_become_month_and_title_and_stay_the_key(desk: Desk) -> None:
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


def test_a_post_stays_in_the_month_that_its_name_tells(desk: Desk) -> None:
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
def test_what_no_file_can_say_is_a_problem_and_nothing_is_lost(
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


def test_nothing_is_founded_when_nothing_is_imported(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("x")
    Desk(tmp_path / "digest", tmp_path / "page").take()
    assert not (tmp_path / "digest").exists()


def test_a_folder_of_other_things_is_not_made_a_digest(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("x")
    merge = Desk(tmp_path, tmp_path / "page").take(GARDENS)
    assert counts(merge) == (0, 0, 0, 0)
    assert {str(problem.file) for problem in merge.faults} == {"digest.toml", "topics.toml"}


def test_posts_are_not_written_through_a_link_out_of_the_digest(desk: Desk) -> None:
    (desk.root / "posts").rmdir()
    (desk.root / "posts").symlink_to(desk.source.parent)
    assert "outside the digest" in desk.take(GARDENS).faults[0].what
    assert not (desk.source.parent / f"{GARDENS.id}.md").exists()


def test_a_page_that_is_not_there_is_a_problem(desk: Desk) -> None:
    desk.source.unlink()
    assert "no such file" in desk.take(GARDENS).faults[0].what


def test_problems_of_the_page_are_passed_on(desk: Desk) -> None:
    problem = Problem(desk.source, 3, "what", "cure", "warning")
    merge = merge_source(Page((GARDENS,), (problem,)), desk.source, desk.root)
    assert merge.problems == (problem,)
    assert merge.faults == ()


WORDS = st.sampled_from(["Mended.", "Other.", "Third.", "Ask about gardens."])


@settings(max_examples=25)
@given(page=WORDS, hand=WORDS, pages=st.lists(WORDS, max_size=4))
def test_what_a_person_wrote_is_never_lost(
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


STUDY = Study(2014, studies=10, effects=(Effect(outcome="mood", measure="g", value=0.25),))


def test_what_a_person_tells_of_the_study_stays_whatever_becomes_of_the_page(desk: Desk) -> None:
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
    # Not even by force: the page says nothing of it.
    desk.take(replace(GARDENS, summary="Asked again."), force=True)
    assert desk.post() == replace(before, summary="Asked again.")


def test_details_that_changed_on_the_page_alone_are_taken(desk: Desk) -> None:
    desk.take(replace(GARDENS, study=Study(2013), pmid="1"))
    assert counts(desk.take(replace(GARDENS, study=Study(2013), pmid="1"))) == (0, 0, 1, 0)
    assert counts(desk.take(replace(GARDENS, study=STUDY, pmid="1"))) == (0, 1, 0, 0)
    assert (desk.post().study, desk.post().pmid) == (STUDY, "1")
    desk.take(GARDENS)
    assert (desk.post().study, desk.post().pmid) == (None, None)
    assert desk.post() == GARDENS


def test_details_that_both_changed_are_kept_and_told(desk: Desk) -> None:
    desk.take(replace(GARDENS, study=Study(2013)))
    desk.edit(lambda text: text.replace("year: 2013", "year: 2012"))
    assert counts(desk.take(replace(GARDENS, study=Study(2013)))) == (0, 0, 1, 0)
    assert counts(desk.take(replace(GARDENS, study=Study(2014)))) == (0, 0, 0, 1)
    assert desk.post().study == Study(2012)
    assert counts(desk.take(replace(GARDENS, study=Study(2014)), force=True)) == (0, 1, 0, 0)
    assert desk.post().study == Study(2014)
    # What both made alike is no conflict.
    desk.edit(lambda text: text.replace("year: 2014", "year: 2015"))
    assert counts(desk.take(replace(GARDENS, study=Study(2015)))) == (0, 0, 1, 0)


def test_a_post_by_hand_keeps_its_details_until_it_is_forced(desk: Desk) -> None:
    desk.take(replace(GARDENS, writer="A. Green"), name="other")
    came = replace(GARDENS, study=STUDY)
    assert counts(desk.take(came)) == (0, 0, 0, 1)
    assert desk.post().study is None
    assert counts(desk.take(came, force=True)) == (0, 1, 0, 0)
    assert (desk.post().study, desk.post().writer) == (STUDY, "A. Green")


def test_a_draft_comes_in_as_a_draft(desk: Desk) -> None:
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


def test_details_are_brought_into_the_form_of_a_file(desk: Desk) -> None:
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


def test_a_new_post_takes_no_address_that_another_had(desk: Desk) -> None:
    desk.take(replace(GARDENS, aliases=("2021-08-woods",)), name="other")
    desk.take(replace(WOODS, id="x"))
    assert (desk.root / "posts" / "2021-08-woods-2.md").exists()


def test_what_earlier_versions_kept_in_the_files_moves_beside_them(desk: Desk) -> None:
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


def test_a_run_cut_short_anywhere_is_made_good_by_the_next(desk: Desk) -> None:
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
