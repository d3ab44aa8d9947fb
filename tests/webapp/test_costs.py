"""No request costs much more than another, and no pattern or parser takes quadratic time.

Processor time is measured, and the least of several runs, so that other work on the machine does
not fail these tests.
"""

from __future__ import annotations

import ast
import gc
import importlib
import math
import re
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from corpus.citations.forms import FORMS
from corpus.citations.identifiers import without_doi
from corpus.citations.parse import is_citation, parse_citation
from corpus.slug import slug
from corpus.text.plain_line import plain_line
from corpus.text.sentences import sentences
from search.answers.privacy import may_identify
from search.engine.open import open_engine
from search.engine.seam import Snapshot
from search.question import Question, Years, clean
from search.text.plain import plain
from tests.conftest import REPOSITORY
from tests.patience import least_times
from tests.route_parts import parts_for
from webapp.api.routes import MOST_CITED
from webapp.app import create_app
from webapp.http.origin import origin
from webapp.http.warming import relate
from webapp.view.markdown import opening, render

# The most expensive question may cost this many times the median of plain ones.
DEAREST = 4.0
# How often at most a request is measured. The quickest time counts, since whatever else the machine
# does takes time and never gives any; so one time within the limit is enough.
ROUNDS = 7
# Four times the text takes about four times the time; sixteen times would be quadratic.
RATIO = 6.0
SHORT, LONG = 4096, 16_384
WAYS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
# Shorter times in seconds can't be compared well: a pattern with quadratic time needs hundreds of
# times as long for 16 kB.
MEASURED = 0.004
# A text of 4 kB that takes less than this takes no longer than that at 16 kB, even if the time is
# quadratic.
UNMEASURED = MEASURED * (SHORT / LONG) ** 2
# A call that takes this many seconds is too slow without comparison.
HOPELESS = 3.0
# Characters in patterns, and texts that make many patterns backtrack.
HOSTILE = (" ", "a", "a ", "\t", "-", '"', "(", "[", "<", "&", "%", "=", ",", ".", "1", "0-", "/",
           "a.", "*", "_", "`", "\n", "{", "| ", "é", "[](", "<a ", "](", "- a\n")  # fmt: skip
PLAIN = (
    "does burnout of the therapist hurt patients",
    "what works for depression",
    "group therapy or individual therapy",
    "how long should treatment last",
    "drop-out among young people",
    "feedback about progress",
    "therapist experience and outcome",
    "is the alliance important in cbt",
    "can anxiety be treated online",
)
# Adjacent words that many posts have, so that posts can't be excluded early.
SAID = tuple(
    f"{first} {last}"
    for first in ("the", "of", "in", "and", "for", "with", "this")
    for last in ("therapy", "treatment", "patients", "clients", "studies")
)
WORDS = tuple(dict.fromkeys(re.findall(r"[a-z]{5,}", " ".join(PLAIN))))


@pytest.fixture(scope="module")
def client(demo_index: Path) -> FlaskClient:
    asking = create_app(open_engine(str(demo_index), semantic=False)).test_client()
    for question in PLAIN:
        asking.get(f"/search?q={quote(question)}")
    return asking


def processor(call: Callable[[], object]) -> float:
    """The processor seconds of a call, without collecting garbage of other tests."""
    gc.disable()
    begun = time.process_time()
    call()
    taken = time.process_time() - begun
    gc.enable()
    return taken


def cost(client: FlaskClient, url: str) -> float:
    """The processor seconds of a request."""
    environ = EnvironBuilder(url).get_environ()
    return processor(lambda: Response.from_app(client.application, environ, buffered=True))


def plain_cost(client: FlaskClient) -> float:
    """The processor seconds of a plain question."""
    asked = [f"/search?q={quote(question)}" for question in PLAIN]
    return statistics.median(min(cost(client, url) for _ in range(5)) for url in asked)


def slip(word: str, random: Random) -> str:
    """A word with one typing error."""
    at = random.randrange(1, len(word) - 1)
    return word[:at] + random.choice("qxzjk") + word[at + 1 :]


