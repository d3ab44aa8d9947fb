"""What looks after an index, and what reads it whole, does so over a cluster as over a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from corpus.folder.read import DEMO
from indexer.publish import publish
from search.engine.location import staging_folder
from search.engine.open import open_engine
from search.engine.seam import Engine
from tests import garden
from tests.search.engine.test_contract import sent
from webapp.cli.commands import main
from webapp.standalone import write_site

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

BURNOUT = "2021-07-therapists-burn-out-patients-worse"


class Indexes(NamedTuple):
    """The demo digest in a folder, and at an address in a cluster."""

    folder: Path
    address: str


@pytest.fixture(scope="module")
def indexes(
    demo_index: Path, node: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Indexes]:
    address = f"{node}/over-cluster"
    sent(demo_index, address)
    with pytest.MonkeyPatch.context() as patched:
        # What is written to the cluster is made there, and questions are counted beside it.
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("over-cluster")))
        yield Indexes(demo_index, address)


@pytest.fixture(scope="module")
def engines(indexes: Indexes) -> Iterator[tuple[Engine, Engine]]:
    with (
        closing(open_engine(indexes.folder, semantic=False)) as folder,
        closing(open_engine(indexes.address, semantic=False)) as cluster,
    ):
        yield folder, cluster


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def told(done: Result) -> object:
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_assistants_are_answered_alike(engines: tuple[Engine, Engine]) -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp")
    from webapp.api.mcp import Desk

    folder, cluster = (Desk(engine, "https://digest.example.org") for engine in engines)
    assert asdict(cluster.read(BURNOUT)) == asdict(folder.read(BURNOUT))
    assert asdict(cluster.related(BURNOUT)) == asdict(folder.related(BURNOUT))
    assert asdict(cluster.topics()) == asdict(folder.topics())
    assert cluster.post_text(BURNOUT) == folder.post_text(BURNOUT)
    one, other = (
        desk.search("does burnout of the therapist hurt patients?", limit=5)
        for desk in (folder, cluster)
    )
    assert [hit.post for hit in other.hits] == [hit.post for hit in one.hits]
    assert (other.total, other.best, other.facets) == (one.total, one.best, one.facets)


def test_a_site_is_written_alike(node: str, tmp_path: Path) -> None:
    publish(garden.digest(), tmp_path / "index")
    sent(tmp_path / "index", f"{node}/site")
    for where, name in ((tmp_path / "index", "folder"), (f"{node}/site", "cluster")):
        with closing(open_engine(where, semantic=False)) as engine:
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


def test_an_index_is_verified(indexes: Indexes) -> None:
    checks = told(run("verify", DEMO, "--index", indexes.address, "--sample", "5", "--json"))
    assert isinstance(checks, dict) and checks["sound"] is True


def test_its_status_is_told(indexes: Indexes) -> None:
    found = told(run("status", DEMO, "--index", indexes.address, "--json"))
    assert isinstance(found, dict) and found["serving"]["name"] == found["kept"][0]["name"]


def test_what_would_change_is_shown(indexes: Indexes) -> None:
    changes = told(run("diff", DEMO, "--index", indexes.address, "--no-semantic", "--json"))
    assert isinstance(changes, dict)
    assert (changes["added"], changes["changed"], changes["removed"]) == ([], [], [])
    assert not staging_folder(indexes.address).exists()


def test_what_was_not_found_is_reported(indexes: Indexes) -> None:
    arguments = ("report", "questions", DEMO, "--no-semantic", "--json", "--index")
    assert told(run(*arguments, indexes.address)) == told(run(*arguments, indexes.folder))


def test_a_ranking_is_evaluated_alike(indexes: Indexes) -> None:
    arguments = ("evaluate", DEMO, "--no-semantic", "--json", "--index")
    one, other = (told(run(*arguments, where)) for where in indexes)
    assert isinstance(one, dict) and isinstance(other, dict)
    for row, same in zip(one["rows"], other["rows"], strict=True):
        assert same["ndcg"] == pytest.approx(row["ndcg"], abs=0.005)
