"""The digest for assistants, by the Model Context Protocol."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated
from urllib.parse import quote

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BeforeValidator, Field

from corpus.post import Post
from search.engine.seam import Engine, Snapshot
from search.errors import PostMissing
from search.question import Question, Years
from search.results import SearchOptions
from search.shapes.posts import RelatedShape, WholePostShape
from search.shapes.results import ResultsShape
from search.shapes.shaping import Shapes

MOST_HITS = 20
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def _sayable(text: object) -> object:
    """A text with a sign for each half of a character, which JSON can name and nothing can send."""
    return text.encode(errors="replace").decode() if isinstance(text, str) else text


Text = Annotated[str, BeforeValidator(_sayable)]
PostId = Annotated[Text, Field(description="The id of a post, as search and related tell it.")]


class Desk:
    """The tools that answer an assistant from an engine, each answer from one generation.

    The answers have the shapes of the JSON API. ``site`` is the origin of the digest's pages; with
    it every post is told with its address.
    """

    def __init__(self, engine: Engine, site: str = "") -> None:
        self.engine = engine
        self.site = site

    def search(
        self,
        question: Annotated[Text, Field(description="The question, in plain words.")],
        topics: Annotated[
            tuple[Text, ...], Field(description="Names of topics; a post must have them all.")
        ] = (),
        research: Annotated[
            tuple[Text, ...], Field(description="Kinds of research; a post must be of one of them.")
        ] = (),
        years: Annotated[
            Text, Field(description="Years and spans of years, such as 2018 or 2015,2018..2021.")
        ] = "",
        limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many posts.")] = 5,
    ) -> ResultsShape:
        """Find the posts that answer a question, each with the practice implication that fits."""
        spans = Years.parse_all(years) if years.strip() else ()
        if spans is None:
            raise ToolError(f"The years “{years}” can't be read; write 2018, 2018..2021 or 2018..")
        snapshot = self.engine.now()
        asked = Question.parse(question).with_filters(topics, research, spans)
        found = snapshot.search(asked, SearchOptions(limit=limit))
        return self._shapes(snapshot).results(found, limit)

    def read(self, post_id: PostId) -> WholePostShape:
        """Read a post: the study's summary, what it means for practice, its facts and citation."""
        snapshot = self.engine.now()
        return self._shapes(snapshot).whole(_post(snapshot, post_id), snapshot)

    def related(self, post_id: PostId) -> RelatedShape:
        """Find where to read on from a post, each with the reason."""
        snapshot = self.engine.now()
        post = _post(snapshot, post_id)
        return self._shapes(snapshot).related(post.id, snapshot.related(post.id))

    def _shapes(self, snapshot: Snapshot) -> Shapes:
        return Shapes(snapshot.digest, self._page)

    def _page(self, post_id: str) -> str | None:
        return f"{self.site}/posts/{quote(post_id)}" if self.site else None


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