def question(kind: str, random: Random) -> str:
    """A question made to be expensive, different each time."""
    words = [random.choice(WORDS) for _ in range(150)]
    salt = "".join(random.choices("abcdefgh", k=9))
    return {
        "one sign that unfolds": f"{salt} " + "\ufdfa" * 10_000,
        "slips": " ".join(slip(word, random) for word in words),
        "unknown words": " ".join("".join(random.choices(salt, k=8)) for _ in range(100)),
        "known words": f"{salt} " + " ".join(words),
        "phrases": " ".join(f'"{a} {b}"' for a, b in pairwise(words[:30])),
        "phrases that posts have": " ".join(f'"{p}"' for p in random.sample(SAID, 20)),
        "a long phrase": '"' + " ".join(words) + '"',
        "excluded words": " ".join(f"-{word}" for word in words),
        "fields": " ".join(f"author:{word} topic:{word} year:2018.." for word in words),
        "quotes": salt + '"' * 5000,
        "brackets": salt + "(" * 5000,
        "one word": salt * 1000,
        "letters": f"{salt} " + "a b c d e f " * 500,
        "numbers": " ".join(str(random.random()) for _ in range(100)),
        "emoji": salt + "😀" * 10_000,
        "marks on one letter": salt + "\u0301\u0323" * 5000,
        "marks out of order": "".join(f"{letter}\u0301\u0323\u0316" for letter in salt * 300),
        "marks that come apart": f"{salt} " + "\u1e69\ufb2c\u0390 " * 3000,
        "signs that unfold": f"{salt} " + "\u3316\u33a8\u2a75\U0001d160 " * 2000,
        "syllables": f"{salt} " + "\u1112\u1161\u11ab" * 3000,
        "turned directions": f"{salt} " + "\u202e\u2067\u200f" * 3000,
        "signs without width": ("\u200b\u200d\u00ad" + salt) * 500,
        "controls": f"{salt} " + "\x00\x1b\x07\x85 " * 2000,
        "stars": f"{salt} " + "* " * 5000,
        "words cut by stars": " ".join(f"{word[:2]}*" for word in words),
        "alternatives": " OR ".join(words),
        "quotes within brackets": f"{salt} " + '("' * 2000 + '")' * 2000,
        "years": f"{salt} " + "year:1990..2030 year:..2000 " * 300,
        "topics": f"{salt} " + "topic:depression research:survey " * 300,
        "signs of other scripts": f"{salt} " + "心理治療の効果は何ですか " * 300,
    }[kind]


KINDS = (
    "one sign that unfolds", "slips", "unknown words", "known words", "phrases",
    "phrases that posts have", "a long phrase", "excluded words", "fields", "quotes", "brackets",
    "one word", "letters", "numbers", "emoji", "marks on one letter", "marks out of order",
    "marks that come apart", "signs that unfold", "syllables", "turned directions",
    "signs without width", "controls", "stars", "words cut by stars", "alternatives",
    "quotes within brackets", "years", "topics", "signs of other scripts",
)  # fmt: skip
# Invalid text once it is decoded, as it is in an address.
RAW = (
    "%ED%A0%80" * 3000,
    "%FF%FE" * 3000,
    "%F0%9F" * 3000,
    "%zz%" * 3000,
    "a%00" * 3000,
    "+" * 9000,
)


@pytest.mark.slow
@pytest.mark.parametrize("route", ["/search", "/api/v1/search", "/api/v1/suggest"])
def test_the_most_expensive_question_costs_less_than_four_plain_ones(
    client: FlaskClient, route: str
) -> None:
    random = Random(route)
    plain = plain_cost(client)
    kinds = {raw[:9]: [f"{raw}{number}" for number in range(7)] for raw in RAW}
    kinds |= {kind: [quote(question(kind, random)) for _ in range(7)] for kind in KINDS}
    for kind, asked in kinds.items():
        dear = math.inf
        for text in asked * 4:
            dear = min(dear, cost(client, f"{route}?q={text}"))
            if dear < DEAREST * plain:
                break
        assert dear < DEAREST * plain, f"{kind}: {dear * 1000:.1f} ms, plain {plain * 1000:.1f} ms"


