"""The settings of a digest are read from its TOML files, and faults reported with their lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.digest import Care, CareNote, OneWay
from corpus.folder.settings.digest_files import read_settings, read_topics, read_vocabulary
from corpus.problem import Problems
from tests.digests.digest_folder import SETTINGS, SYNONYMS, TOPICS, DigestFolder


@pytest.fixture
def folder(tmp_path: Path) -> DigestFolder:
    return DigestFolder.make(tmp_path / "digest")


def told(folder: DigestFolder, name: str, text: str) -> list[str]:
    folder.write(name, text)
    problems = Problems(Path(name))
    readers: dict[str, Callable[[Path, Problems], object]] = {
        "digest.toml": read_settings,
        "topics.toml": read_topics,
        "synonyms.toml": read_vocabulary,
    }
    readers[name](folder.root, problems)
    return [str(problem) for problem in problems.found]


def test_the_three_files_are_read(folder: DigestFolder) -> None:
    reading = folder.read()
    assert reading.problems == ()
    digest = reading.digest
    assert (digest.name, digest.language, digest.home) == ("Small Digest", "en", "")
    assert [kind.name for kind in digest.kinds] == ["survey", "cohort study"]
    assert digest.kinds[0].aliases == ("poll",)
    assert [topic.slug for topic in digest.topics] == ["adherence", "gardens"]
    assert digest.topics[1].description == "Green places."
    assert digest.vocabulary.equal == (("garden", "allotment"),)
    assert digest.vocabulary.one_way == (OneWay(("tree",), ("woodland",)),)
    assert digest.vocabulary.protected == ("N-of-1",)
    assert digest.vocabulary.stems == (("gardening", "garden"),)


def test_synonyms_may_be_missing(folder: DigestFolder) -> None:
    (folder.root / "synonyms.toml").unlink()
    reading = folder.read()
    assert reading.problems == ()
    assert reading.digest.vocabulary.equal == ()


@pytest.mark.parametrize("name", ["digest.toml", "topics.toml"])
def test_the_other_files_must_not_be_missing(folder: DigestFolder, name: str) -> None:
    folder.post()
    (folder.root / name).unlink()
    assert folder.problems() == [f"{name}:1: there is no such file: create it, or correct its name"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("digest.toml", SETTINGS + 'x = "\n', "digest.toml:12: the file is not valid TOML"),
        ("digest.toml", "name = ", "digest.toml:1: the file is not valid TOML"),
        ("digest.toml", "a = " + "[" * 5000, "digest.toml:1: "),
        ("digest.toml", 'nam = "x"\n' + SETTINGS, '1: "nam" is not a setting: did you mean "name"'),
        ("digest.toml", '"x\\u0041" = 1\n' + SETTINGS, 'digest.toml:1: "xA" is not a setting'),
        ("digest.toml", SETTINGS.replace('"en"', "5"), '2: "language" must be text'),
        ("digest.toml", 'home = "javascript:alert(1)"\n' + SETTINGS, '1: "home" is no address of'),
        ("digest.toml", 'home = "//evil.example"\n' + SETTINGS, '1: "home" is no address of'),
        ("digest.toml", 'home = "mailto:nobody"\n' + SETTINGS, '1: "home" is no address of'),
        ("digest.toml", SETTINGS.replace('name = "Small', 'home = "'), "1: the digest has no name"),
        ("digest.toml", 'name = "x"\n', "1: there is no kind of research"),
        ("digest.toml", 'name = "x"\nkinds = ["survey"]\n', '2: "kinds" must be tables'),
        ("digest.toml", 'name = "x"\nkinds = 5\n', '2: "kinds" must be a list'),
        ("digest.toml", SETTINGS + "overview = 1\n", '12: "overview" must be true or false'),
        (
            "digest.toml",
            SETTINGS + "compares_by_chance = 1\n",
            '12: "compares_by_chance" must be true or false',
        ),
        ("digest.toml", "care = 1\n" + SETTINGS, '1: "care" must be a table'),
        ("digest.toml", SETTINGS + '[care]\nword = ["x"]\n', '13: "word" is not a setting'),
        ("digest.toml", SETTINGS + '[care]\nwords = ["x"]\n', "12: words or text are missing"),
        (
            "digest.toml",
            SETTINGS + '[[care.notes]]\nwords = ["xy"]\n',
            "12: words or text are missing",
        ),
        ("digest.toml", SETTINGS + "[[care.notes]]\nword = 1\n", '13: "word" is not a setting'),
        ("digest.toml", SETTINGS + "[care]\nnotes = 1\n", '13: "notes" must be a list'),
        (
            "digest.toml",
            SETTINGS + '[care]\nwords = ["xy",\n"* .. xy"]\ntext = "T"\n',
            '14: "* .. xy" would be found in every text',
        ),
        ("topics.toml", TOPICS + "overview = true\n", '"overview" is not a setting'),
        ("topics.toml", "", "1: there is no topic"),
        (
            "topics.toml",
            TOPICS.replace('slug = "gardens"', ""),
            "6: a topic lacks its name or slug",
        ),
        ("topics.toml", TOPICS.replace('"gardens"', '"Gar dens"'), '6: "Gar dens" is not a slug'),
        (
            "topics.toml",
            TOPICS.replace('"gardens"', '"adherence"'),
            '6: "adherence" already stands',
        ),
        ("topics.toml", TOPICS.replace('["Adherance"]', '"x"'), '4: "aliases" must be a list'),
        ("topics.toml", TOPICS.replace('["Adherance"]', "[1]"), '4: "aliases" must be a list of t'),
        ("topics.toml", TOPICS.replace("aliases", "alias"), '4: "alias" is not a setting'),
        ("synonyms.toml", 'equal = [["x"]]', "1: a group of equal terms must hold two"),
        ("synonyms.toml", 'equal = ["x", "y"]', "1: a group of equal terms must hold two"),
        ("synonyms.toml", "equal = [[]]", "1: a group of equal terms must hold two"),
        ("synonyms.toml", 'equal = [\n["a", "b"],\n["c", "A"]]', '3: warning: "a" is in two group'),
        (
            "synonyms.toml",
            SYNONYMS.replace('terms = ["woodland"]', ""),
            "4: words or terms are mis",
        ),
        ("synonyms.toml", SYNONYMS.replace("terms", "term"), '6: "term" is not a setting'),
        ("synonyms.toml", "stems = [1]", '1: "stems" must be a table'),
        ("synonyms.toml", "[stems]\na = 1", '1: "stems" must be a table'),
        ("synonyms.toml", 'protected = "x"', '1: "protected" must be a list'),
        (
            "synonyms.toml",
            'one_way = [{words = ["a"], terms = []}]',
            "1: words or terms are missing",
        ),
    ],
)
def test_a_fault_is_reported_with_its_line(
    folder: DigestFolder, name: str, text: str, expected: str
) -> None:
    found = told(folder, name, text)
    assert any(expected in problem for problem in found), found


def test_overviews_and_care_are_read(folder: DigestFolder) -> None:
    assert folder.read().digest.care == Care()
    care = '[care]\nwords = ["self-harm"]\ntext = """Call\nsomeone."""\n'
    marks = "overview = true\ncompares_by_chance = true\n"
    folder.write("digest.toml", SETTINGS + marks + care)
    reading = folder.read()
    assert reading.problems == ()
    assert reading.digest.care == Care(("self-harm",), "Call someone.")
    assert [kind.overview for kind in reading.digest.kinds] == [False, True]
    assert [kind.compares_by_chance for kind in reading.digest.kinds] == [False, True]


def test_notes_on_other_kinds_of_harm_stand_beside_the_first(folder: DigestFolder) -> None:
    care = '[care]\nwords = ["self-harm"]\ntext = "Call."\n'
    notes = '[[care.notes]]\nwords = ["cut* .. her"]\ntext = "Ask."\n'
    folder.write("digest.toml", SETTINGS + care + notes)
    reading = folder.read()
    assert reading.problems == ()
    note = CareNote(("cut* .. her",), "Ask.")
    assert reading.digest.care == Care(("self-harm",), "Call.", (note,))
    folder.write("digest.toml", SETTINGS + notes)
    assert folder.read().digest.care.every_note == (note,)


def test_a_term_twice_in_one_group_is_no_fault(folder: DigestFolder) -> None:
    assert told(folder, "synonyms.toml", 'equal = [["Garden", "garden", "plot"]]') == []


def test_a_description_over_lines_is_joined_into_one(folder: DigestFolder) -> None:
    folder.write("digest.toml", 'description = """\none\n\ntwo"""\n' + SETTINGS)
    assert folder.read().digest.description == "one two"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_any_text_is_read_or_reported(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("digest")
    (root / "topics.toml").write_text(text, encoding="utf-8")
    problems = Problems(Path("topics.toml"))
    assert read_topics(root, problems) or problems.faulty


def test_a_month_may_have_a_sentence_of_its_own(folder: DigestFolder) -> None:
    lines = '[this_month]\n"2021-07" = "This month: two studies."\n'
    folder.write("digest.toml", SETTINGS + lines)
    assert folder.read().digest.this_month == (("2021-07", "This month: two studies."),)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('"July" = "A line."', '"July" is not a month'),
        ('"2021-07" = 3', '"2021-07" must be text'),
    ],
)
def test_a_sentence_without_a_month_is_reported(
    folder: DigestFolder, line: str, fault: str
) -> None:
    found = told(folder, "digest.toml", f"{SETTINGS}[this_month]\n{line}\n")
    assert [fault in problem for problem in found] == [True]
    number = SETTINGS.count("\n") + 2
    assert found[0].startswith(f"digest.toml:{number}:")


def test_questions_are_kept_only_when_the_digest_says_so(folder: DigestFolder) -> None:
    assert not folder.read().digest.questions.keep
    assert not folder.read().digest.study_years
    folder.write("digest.toml", f"{SETTINGS}\n[questions]\nkeep = true\n")
    assert folder.read().problems == ()
    assert folder.read().digest.questions.keep
    assert told(folder, "digest.toml", f'{SETTINGS}\n[questions]\nkeep = "yes"\n') == [
        'digest.toml:14: "keep" must be true or false: write keep = true'
    ]
    assert "did you mean" in told(folder, "digest.toml", f"{SETTINGS}\n[questions]\nkept = 1\n")[0]


def test_the_headings_that_imports_look_for_can_be_set(folder: DigestFolder) -> None:
    assert folder.read().digest.imports.implications[0] == "Practice Implications"
    folder.write("digest.toml", f'{SETTINGS}\n[imports]\nimplications = ["Take-home"]\n')
    assert folder.read().problems == ()
    assert folder.read().digest.imports.implications == ("Take-home",)
    assert told(folder, "digest.toml", f"{SETTINGS}\n[imports]\nimplications = 3\n") == [
        'digest.toml:14: "implications" must be a list: write implications = [...]'
    ]


def test_years_can_be_set_to_those_of_the_studies(folder: DigestFolder) -> None:
    folder.write("digest.toml", f"study_years = true\n{SETTINGS}")
    assert folder.read().digest.study_years
    assert "did you mean" in told(folder, "digest.toml", f"study_year = true\n{SETTINGS}")[0]


@pytest.mark.parametrize(
    ("line", "others"),
    [("", ()), ('languages = ["fr", "en", "pt-BR"]', ("fr", "pt-BR"))],
)
def test_the_languages_of_translations_are_the_listed_ones_but_the_posts_own(
    folder: DigestFolder, line: str, others: tuple[str, ...]
) -> None:
    folder.write("digest.toml", SETTINGS.replace("language", f"{line}\nlanguage", 1))
    assert folder.read().digest.other_languages == others
