"""The documentation covers every command, setting and address, and its examples work."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from corpus.evidence.measures import measures
from corpus.evidence.notice import NOTICES
from corpus.evidence.study import COMPARISONS, QUESTIONS, READINGS, SIDES
from corpus.folder.read import DEMO
from search.engine.location import default_index
from search.engine.open import open_engine
from search.index.embedding import installed
from tests.conftest import REPOSITORY
from tests.demo.reading import demo_reading
from tests.digests.digest_folder import POST, DigestFolder
from webapp.app import create_app
from webapp.cli.commands import main

PAGES = sorted([REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")])
COMMANDS = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
CONFIGURATION = (REPOSITORY / "docs" / "configuration.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
_VARIABLE = re.compile(r"\bPPRSEARCH_[A-Z_]+\b")


def leaves(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that is not a group, under its full name."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            assert below
            yield from leaves(below, f"{name} {part}")
    else:
        yield name, command


LEAVES = dict(leaves(main, "pprsearch"))


# Commands that share one section, which names each of them.
TOGETHER = "pprsearch import"


def section(name: str) -> str:
    """The text of docs/commands.md on a command, without its heading; empty when there is none."""
    whole, _, last = name.rpartition(" ")
    if whole == TOGETHER and f"| `import {last}` |" not in COMMANDS:
        return ""
    heading = TOGETHER if whole == TOGETHER else name
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", COMMANDS, re.M | re.S)
    return found[1] if found else ""


def blocks(page: Path, language: str) -> list[str]:
    return [m[2] for m in _BLOCK.finditer(page.read_text(encoding="utf-8")) if m[1] == language]


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_and_option_is_documented(name: str) -> None:
    told = section(name)
    assert told, f"docs/commands.md has no section ## {name}"
    for parameter in LEAVES[name].params:
        if isinstance(parameter, click.Option):
            for spelling in parameter.opts + parameter.secondary_opts:
                assert f"`{spelling}" in told or f"/{spelling}" in told, f"{name} {spelling}"
        else:
            assert parameter.make_metavar(click.Context(LEAVES[name])).strip("[].") in told


def test_every_documented_command_exists() -> None:
    headings = set(re.findall(r"^## (pprsearch .*)$", COMMANDS, re.MULTILINE))
    assert headings <= {*LEAVES, TOGETHER}
    rows = set(re.findall(r"^\| `(import \w+)` \|", COMMANDS, re.MULTILINE))
    assert {f"pprsearch {row}" for row in rows} == {n for n in LEAVES if n.startswith(TOGETHER)}


@pytest.mark.parametrize("name", LEAVES)
def test_the_help_of_every_command_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [*name.split()[1:], "--help"])
    assert result.exit_code == 0
    assert name in result.output.split("Usage:", 1)[1].split("\n", 1)[1]


def test_every_environment_variable_is_documented_and_exists() -> None:
    code = [path for room in ("corpus", "search", "indexer", "webapp", "tests") for path in
            (REPOSITORY / room).rglob("*.py")]  # fmt: skip
    named = {v for path in code for v in _VARIABLE.findall(path.read_text(encoding="utf-8"))}
    assert named == set(_VARIABLE.findall(CONFIGURATION))


def test_every_setting_of_a_digest_is_documented(tmp_path: Path) -> None:
    """An unknown setting is reported with the names of all known ones."""
    folder = DigestFolder.make(tmp_path / "digest")
    folder.write("digest.toml", "zz = 1\n[care]\nzz = 1\n[questions]\nzz = 1\n[[kinds]]\nzz = 1\n")
    folder.write("topics.toml", "zz = 1\n[[topics]]\nzz = 1\n")
    folder.write("synonyms.toml", "zz = 1\n[[one_way]]\nzz = 1\n")
    folder.post(
        "---\nzz: 1\nrelated:\n  zz: 1\nimported:\n  zz: 1\nnotices: [{zz: 1}]\n"
        "corrections: [{zz: 1}]\nstudy:\n  zz: 1\n  effects: [{zz: 1}]\n---\n"
    )
    told = [re.search(r": the \w+ are: (.*)$", problem) for problem in folder.problems()]
    names = {name for found in told if found for name in found[1].split(", ")}
    assert {"home", "overview", "keep", "aliases", "only_with", "doi"} <= names
    assert {"licence", "updates", "details", "kind", "what", "population", "favours"} <= names
    example = blocks(REPOSITORY / "README.md", "markdown")[0]
    assert [n for n in names if f"{n}:" not in example and not named_in(CONFIGURATION, n)] == []


def test_every_word_for_evidence_is_documented() -> None:
    words = (*QUESTIONS, *COMPARISONS, *READINGS, *SIDES, *NOTICES, *measures())
    assert [word for word in words if f"`{word}`" not in CONFIGURATION and word != "other"] == []


def test_the_evidence_example_has_no_fault(tmp_path: Path) -> None:
    (shown,) = blocks(REPOSITORY / "docs" / "configuration.md", "yaml")
    folder = DigestFolder.make(tmp_path / "digest")
    folder.post(POST.replace("---\n\nMany", f"{shown}---\n\nMany"))
    assert folder.problems() == []
    (post,) = folder.read().digest.posts
    assert post.study and post.study.effects and post.notices and post.corrections


def named_in(text: str, name: str) -> bool:
    """Whether a text names a setting as code, or has it in an example."""
    return bool(re.search(rf"`{name}`|^\[*{name}\b|^ *{name}:|[{{ ]{name}: ", text, re.MULTILINE))


def test_the_example_digest_has_no_fault(tmp_path: Path) -> None:
    """The settings, topics and words in the documentation make a digest."""
    shown = blocks(REPOSITORY / "docs" / "configuration.md", "toml")
    folder = DigestFolder.make(tmp_path / "digest")
    for name, first in (("digest", "name ="), ("topics", "[[topics]]"), ("synonyms", "equal =")):
        folder.write(f"{name}.toml", next(text for text in shown if text.startswith(first)))
    assert folder.problems() == []
    digest = folder.read().digest
    assert digest.kinds[0].overview and digest.topics and digest.vocabulary.one_way


def test_a_digest_can_be_started_as_documented(tmp_path: Path) -> None:
    """Two files are enough for a first post; the only faults are then those of the empty post."""
    settings, topics = blocks(REPOSITORY / "docs" / "maintaining.md", "toml")[:2]
    root = tmp_path / "digest"
    root.mkdir()
    (root / "digest.toml").write_text(settings, "utf-8")
    (root / "topics.toml").write_text(topics, "utf-8")
    begun = CliRunner().invoke(main, ["new", "Worms are welcome", "--digest", str(root)])
    assert begun.exit_code == 0, begun.output
    (post,) = (root / "posts").iterdir()
    told = CliRunner().invoke(main, ["check", str(root)])
    assert told.exit_code == 0, told.output
    assert all(line.startswith(f"posts/{post.name}:") for line in told.output.splitlines()[:-1])
    # With a complete post, the digest has a first post for readers.
    file = root / "posts" / "2021-07-do-gardens-help.md"
    text = re.sub(r"topics:\n(  - .*\n)+", "topics:\n  - Soil and Compost\n", POST)
    file.write_text(re.sub(r"research: .*", "research: randomized trial", text), "utf-8")
    told = CliRunner().invoke(main, ["check", str(root)])
    assert "1 post without an error" in told.output


def test_every_address_is_documented(demo_index: Path) -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    app = create_app(open_engine(demo_index, semantic=False))
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            parts = re.split(r"<[^>]+>", rule.rule)
            shape = r"[A-Za-z0-9.-]+".join(map(re.escape, parts))
            assert re.search(rf"{shape}(?=[`?\s\"').,])", told), rule.rule


def test_every_query_in_the_documentation_finds_something_in_the_demo(demo_index: Path) -> None:
    rows = re.findall(r"^\| (`.*`) \|", (REPOSITORY / "README.md").read_text("utf-8"), re.MULTILINE)
    shown = [code for row in rows for code in re.findall(r"`([^`]+)`", row)]
    assert len(shown) >= 10
    client = create_app(open_engine(demo_index, semantic=False)).test_client()
    if not any(post.pmid for post in demo_reading().digest.posts):
        shown = [code for code in shown if not code.startswith("PMID")]
    for code in shown:
        # A query that only leaves posts out is combined with one that finds some.
        question = f"depression {code}" if code.startswith("-") else code
        answer = client.get("/api/v1/search", query_string={"q": question}).get_json()
        assert answer["hits"], code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_work(page: Path) -> None:
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_data_in_examples_can_be_parsed(page: Path) -> None:
    for text in blocks(page, "toml"):
        tomllib.loads(text)
    for text in blocks(page, "json"):
        json.loads(text)


@pytest.fixture(scope="module")
def cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder for all pages; the demo digest is already indexed in it."""
    cache = tmp_path_factory.mktemp("cache")
    index = request.getfixturevalue("semantic_demo_index" if installed() else "demo_index")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(cache))
        shutil.copytree(index, default_index(DEMO))
    return cache


@pytest.fixture
def elsewhere(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader's empty folder and no settings."""
    for variable in _VARIABLE.findall(" ".join(os.environ)):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_terminal_examples_work(page: Path, elsewhere: None) -> None:
    """Blocks marked ``console`` hold commands after ``$``, run in turn; ``sh`` is not run."""
    for text in blocks(page, "console"):
        for line in re.findall(r"^\$ (.*)$", text, re.MULTILINE):
            command, *arguments = shlex.split(line)
            assert command == "pprsearch"
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 0, f"{line}\n{result.output}"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_examples_run(page: Path, request: pytest.FixtureRequest) -> None:
    if examples := blocks(page, "python"):
        request.getfixturevalue("elsewhere")
        assert CliRunner().invoke(main, ["index"]).exit_code == 0
        for text in examples:
            exec(compile(text, page.name, "exec"), {})  # noqa: S102 - the page is ours
