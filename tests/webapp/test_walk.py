"""The calls that answer a question only go to modules below, and no step is taken twice."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cache
from types import CodeType, FrameType
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.engine.seam import Snapshot
from search.query.asked import Asked
from search.question import Question
from tests.conftest import REPOSITORY
from tests.pretended.engine_publishing import TurningEngine
from webapp.app import create_app

ROOMS = ("corpus", "search", "indexer", "webapp")
SETTINGS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = {
    container: contract["layers"]
    for contract in SETTINGS["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
    for container in contract.get("containers", [""])
}
PAGES = {"/search": "webapp/pages/reading.py", "/api/v1/search": "webapp/api/routes.py"}
# The shapes of a JSON answer receive the function that gives the address of a post's page.
CALLED_BACK = {("search/shapes/shaping.py", "webapp/api/shapes.py")}
# It calls the function that it is given, like ``functools.cache``.
REMEMBERING = ("webapp/view/catalog.py", "kept")
QUESTION = "search/question.py"
RANKED = ("search/engine/finder.py", "Finder.found")
# With and without an answer, with a typing error, with exact matches, with an unknown subject.
QUESTIONS = (
    "do ladybirds eat aphids on roses",
    "ladybrids eat aphids",
    'slug damage "copper tape" year:2010.. -children',
    "schema therapy for depression",
    "zeppelin",
)
# Modules that several others call before the ranking, though they call further ones. They are asked
# about words only, and answer the same for every question.
DICTIONARIES = {
    "search/text/analyzer.py",
    "search/query/lexicon.py",
    "search/query/clinical_terms.py",
    "search/query/ordinary.py",
    "search/query/spelt.py",
    "search/query/lay_words.py",
    "search/query/spoken.py",
    "search/text/translated.py",
}


@cache
def module_of(code: CodeType) -> str:
    """The path of a module of ours; empty for others, for templates, and for caches."""
    root = f"{REPOSITORY}/"
    path = code.co_filename.removeprefix(root)
    ours = path != code.co_filename and path.endswith(".py") and path.split("/")[0] in ROOMS
    return path if ours and (path, code.co_qualname) != REMEMBERING else ""


@dataclass
class Walk:
    """The calls from one module of ours into another while ``page`` answers, in their order.

    What lies between the two and is not ours, such as a library that calls back, counts as the
    caller's, and a template as its page. After the return of ``RANKED`` no post is looked for, and
    with that of the page's own function the walk ends. ``steps`` are the calls until then that hand
    on the question itself, not only words of it: who called which function of which module.
    """

    page: str
    calls: list[tuple[str, str]] = field(default_factory=list)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    to_ranking: int = 0
    _view: FrameType | None = None
    _over: bool = False

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Take one event of the interpreter."""
        module = module_of(frame.f_code)
        if event == "return" and (module, frame.f_code.co_qualname) == RANKED:
            self.to_ranking = len(self.calls)
        if event == "return" and frame is self._view:
            self._over = True
        if event != "call" or not module or self._over:
            return
        if self._view is None and module == self.page:
            self._view = frame
        above = self._caller(frame)
        if self._view is not None and module != self.page and above != module:
            self.calls.append((above, module))
            # To ask the question itself is no step.
            handed = frame.f_locals.values() if module != QUESTION else ()
            given = any(isinstance(value, Question | Asked) for value in handed)
            if given and not self.to_ranking:
                self.steps.append((above, module, frame.f_code.co_qualname))

    def _caller(self, frame: FrameType) -> str:
        """The module of ours that called, empty where there is none."""
        caller = frame.f_back
        while caller is not None:
            if caller.f_code.co_filename.endswith(".html"):
                return self.page
            if module := module_of(caller.f_code):
                return module
            caller = caller.f_back
        return ""


def walked(client: FlaskClient, path: str, question: str) -> Walk:
    """The walk of a question, from the function that answers at the path."""
    walk = Walk(PAGES[path])
    before = sys.getprofile()
    sys.setprofile(walk)
    try:
        answer = client.get(path, query_string={"q": question})
    finally:
        sys.setprofile(before)
    assert answer.status_code == 200
    return walk


def goes_up(caller: str, called: str) -> bool:
    """Whether a call goes to a higher layer, by the contracts of imports."""
    above, below = (path.removesuffix(".py").split("/") for path in (caller, called))
    for depth, (one, other) in enumerate(zip(above, below, strict=False)):
        if one != other:
            layers = enumerate(LAYERS.get(".".join(above[:depth]), []))
            floors = {name: n for n, floor in layers for name in re.findall(r"\w+", floor)}
            return one in floors and other in floors and floors[other] < floors[one]
    return False


def asked_by_many(calls: list[tuple[str, str]]) -> set[str]:
    """The modules that call others and are called by more than one."""
    asking = {caller for caller, _ in calls}
    callers: dict[str, set[str]] = {}
    for caller, called in calls:
        callers.setdefault(called, set()).add(caller)
    return {called for called, by in callers.items() if len(by) > 1 and called in asking}


@pytest.fixture(scope="module")
def walks(garden_snapshot: Snapshot) -> dict[tuple[str, str], Walk]:
    """The walk of each question, for the page and the API."""
    client = create_app(TurningEngine(garden_snapshot)).test_client()
    return {(path, q): walked(client, path, q) for path in PAGES for q in QUESTIONS}


def test_no_call_goes_to_a_higher_layer(walks: dict[tuple[str, str], Walk]) -> None:
    up = {call for walk in walks.values() for call in walk.calls if goes_up(*call)}
    assert sorted(up) == sorted(CALLED_BACK)


def test_a_call_to_a_higher_layer_would_be_detected() -> None:
    assert goes_up("search/answers/hits.py", "search/engine/snapshot.py")
    assert goes_up("search/engine/snapshot.py", "webapp/view/answer.py")
    assert goes_up("search/index/files/arrays.py", "search/index/tokens/ragged.py")
    assert not goes_up("search/engine/snapshot.py", "search/answers/hits.py")
    assert not goes_up("search/engine/snapshot.py", "search/engine/finder.py")


def test_each_step_before_the_ranking_has_one_caller(
    walks: dict[tuple[str, str], Walk],
) -> None:
    callers: dict[tuple[str, str], set[str]] = {}
    for walk in walks.values():
        for caller, module, function in walk.steps:
            if caller not in PAGES.values():
                callers.setdefault((module, function), set()).add(caller)
    assert ("search/query/understanding.py", "understand") in callers
    assert {step: by for step, by in callers.items() if len(by) > 1} == {}


def test_only_dictionaries_have_several_callers_and_never_get_the_question(
    walks: dict[tuple[str, str], Walk],
) -> None:
    found: set[str] = set()
    given: set[str] = set()
    for walk in walks.values():
        assert walk.to_ranking
        found |= asked_by_many(walk.calls[: walk.to_ranking])
        given |= {module for _, module, _ in walk.steps}
    found.remove(QUESTION)
    # Some remember what they were asked, and ask no further.
    assert found <= DICTIONARIES
    assert not given & found


def test_the_way_of_a_question_is_as_documented(walks: dict[tuple[str, str], Walk]) -> None:
    text = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")
    way = text.partition("### The way of a question")[2].partition("\n\nCalls go")[0]
    told = re.findall(r"`(\w+(?:/\w+)+\.py)`", way)
    assert len(told) > 8
    walk = walks["/search", QUESTIONS[0]]
    entered = dict.fromkeys([walk.page, *(called for _, called in walk.calls)])
    assert [module for module in entered if module in told] == told
