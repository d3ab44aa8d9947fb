"""Maintenance, static sites and assistants work over a cluster as over a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from search.engine.open import open_engine
from search.engine.seam import Engine
from tests.digests.digest_folder import POST, DigestFolder
from webapp.cli.commands import main
from webapp.standalone import write_site

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

GARDENS = "2021-07-do-gardens-help"
QUESTIONS = """\
[[question]]
id = "q1"
text = "do gardens help?"
kind = "plain"
split = "dev"
grades = { "2021-07-do-gardens-help" = 2 }
"""


class Indexes(NamedTuple):
    """A small digest, its index in a folder, and the same one in a cluster."""

    digest: Path
    folder: Path
    address: str


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def told(done: Result) -> Any:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def indexes(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexes]:
    folder = tmp_path_factory.mktemp("over-cluster")
    (folder / "digest").mkdir()
    digest = DigestFolder.make(folder / "digest")
    digest.post()
    parks = POST.replace("Do gardens help?", "Do parks help?").replace("plots.1", "plots.2")
    digest.post(parks.replace("Gardens. Journal", "Parks. Journal"), "2021-07-do-parks-help")
    with pytest.MonkeyPatch.context() as patched:
        # Sites are written and questions counted over the cluster too.
        patched.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        made = Indexes(digest.root, folder / "index", f"{node}/over-cluster")
        for where in made[1:]:
            done = run("index", made.digest, "--index", where, "--no-semantic")
            assert done.exit_code == 0, done.output
        yield made


@pytest.fixture(scope="module")
def engines(indexes: Indexes) -> Iterator[tuple[Engine, Engine]]:
    with (
        closing(open_engine(indexes.folder, semantic=False)) as folder,
        closing(open_engine(indexes.address, semantic=False)) as cluster,
    ):
        yield folder, cluster


def test_assistants_get_the_same_answers(engines: tuple[Engine, Engine]) -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp")
    from webapp.api.mcp import Desk

    folder, cluster = (Desk(engine, "https://digest.example.org") for engine in engines)
    assert asdict(cluster.read(GARDENS)) == asdict(folder.read(GARDENS))
    assert asdict(cluster.related(GARDENS)) == asdict(folder.related(GARDENS))
    assert asdict(cluster.topics()) == asdict(folder.topics())
    assert cluster.post_text(GARDENS) == folder.post_text(GARDENS)
    one, other = (desk.search("do gardens help?", limit=5) for desk in (folder, cluster))
    assert one.hits and [hit.post for hit in other.hits] == [hit.post for hit in one.hits]
    assert (other.total, other.best, other.facets) == (one.total, one.best, one.facets)


def test_a_static_site_is_the_same(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    for engine, name in zip(engines, ("folder", "cluster"), strict=True):
        write_site(engine, tmp_path / name)
    pages, others = (
        {
            str(file.relative_to(tmp_path / name)): file.read_bytes()
            for file in (tmp_path / name).rglob("*")
            if file.is_file()
        }
        for name in ("folder", "cluster")
    )
    assert others.keys() == pages.keys()
    assert [name for name in pages if others[name] != pages[name]] == []


def test_an_index_in_a_cluster_is_verified(indexes: Indexes) -> None:
    checks = told(run("verify", indexes.digest, "--index", indexes.address, "--json"))
    assert checks["sound"] is True


def test_the_status_of_an_index_in_a_cluster_is_printed(indexes: Indexes) -> None:
    found = told(run("status", indexes.digest, "--index", indexes.address, "--json"))
    assert found["serving"]["name"] == found["kept"][0]["name"]
    assert found["serving"]["posts"] == 2


def test_a_review_over_a_cluster_is_the_same(indexes: Indexes, tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(QUESTIONS, "utf-8")
    own = ("--no-semantic", "--judgments", tmp_path, "--json", "--index")
    one, other = (told(run("diff", indexes.digest, *own, where)) for where in indexes[1:])
    assert other == one
    assert (other["added"], other["changed"], other["removed"]) == ([], [], [])


def test_the_report_on_questions_is_the_same(indexes: Indexes) -> None:
    arguments = ("report", "questions", indexes.digest, "--no-semantic", "--json", "--index")
    assert told(run(*arguments, indexes.address)) == told(run(*arguments, indexes.folder))
