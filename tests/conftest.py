"""Fixtures of all tests: shared collections, indexes, servers, a browser; and rules on skipping."""

from __future__ import annotations

import gc
import os
import re
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser

    from search.engine.seam import Snapshot

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
REQUIRE_ALL = "PPRSEARCH_REQUIRE_ALL"
# Where Linux has files in memory, and the bytes that must be free there.
MEMORY = Path("/dev/shm")  # noqa: S108 - made for this
ROOMY = 4 << 30

# The time of an example depends mostly on what else the machine does, so no deadline is set.
# Where all must pass, examples are derandomized: a failure then comes from the change, not from
# chance.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("unhurried", unhurried)
settings.register_profile("same", unhurried, derandomize=True)
# For the fast lane; with the usual number, examples would take half of its time.
settings.register_profile("few", unhurried, max_examples=10)
settings.load_profile("same" if os.environ.get(REQUIRE_ALL) else "unhurried")


def pytest_configure() -> None:
    """Files of tests lie in memory where it has room: making and removing them costs a quarter.

    The processes of a run take the place from the environment.
    """
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture
def by_coverage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learned weights that go by coverage alone: with all of it, a hit is likely to answer."""
    from search.answers.sure import SIGNS, Points, Weights

    nothing = dict.fromkeys(SIGNS, Points((), (0.0,)))
    learned = Weights(0.0, {**nothing, "covered": Points((0.5,), (-2.0, 2.0))}, 0.8)
    monkeypatch.setattr("search.answers.best.weights", lambda by_meaning: learned)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the shared collections, beside the project's; the test skips without it."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared collections in ../shared")
    return SHARED


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> BuiltOnce:
    """Builds a folder in one of the processes that run the tests; the others copy it."""
    base = tmp_path_factory.getbasetemp()
    return BuiltOnce(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base, base)


class BuiltOnce:
    """Folders that take long to build: ``shared`` by all processes of a run, ``own`` by this."""

    def __init__(self, shared: Path, own: Path) -> None:
        self._shared = shared
        self._own = own

    def shared(self, name: str) -> Path:
        """A folder that all processes of a run write into."""
        folder = self._shared / name
        folder.mkdir(exist_ok=True)
        return folder

    def __call__(self, name: str, build: Callable[[Path], object]) -> Path:
        """This process's own copy of a folder; ``build`` makes it if no process has done so yet."""
        built, own = self._shared / f"built-{name}", self._own / name / "index"
        with FileLock(self._shared / f"built-{name}.lock"):
            if not built.exists():
                begun = built.with_name(f"{built.name}.begun")
                shutil.rmtree(begun, ignore_errors=True)
                build(begun)
                begun.rename(built)
        shutil.copytree(built, own, symlinks=True)
        return own


@pytest.fixture(scope="session")
def demo_index(built_once: BuiltOnce) -> Path:
    """An index of the demo digest without meanings; tests must not change it."""
    # Imported here, so that tests without an index need not wait for the import.
    from corpus.folder.read import DEMO, read_corpus
    from indexer.publish import publish

    return built_once("demo", lambda index: publish(read_corpus(DEMO).digest, index))


@pytest.fixture(scope="session")
def semantic_demo_index(built_once: BuiltOnce) -> Path:
    """An index of the demo digest with meanings; the test skips without the extra."""
    from corpus.folder.read import DEMO, read_corpus
    from indexer.publish import publish
    from search.index.embedding import installed

    if not installed():
        pytest.skip("needs the semantic extra")
    return built_once(
        "semantic", lambda index: publish(read_corpus(DEMO).digest, index, semantic=True)
    )


@pytest.fixture(scope="session")
def semantic_garden_index(built_once: BuiltOnce) -> Path:
    """An index of the garden digest with meanings, built ten times as fast as the demo's."""
    from indexer.publish import publish
    from search.index.embedding import installed
    from tests.digests import garden

    if not installed():
        pytest.skip("needs the semantic extra")
    return built_once("garden", lambda index: publish(garden.digest(), index, semantic=True))