def expensive(now: Snapshot) -> dict[str, list[str]]:
    """The most expensive requests to the routes that can be asked for much or little."""
    posts = [post.id for post in now.archive()]
    one = posts[0]
    topics = [topic.value for topic in sorted(now.topics(), key=lambda topic: -topic.count)[:3]]
    kinds = [kind.value for kind in now.kinds() if kind.count][:3]
    asked = ("", "?q=therapy", "?q=depression", "?q=therapy&size=50", "?size=50&sort=oldest")
    evidence = [f"?q={word}&view=evidence" for word in ("", "therapy", "depression")]
    feeds = [f"/feed.{form}" for form in ("atom", "json")]
    typed = ("?q=t", "?q=the", "?q=therapy")
    everyone = "&".join(f"post={post}" for post in posts[:MOST_CITED])
    cited = ("", "?q=therapy", f"?post={one}", f"?{everyone}")
    return {
        "static": ["/static/style.css", "/static/reading.js"],
        "pages.results": [f"/search{q}" for q in (*asked, *evidence, "?q=therapy&explain=1")],
        "pages.post": [f"/posts/{post}" for post in posts[:12]],
        "pages.topic": [f"/topics/{topic}{q}" for topic in topics for q in ("", "?size=50")],
        "pages.kind": [f"/kinds/{kind}{q}" for kind in kinds for q in ("", "?size=50")],
        "browse.map_": ["/map", *(f"/map?research={kind}" for kind in kinds)],
        "feeds.digest": feeds,
        "feeds.topic": [f"/topics/{topic}{feed}" for topic in topics for feed in feeds],
        "feeds.kind": [f"/kinds/{kind}{feed}" for kind in kinds for feed in feeds],
        "feeds.search": [f"/search{feed}?q=therapy" for feed in feeds],
        "signposts.suggest": [f"/opensearch/suggest{q}" for q in typed],
        "embed.related": [f"/embed/related?post={one}", "/embed/related?q=therapy"],
        "api.search": [f"/api/v1/search{q}" for q in (*asked, *evidence, "?q=therapy&explain=1")],
        "api.compared": [f"/api/v1/evidence.csv{q}" for q in ("", "?q=therapy", "?q=depression")],
        "api.suggest": [f"/api/v1/suggest{q}" for q in typed],
        "api.post": [f"/api/v1/posts/{post}" for post in posts[:12]],
        "api.related": [f"/api/v1/posts/{post}/related" for post in posts[:12]],
        "api.cite": [f"/api/v1/cite/{form}{q}" for form in FORMS for q in cited],
    }


@pytest.mark.slow
def test_no_request_costs_as_much_as_four_plain_questions(client: FlaskClient) -> None:
    """Values computed once for each generation are already there."""
    app = client.application
    rules = list(app.url_map.iter_rules())
    now = app.extensions["engine"].now()
    filled = parts_for(app, now.month(now.months()[0].value)[0].id)
    with app.test_request_context():
        # Images are files, like those of "static".
        asked = {
            rule.endpoint: [app.url_for(rule.endpoint, **filled.get(rule.endpoint, {}))]
            for rule in rules
            if rule.endpoint != "images.image"
        }
    most = expensive(now)
    assert most.keys() <= asked.keys()
    asked |= most
    plain = plain_cost(client)
    for url in chain.from_iterable(asked.values()):
        assert client.get(url).status_code in (200, 301, 308, 404), url
        dear = math.inf
        for _ in range(ROUNDS):
            dear = min(dear, cost(client, url))
            if dear < DEAREST * plain:
                break
        assert dear < DEAREST * plain, f"{url}: {dear * 1000:.1f} ms, plain {plain * 1000:.1f} ms"


