"""The inputs of ../shared/cases give the results that its EXPECTED.md describes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.folder.read import read_digest
from tests.shared_cases import CASES, Folder

pytestmark = pytest.mark.data


@pytest.fixture
def cases(shared: Path) -> Path:
    """The folder of the inputs; without it the test skips."""
    return shared / CASES


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "digest")


def test_01_two_references_without_an_abstract_are_two_posts(cases: Path, folder: Folder) -> None:
    folder.take("ris", cases / "01-no-abstract-a.ris")
    folder.take("ris", cases / "01-no-abstract-b.ris")
    assert [(post.title, post.doi) for post in folder.posts()] == [
        ("Listening in groups", "10.1000/aaa1"),
        ("Sleep hygiene for insomnia", "10.1000/bbb2"),
    ]


@pytest.mark.parametrize("name", ["ris", "csv"])
def test_02_the_same_number_of_another_source_is_another_post(
    cases: Path, folder: Folder, name: str
) -> None:
    stem = {"ris": "02-same-record-number", "csv": "02-same-row-id"}[name]
    first = folder.take(name, cases / f"{stem}-a.{name}")
    before = folder.files()
    second = folder.take(name, cases / f"{stem}-b.{name}")
    assert len(second.added) == len(first.added)
    assert second.updated == second.kept == ()
    after = folder.files()
    assert {file: after[file] for file in before if file.startswith("posts")} == {
        file: text for file, text in before.items() if file.startswith("posts")
    }


def test_03_a_new_bundle_moves_nothing(cases: Path, folder: Folder, tmp_path: Path) -> None:
    bundles = tmp_path / "bundles"
    for name in ("post-a", "post-b"):
        shutil.copytree(cases / "03-bundles" / name, bundles / name)
    folder.take("markdown", bundles)
    before = {file: text for file, text in folder.files().items() if file.startswith("posts")}
    shutil.copytree(cases / "03-bundles" / "post-0", bundles / "post-0")
    merge = folder.take("markdown", bundles)
    assert (len(merge.added), len(merge.updated), len(merge.unchanged)) == (1, 0, 2)
    assert before.items() <= folder.files().items()


def test_04_a_draft_is_left_out_whatever_the_namespace(cases: Path, folder: Folder) -> None:
    merge = folder.take("wordpress", cases / "04-https-namespace-draft.xml")
    assert (merge.added, merge.faults) == ((), ())
    assert "left out: 1 × post (draft)" in merge.problems[0].what
    assert folder.posts() == []


def test_05_a_post_with_a_password_is_left_out(cases: Path, folder: Folder) -> None:
    merge = folder.take("wordpress", cases / "05-password.xml")
    assert [post.title for post in folder.posts()] == ["Open post"]
    assert "left out: 1 × post (password-protected)" in merge.problems[0].what


def test_06_blank_lines_part_paragraphs_beside_a_heading(cases: Path, folder: Folder) -> None:
    folder.take("wordpress", cases / "06-classic-heading.xml")
    (post,) = folder.posts()
    assert post.summary == (
        "First paragraph of the summary.\n\nSecond paragraph of the summary.\nA line under it."
    )
    assert post.implications == (
        "First implication paragraph.\n\nSecond implication paragraph.\n\n- one\n- two\n\n"
        "Closing paragraph."
    )


def test_06_blank_lines_part_paragraphs_beside_a_quotation(cases: Path, folder: Folder) -> None:
    folder.take("wordpress", cases / "06-classic-quotation.xml")
    (post,) = folder.posts()
    assert post.summary.count("\n\n") == 1
    assert post.implications.split("\n\n") == [
        "First implication paragraph.",
        "> A quotation.",
        "Second implication paragraph.",
        "Third implication paragraph.",
    ]


def test_07_titles_and_labels_have_no_entities(cases: Path, folder: Folder) -> None:
    merge = folder.take("wordpress", cases / "07-title-entities.xml")
    (post,) = folder.posts()
    assert post.title == "Listening & mood – a trial & more"
    assert post.topics == ("Therapist Factors",)
    (unknown,) = [p.what for p in merge.problems if "no topics of the digest" in p.what]
    assert unknown.endswith(": Alliance & Ruptures")


def test_08_a_control_character_becomes_a_blank(cases: Path, folder: Folder) -> None:
    merge = folder.take("wordpress", cases / "08-control-character.xml")
    control, fine = folder.posts()
    assert (control.title, fine.title) == ("Control", "Fine")
    assert control.summary == "Word with control char."
    assert merge.faults == ()
    assert "became a blank" in merge.problems[0].what


def test_14_front_matter_in_toml(cases: Path, folder: Folder) -> None:
    folder.take("markdown", cases / "14-toml.md", month=None)
    (post,) = folder.posts()
    assert (post.title, post.month) == ("TOML title", "2024-05")
    assert (post.topics, post.summary) == (("Empathy",), "Body text here.")


@pytest.mark.parametrize("name", ["15-draft.md", "15-unpublished.md"])
def test_15_a_draft_is_kept_as_one_and_not_published(
    cases: Path, folder: Folder, name: str
) -> None:
    merge = folder.take("markdown", cases / name, month=None)
    assert read_digest(folder.root).digest.posts == ()
    (post,) = folder.posts()
    assert post.draft
    assert any("it is kept as a draft" in problem.cure for problem in merge.problems)


def test_16_html_in_markdown_is_removed_and_reported(cases: Path, folder: Folder) -> None:
    merge = folder.take("markdown", cases / "16-raw-html.md", month=None)
    (post,) = folder.posts()
    assert post.title == "Raw html & more"
    assert "<" not in post.summary and "alert" not in post.summary
    assert "[ref link](https://x.example/) and footnote (Note text)." in post.summary
    assert "a script, form or frame was left out" in [problem.what for problem in merge.problems]


def test_17_a_line_of_excel_is_read_past(cases: Path, folder: Folder) -> None:
    folder.take("csv", cases / "17-sep-line.csv", month=None)
    (post,) = folder.posts()
    assert (post.title, post.month, post.summary) == ("A title", "2024-05", "A summary.")


def test_17_months_as_excel_rewrites_them(cases: Path, folder: Folder) -> None:
    merge = folder.take("csv", cases / "17-excel-months.csv", month=None)
    assert [post.title[0] for post in folder.posts()] == ["A", "D", "E", "F", "G", "H"]
    assert {post.month for post in folder.posts()} == {"2024-05"}
    assert [problem.line for problem in merge.faults] == [3, 4]
    assert all("Excel rewrites dates" in problem.cure for problem in merge.faults)


def test_18_plain_text_of_a_feed_is_taken_literally(cases: Path, folder: Folder) -> None:
    folder.take("feed", cases / "18-atom-text.xml")
    (post,) = folder.posts()
    assert post.summary == "Line two names a <b> tag and says 5 < 6."
    assert post.topics == ("Therapist Factors",)


def cited(folder: Folder) -> dict[str, str | None]:
    """The citations of the posts by their titles."""
    return {post.title: post.citation for post in folder.posts()}


def test_09_suffixes_stay_with_their_names(cases: Path, folder: Folder) -> None:
    for name in ("ris", "nbib", "bibtex"):
        folder.take(name, cases / f"09-suffix.{'bib' if name == 'bibtex' else name}")
    found = cited(folder)
    beginnings = {
        "Suffixes in practice": "Marsh, A. B., Jr., Kleen, I., III, & Berg, A. M. (2014).",
        "Suffix names": "Marsh, A. B., Jr., & Berg, I., III. (2019).",
        "Listening in groups: a trial": "King, M. L., Jr., van der Berg, A., O'Neil, R., III, & ",
        "Only short names here": "King, M. L., Jr., de la Cruz, J., & ",
    }
    assert found.keys() == beginnings.keys()
    for title, beginning in beginnings.items():
        assert (found[title] or "").startswith(beginning)


def test_10_a_journal_by_its_full_name(cases: Path, folder: Folder) -> None:
    folder.take("ris", cases / "10-embase-names.ris")
    (post,) = folder.posts()
    assert post.citation == (
        f"Olthof, J. V., & van der Berg, A.-M. (2014). {post.title}. "
        "Journal of Listening Research, 3."
    )


def test_11_a_capital_and_parts_names_but_not_those_of_groups(cases: Path, folder: Folder) -> None:
    folder.take("bibtex", cases / "11-bibtex-and.bib")
    assert [(text or "").partition(" (2019)")[0] for text in cited(folder).values()] == [
        "Marsh, A., & Berg, I.",
        "National Institute for Listening and Care Excellence.",
    ]


def test_12_markup_becomes_text_and_a_sici_stays_whole(cases: Path, folder: Folder) -> None:
    folder.take("ris", cases / "12-markup-and-sici.ris")
    folder.take("bibtex", cases / "12-bibtex-angle.bib")
    doi = "10.1002/(SICI)1097-4679(199908)55:8<921::AID-JCLP2>3.0.CO;2-X"
    # Both are about one study, by DOI; in a digest the title would identify it.
    assert {post.doi for post in folder.posts()} == {doi}
    assert list(cited(folder)) == ["On N of one with β", "The third ear & the fourth: H2O"]
    assert "Family & Community Health. https" in (
        cited(folder)["The third ear & the fourth: H2O"] or ""
    )


def test_13_editors_institutions_and_subtitles(cases: Path, folder: Folder) -> None:
    folder.take("bibtex", cases / "13-edited-book.bib")
    found = cited(folder)
    assert found["Edited handbook"] == (
        "Holm, A., & Reeve, T. (Eds.). (2014). Edited handbook (2nd ed.). Test Press."
    )
    assert "Institute of Tests." in (found["A report"] or "")
    assert "Main title: A subtitle" in found


WRITTEN = {
    "nbib": "PMID- {n}\nTI  - {title}\nFAU - {family}, A\nDP  - {year}\nJT  - Walks\n"
    "AID - {doi} [doi]\n",
    "bibtex": "@article{{r{n}, title={{{title}}}, author={{{family}, A}}, year={year},\n"
    "journal={{Walks}}, doi={{{doi}}}}}\n",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_01_in_other_formats_too(folder: Folder, tmp_path: Path, name: str) -> None:
    one = {"n": 1, "title": "Sleep hygiene for insomnia", "family": "Marsh", "year": 2019}
    other = {"n": 2, "title": "Listening in groups", "family": "Berg", "year": 2020}
    for at, told in enumerate((one, other)):
        file = tmp_path / f"{at}.txt"
        file.write_text(WRITTEN[name].format(**told, doi=f"10.1000/a{at}"))
        folder.take(name, file)
    assert [(post.title, post.doi) for post in folder.posts()] == [
        ("Listening in groups", "10.1000/a1"),
        ("Sleep hygiene for insomnia", "10.1000/a0"),
    ]


def test_each_case_has_a_test(cases: Path) -> None:
    told = Path(__file__).read_text("utf-8")
    for path in cases.iterdir():
        if path.name not in ("EXPECTED.md", "19-digest"):
            assert f"def test_{path.name[:2]}_" in told, path.name