@pytest.fixture
def read_by_models(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often each model has read each question, by the model's name and the question's text."""
    from search.index.embedding import Embedder, Floats

    times: Counter[tuple[str, str]] = Counter()
    really = Embedder.embed_question

    def counted(model: Embedder, text: str) -> tuple[Floats, Floats]:
        times[model.model.name, text] += 1
        return really(model, text)

    monkeypatch.setattr(Embedder, "embed_question", counted)
    return times


@pytest.fixture(scope="session")
def garden_index(built_once: BuiltOnce) -> Path:
    """An index of the garden digest; tests must not change it.

    A worker starts on it in half the time that it takes on the demo digest.
    """
    from indexer.publish import publish
    from tests.digests import garden

    return built_once("garden-by-words", lambda index: publish(garden.digest(), index))


@pytest.fixture(scope="session")
def garden_generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generation of the garden digest; tests must not change it."""
    from search.engine.generation import write_generation
    from tests.digests import garden

    generation = tmp_path_factory.mktemp("garden") / "000001-garden"
    generation.mkdir(mode=0o700)
    write_generation(generation, garden.digest())
    return generation


@pytest.fixture(scope="session")
def garden_snapshot(garden_generation: Path) -> Iterator[Snapshot]:
    """The garden digest, opened."""
    from search.engine.open import open_generation

    with open_generation(garden_generation, semantic=False) as snapshot:
        yield snapshot


@pytest.fixture(scope="session")
def demo_snapshot(demo_index: Path) -> Iterator[Snapshot]:
    """The demo digest, opened without meanings."""
    from search.engine.open import open_engine

    with closing(open_engine(demo_index, semantic=False)) as engine:
        yield engine.now()


@pytest.fixture(scope="session")
def node() -> Iterator[str]:
    """The address of a cluster of one node, to which ``/NAME`` is added; the test skips without it.

    A server that was downloaded once is started again from its copy.
    """
    from cluster import cluster
    from opensearch.download import ClusterUnavailable

    with ExitStack() as ending:
        try:
            (only,) = ending.enter_context(cluster(1, brief=True))
        except ClusterUnavailable as error:
            pytest.skip(f"needs OpenSearch: {error}")
        # Long enough for a busy machine.
        patched = ending.enter_context(pytest.MonkeyPatch.context())
        patched.setenv("PPRSEARCH_CLUSTER_TIMEOUT", "60")
        yield f"opensearch+http://{only.address}"


@pytest.fixture
def address(
    node: str, own_cache: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The address of an index of this test, in a cluster of one node."""
    monkeypatch.setenv("PPRSEARCH_CLUSTER_TIMEOUT", "60")
    name = re.sub("[^a-z0-9_-]", "-", request.node.name.lower())
    return f"{node}/{name[:60]}"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which threads of this process serve an app."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def site(demo_index: Path) -> Iterator[str]:
    """The address of a server over the demo digest."""
    from search.engine.open import open_engine
    from webapp.app import create_app

    with served(create_app(open_engine(demo_index, semantic=False))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, the one without windows if it is there; the test skips without either.

    With windows, a page takes twice as long to open, and three times as long in a new context.

    Playwright's event loop runs in the thread of the tests, so no other loop can run there until
    it has ended.
    """
    from playwright.sync_api import expect, sync_playwright

    from tests.browsers.window import QUIET
    from tests.patience import PATIENCE

    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium-headless-shell, or its chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        expect.set_options(timeout=PATIENCE * 1000)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage is measured in the fast lane and in tests over a cluster only, on examples.

    Measuring doubles the time of a test. The other tests run code that the fast lane runs as well,
    on less data; those with many made-up examples run what has a written one.
    """
    measuring = getattr(item.config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    marks = {mark.name for mark in item.iter_markers()}
    if (
        measuring is None
        or "cluster" in marks
        or not marks & {"browser", "data", "hypothesis", "slow"}
    ):
        return (yield)
    measuring.pause()
    with pytest.MonkeyPatch.context() as patched:
        # The processes that such a test starts are not measured either.
        patched.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        result = yield
    measuring.resume()
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no process still has one when the others end."""
    slow = {
        item.path
        for item in items
        if any(item.get_closest_marker(name) for name in ("slow", "cluster", "browser"))
    }
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Collected tests stay until the end, so the garbage collector need not look at them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Garbage is collected once at the end; what is left then, pytest would look at five times."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In continuous integration, where nothing may be missing, a skipped test is a failure."""
    report = yield
    required = any(
        item.get_closest_marker(name) for name in ("browser", "cluster", "data", "nginx", "whoosh3")
    )
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if os.environ.get(REQUIRE_ALL) and required and skipped:
        report.outcome = "failed"
        report.longrepr = f"{REQUIRE_ALL} is set, but the test was skipped: {report.longrepr}"
    return report


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines check for a new generation at every question."""
    monkeypatch.setattr("search.engine.embedded._LOOK_EVERY", 0)


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test, and no settings from the environment."""
    for variable in [name for name in os.environ if name.startswith("PPRSEARCH_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Makes fsync do nothing between the faults, and closes files that they left open."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    yield
    gc.collect()