@pytest.mark.slow
def test_no_first_view_of_a_post_costs_as_much_as_four_plain_questions(demo_index: Path) -> None:
    """Values shared by the posts of a new generation are computed before readers come."""
    views: list[list[float]] = []
    for _ in range(3):
        asking = create_app(open_engine(str(demo_index), semantic=False)).test_client()
        now = asking.application.extensions["engine"].now()
        relate(now)
        *posts, last = (post.id for post in now.archive())
        # The template of a post is compiled once for each process, not for each generation.
        asking.get(f"/posts/{last}")
        questions = [f"/search?q={quote(question)}" for question in PLAIN]
        for url in questions:
            asking.get(url)
        plain = statistics.median(processor(partial(asking.get, url)) for url in questions)
        views.append([processor(partial(asking.get, f"/posts/{one}")) / plain for one in posts])
        dearest = max(map(min, zip(*views, strict=True)))
        if dearest < DEAREST:
            break
    assert dearest < DEAREST


def patterns(room: str) -> Iterator[tuple[str, str, int, str]]:
    """Each pattern of a room: where it is used, the pattern, its flags, and how it is used."""
    for path in sorted((REPOSITORY / room).rglob("*.py")):
        name = path.relative_to(REPOSITORY).with_suffix("").as_posix().replace("/", ".")
        module = vars(importlib.import_module(name.removesuffix(".__init__")))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner, how = node.func.value, node.func.attr
            if how not in WAYS or not isinstance(owner, ast.Name):
                continue
            first = node.args[0] if node.args else None
            held = module.get(owner.id)
            if isinstance(held, re.Pattern) and isinstance(held.pattern, str):
                yield f"{name}.{owner.id}.{how}", held.pattern, held.flags, how
            elif owner.id == "re" and isinstance(first, ast.Constant):
                yield f"{name}:{node.lineno}.{how}", str(first.value), 0, how


PARSERS: dict[str, Callable[[str], object]] = {
    "question": Question.parse,
    "years": Years.parse,
    "cleaning": clean,
    "sentences": sentences,
    "plain text": plain,
    "markdown": render.__wrapped__,
    "opening": opening,
    "citation": parse_citation,
    "is a citation": is_citation,
    "without a DOI": without_doi,
    "privacy": may_identify,
    "origin": origin,
    "slug": slug,
    "line of Markdown": plain_line,
}


def quadratic(call: Callable[[str], object], text: str) -> tuple[float, float] | None:
    """The times of a call for a hostile text and a longer one, if they grow too fast."""
    short, long = ((text * (size // len(text) + 1))[:size] for size in (SHORT, LONG))

    def shorter() -> float:
        return processor(lambda: call(short))

    def longer() -> float:
        return processor(lambda: call(long))

    def holds(before: float, now: float) -> bool:
        return now <= MEASURED or now <= RATIO * before

    before = shorter()
    if before <= UNMEASURED:
        return None
    now = longer()
    if now <= HOPELESS and not holds(before, now):
        # Perhaps other work evicted the processor's caches.
        before, now = least_times(shorter, longer, holds)
    return None if now <= HOPELESS and holds(before, now) else (before, now)


@pytest.mark.parametrize(
    "room",
    [
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("corpus", "search")),
        "indexer",
        "webapp",
    ],
)
def test_no_pattern_takes_quadratic_time(room: str) -> None:
    # A pattern that several modules use is tested once.
    there = {(written, flags, how): name for name, written, flags, how in patterns(room)}
    assert there
    for (written, flags, how), name in there.items():
        pattern = re.compile(written, flags)
        for text in {*HOSTILE, *re.findall(r"[a-zA-Z]{2,12}", written)[:4]}:
            for end in ("", "\0"):

                def search(
                    whole: str, end: str = end, pattern: re.Pattern[str] = pattern, how: str = how
                ) -> None:
                    if how.startswith("sub"):
                        pattern.sub("", whole + end)
                    else:
                        found = getattr(pattern, how)(whole + end)
                        deque(found if how == "finditer" else (), maxlen=0)

                assert not (told := quadratic(search, text)), (name, text, end, told)


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
def test_no_parser_takes_quadratic_time(name: str) -> None:
    for text in HOSTILE:
        assert not (told := quadratic(PARSERS[name], text)), (text, told)
