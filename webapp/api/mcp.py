"""The digest for assistants, by the Model Context Protocol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated
from urllib.parse import quote

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from corpus.evidence.facts import facts_of
from corpus.post import Post
from search.engine.seam import Engine, Snapshot
from search.errors import PostMissing
from search.question import Question, Years
from search.results import Hit, RelatedPost, SearchOptions

MOST_HITS = 20
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

PostId = Annotated[str, Field(description="The id of a post, as search and related tell it.")]

# The library tells the shape of an answer from its class, which may therefore have no slots.


@dataclass(frozen=True)
class Brief:
    """A post without its text; ``citation`` is that of the study it sums up.

    ``facts`` is a line on how the study compared and what it rests on, ``notices`` are sentences
    on what has become of it, a retraction for one.
    """

    id: str
    title: str
    month: str | None
    topics: tuple[str, ...]
    research: str | None
    citation: str | None
    doi: str | None
    url: str | None
    bottom_line: str | None
    facts: str
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Fitting:
    """A post that answers, with the sentences of it that fit best."""

    post: Brief
    implication: str | None
    passage: str | None


@dataclass(frozen=True)
class Found:
    """What the digest has to say; ``answered`` is false when it says nothing on the question.

    It does not speak of ``unknown``, and of ``only_near`` only in wider words.
    """

    answered: bool
    total: int
    posts: tuple[Fitting, ...]
    also_looked_for: tuple[str, ...]
    unknown: tuple[str, ...]
    only_near: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """A post with its text in Markdown."""

    post: Brief
    summary: str
    practice_implications: str


@dataclass(frozen=True)
class Next:
    """A post to read next, and why."""

    post: Brief
    reason: str


@dataclass(frozen=True)
class ReadNext:
    """Where to read on: the closest posts, those of other topics, and later overviews."""

    closest: tuple[Next, ...]
    from_other_topics: tuple[Next, ...]
    newer: tuple[Next, ...]


class Desk:
    """The tools that answer an assistant from an engine, each answer from one generation.

    ``site`` is the origin of the digest's pages; with it every post is told with its address.
    """

    def __init__(self, engine: Engine, site: str = "") -> None:
        self.engine = engine
        self.site = site

    def search(
        self,
        question: Annotated[str, Field(description="The question, in plain words.")],
        topics: Annotated[
            tuple[str, ...], Field(description="Names of topics; a post must have them all.")
        ] = (),
        research: Annotated[
            tuple[str, ...], Field(description="Kinds of research; a post must be of one of them.")
        ] = (),
        years: Annotated[
            str, Field(description="A year or a span of years, such as 2018 or 2018..2021.")
        ] = "",
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many posts.")] = 5,
    ) -> Found:
        """Find the posts that answer a question, each with the practice implication that fits."""
        span = Years.parse(years) if years.strip() else None
        if years.strip() and span is None:
            raise ToolError(f"The years “{years}” can't be read; write 2018, 2018..2021 or 2018..")
        snapshot = self.engine.now()
        results = snapshot.search(
            Question.parse(question).with_filters(topics, research, span),
            SearchOptions(limit=limit),
        )
        made = results.understanding
        return Found(
            results.answered,
            results.total,
            tuple(self._hit(hit, snapshot) for hit in results.hits),
            tuple(expansion.term for expansion in made.expansions if expansion.on),
            made.unknown_concepts,
            made.only_near,
            made.notes,
        )

    def read(self, post_id: PostId) -> Whole:
        """Read a post: the study's summary, what it means for practice, and the citation."""
        snapshot = self.engine.now()
        post = _post(snapshot, post_id)
        return Whole(self._brief(post, snapshot), post.summary, post.implications)

    def related(self, post_id: PostId) -> ReadNext:
        """Find where to read on from a post, each with the reason."""
        snapshot = self.engine.now()
        found = snapshot.related(_post(snapshot, post_id).id)
        lists = (found.closest, found.across, found.newer)
        return ReadNext(*(self._next(posts, snapshot) for posts in lists))

    def _hit(self, hit: Hit, snapshot: Snapshot) -> Fitting:
        return Fitting(
            self._brief(hit.post, snapshot),
            hit.implication.text if hit.implication else None,
            hit.passage.text if hit.passage else None,
        )

    def _next(self, posts: Iterable[RelatedPost], snapshot: Snapshot) -> tuple[Next, ...]:
        return tuple(Next(self._brief(one.post, snapshot), one.reason) for one in posts)

    def _brief(self, post: Post, snapshot: Snapshot) -> Brief:
        return Brief(
            post.id,
            post.title,
            post.month,
            post.topics,
            post.research,
            post.citation,
            post.doi,
            f"{self.site}/posts/{quote(post.id)}" if self.site else None,
            post.bottom_line,
            facts_of(post, snapshot.digest.kinds),
            tuple(notice.told for notice in post.notices),
        )


def _post(snapshot: Snapshot, post_id: str) -> Post:
    try:
        return snapshot.post(snapshot.moved(post_id) or post_id)
    except PostMissing as error:
        raise ToolError(f"{error}. Search tells the ids of posts.") from None


def make_server(engine: Engine, site: str = "") -> MCPServer:
    """A server of the Model Context Protocol whose tools answer from an engine."""
    name = engine.now().digest.name
    server = MCPServer(
        "pprsearch",
        title=name,
        version=version("pprsearch"),
        instructions=(
            f"{name} sums up published studies and says what each means for practice. Search it, "
            "read the posts that fit, and cite both study and post. It is no clinical guidance."
        ),
        log_level="WARNING",
    )
    desk = Desk(engine, site)
    for tool, title in (
        (desk.search, "Search the digest"),
        (desk.read, "Read a post"),
        (desk.related, "Read on from a post"),
    ):
        server.add_tool(tool, title=title, annotations=_READS, structured_output=True)
    return server
