"""Hints of style point at posts that have no fault and could be easier to use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.checks.style import style_hints
from corpus.folder.read import read_corpus
from tests.corpus.cli.running import POST
from tests.demo.reading import demo_reading
from tests.digests.digest_folder import DigestFolder

CITATION = '"Green, A. (2020). Gardens. Journal of Plots, 1, 2-3."'


ADD = (
    "add it, as in: Author, A., & Other, B. C. (2024). Title. Journal, 12(3), 45–67. What you "
    "can't find, list under unseen:"
)
NAME_ALL = (
    'the citation leaves out authors ("et al." or an ellipsis): name them all; of more than 20 the '
    "first 19, an ellipsis, and the last; if you can't find them, list authors under unseen:"
)
NINETEEN = ", ".join(f"Green{letter}, A." for letter in "abcdefghijklmnopqrs")


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def hints(folder: DigestFolder) -> list[str]:
    return [str(problem).partition(": warning: ")[2] for problem in style_hints(folder.read())]


def test_a_good_post_has_no_hint(folder: DigestFolder) -> None:
    folder.post(POST)
    assert hints(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (
            "They answered what was asked. " * 20,
            "They answered.",
            "the summary is short: 8 words: write 80 to 400 words",
        ),
        (
            "They answered what was asked. " * 20,
            "They answered what was asked. " * 90,
            "the summary is long: 456 words: write 80 to 400 words",
        ),
        (
            "Ask about gardens, and listen well. " * 6,
            "Ask",
            "the practice implications are short: 1 word: write 30 to 250 words",
        ),
        (
            CITATION,
            '"Green, A. Gardens. Journal of Plots, 2020."',
            "the citation is not in APA style: write it like: Author, A., & Other, B. C. "
            "(2024). Title. Journal, 12(3), 45–67.",
        ),
        (
            "doi: 10.1000/plots.1",
            "doi: 10.1000/plots.1/abstract",
            'the DOI "10.1000/plots.1/abstract" ends like the address of a page: delete what does '
            "not belong to the DOI, and try it at https://doi.org/",
        ),
        (
            '2-3."\ndoi: 10.1000/plots.1',
            '2-3. https://doi.org/10.1000/PLOTS.1"',
            "the DOI is in the citation alone: add a line doi: 10.1000/plots.1",
        ),
        (
            '2-3."',
            '2-3. https://doi.org/10.1000/plots.2"',
            "the DOI is 10.1000/plots.1, but the citation has 10.1000/plots.2: "
            "correct the one that is wrong",
        ),
        (
            "doi: 10.1000/plots.1",
            "doi: 10.1000/plots.1\nbottom_line: " + "word " * 26,
            "the bottom line is long: 26 words: write one sentence of at most 25 words",
        ),
        ("doi: 10.1000/plots.1", "doi: 10.1000/plots.1\nbottom_line: " + "word " * 25, ""),
        (
            "doi: 10.1000/plots.1",
            "doi: 10.1000/plots.1\nstudy: {year: 2019}",
            "the study is dated 2019, but the citation 2020: correct the one that is wrong",
        ),
        ("doi: 10.1000/plots.1", "doi: 10.1000/plots.1\nstudy: {year: 2020}", ""),
        (
            '2-3."\ndoi: 10.1000/plots.1',
            '2-3. https://doi.org/10.1000/plots.1."\ndoi: 10.1000/PLOTS.1',
            "",
        ),
        (
            'Journal of Plots, 1, 2-3."\ndoi: 10.1000/plots.1',
            'Journal of Plots, 2-3."\ndoi: 10.1000/plots.1\nunseen: [volume]',
            "",
        ),
        (
            'Journal of Plots, 1, 2-3."\ndoi: 10.1000/plots.1',
            'Journal of Plots."\ndoi: 10.1000/plots.1\nunseen: [pages]',
            f"the citation has no volume: {ADD}",
        ),
        (
            'Journal of Plots, 1, 2-3."\ndoi: 10.1000/plots.1',
            '"\ndoi: 10.1000/plots.1\nunseen: [journal]',
            "",
        ),
        (
            "doi: 10.1000/plots.1",
            "doi: 10.1000/plots.1\nunseen: [pages]",
            "the citation has its pages, which the post says could not be found: "
            "delete pages there",
        ),
        ('Journal of Plots, 1, 2-3."', '"', f"the citation has no journal or book: {ADD}"),
        ('Journal of Plots, 1, 2-3."', '1, 2-3."', f"the citation has no journal: {ADD}"),
        ("Plots, 1, 2-3.", "Plots, 2-3.", f"the citation has no volume: {ADD}"),
        ("Plots, 1, 2-3.", "Plots, 1.", f"the citation has no pages or article number: {ADD}"),
        (
            "Plots, 1, 2-3.",
            "Plots.",
            f"the citation has no volume and no pages or article number: {ADD}",
        ),
        ('"Green, A.', '"Green, A., et al.', NAME_ALL),
        ('"Green, A.', '"Green, A., Brown, B., … White, C.', NAME_ALL),
        ('"Green, A.', '"Green, A., Brown, B., ... & White, C.', NAME_ALL),
    ],
)
def test_each_weakness_of_style_gets_its_hint(
    folder: DigestFolder, old: str, new: str, hint: str
) -> None:
    assert old in POST
    folder.post(POST.replace(old, new))
    assert hints(folder) == [hint] * bool(hint)


@pytest.mark.parametrize(
    "citation",
    [
        "Green, A., & Brown, B. C. (2020a). Gardens? A study. Journal of Plots, 1(2), 2-3.",
        "Green, A. (in press). Gardens. Journal of Plots.",
        "Green, A. (2020). Gardens. In B. Brown (Ed.), Plots (pp. 2-9). Heath Press.",
        "Green, A. (2020, May 3). Gardens (2nd ed.). Heath Press.",
        "Garden Group. (2020). Gardens and us. Journal of Plots, 1, 2-3.",
        "Green, A. (2020). Gardens. Journal of Plots, 1, Article 12.",
        "Green, A. (2020). Gardens. Journal of Plots, 1(Suppl. 2), S2–S3.",
        "Green, A. (2020). Gardens. Journal of Plots. Advance online publication.",
        "Green, A. (2020). Gardens [Preprint]. PsyArXiv.",
        "Green, A. (2020). Gardens. Institute of Plots.",
        f"{NINETEEN}, … Brown, B. (2020). Gardens. Journal of Plots, 1, 2-3.",
    ],
)
def test_citations_in_all_forms_of_apa_get_no_hint(folder: DigestFolder, citation: str) -> None:
    folder.post(POST.replace(CITATION, f'"{citation}"'))
    assert hints(folder) == []


def test_a_title_like_that_of_another_post_gets_a_hint(folder: DigestFolder) -> None:
    folder.post(POST)
    later = POST.replace("Do gardens help?", "Do gardens help us?").replace("2021-07", "2021-09")
    folder.post(later.replace("plots.1", "plots.2"), "2021-09-help")
    assert hints(folder) == [
        'the title is nearly that of posts/2021-07-do-gardens-help.md, "Do gardens help?": '
        "give it another, or delete one of the two if both are about one study"
    ]


def test_posts_with_errors_get_hints_too(folder: DigestFolder) -> None:
    folder.post(POST.replace("- Adherence", "- Nonsense").replace("listen well. ", ""))
    assert hints(folder)[0].startswith("the practice implications are short")


REST = '\n[[topics]]\nslug = "other"\nname = "Other"\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("research:", "topics_proposed: true\nresearch:"),
        ("  - Adherence\n  - Gardens, Parks, and Woods\n", "  - Other\n"),
    ],
)
def test_topics_are_proposed_where_no_person_chose_any(
    folder: DigestFolder, old: str, new: str
) -> None:
    path = folder.root / "topics.toml"
    path.write_text(path.read_text("utf-8") + REST, "utf-8")
    folder.post(POST.replace(old, new, 1))
    assert hints(folder) == [
        "topics that fit the post's words: Gardens, Parks, and Woods (by gardens): "
        "add those that are right"
    ]


def test_a_topic_that_the_post_has_is_not_proposed(folder: DigestFolder) -> None:
    proposed = POST.replace("research:", "topics_proposed: true\nresearch:")
    folder.post(proposed.replace("  - Adherence\n", ""))
    assert hints(folder) == []


def test_a_collection_has_no_hints(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"_id": "a", "title": "b", "text": "c"}\n', "utf-8")
    assert style_hints(read_corpus(path)) == ()


def test_the_demo_digest_has_only_hints_on_incomplete_citations() -> None:
    """Some records of its studies lack the journal, its numbers or authors: none is made up."""
    found = style_hints(demo_reading())
    assert {problem.what.partition(" has ")[0].partition(" leaves ")[0] for problem in found} <= {
        "the citation",
        "the citation is not in APA style",
    }


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["check"], ["report", "content"]])
def test_commands_that_propose_nothing_do_not_load_scikit_learn(arguments: list[str]) -> None:
    code = "import sys; from webapp.cli.commands import main; "
    code += f"main({arguments}, standalone_mode=False)"
    code += "; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0


def test_a_table_too_large_for_a_page_gets_a_hint(folder: DigestFolder) -> None:
    rows = "| 1 | 2 |\n" * 6000
    table = f"| a | b |\n|---|---|\n{rows}"
    folder.post(POST.replace("They answered what was asked. " * 20, f"They answered.\n\n{table}"))
    assert any("too large for a page" in hint and "50,000" in hint for hint in hints(folder))
