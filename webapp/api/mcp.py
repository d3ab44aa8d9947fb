"""The Model Context Protocol server: the digest's tools for assistants."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import quote

from mcp import MCPError
from mcp.server import MCPServer
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources.templates import ResourceSecurity
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    GetPromptResult,
    InputRequiredResult,
    ToolAnnotations,
)
from pydantic import AnyUrl, BeforeValidator, Field, ValidationError

from corpus.citations.identifiers import doi_url
from corpus.post import Post
from search.engine.seam import Engine, Snapshot
from search.errors import PostMissing
from search.question import Question, Years
from search.results import SearchOptions
from search.shapes.posts import RelatedShape, TopicsShape, WholePostShape
from search.shapes.results import ResultsShape
from search.shapes.shaping import Shapes

MOST_HITS = 20
POST_URI = "digest://posts/{+post_id}"
PROMPT = "what_does_the_digest_say"
# What of an address is told again where nothing was found.
_MOST = 200
_LATER = "Something went wrong here, or the index is not available. Try again in a moment."
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

log = logging.getLogger(__name__)


def _sayable(text: object) -> object:
    """A text with replacement characters for lone surrogates, which can't be sent."""
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

    def topics(self) -> TopicsShape:
        """List the topics of the digest, each with the number of its posts."""
        return TopicsShape(self.engine.now().topics())

    def post_text(self, post_id: PostId) -> str:
        """A post as Markdown: what it means for practice first, then the study and its source."""
        snapshot = self.engine.now()
        post = _found(snapshot, post_id)
        if post is None:
            raise ResourceNotFoundError(
                f"{post_id[:_MOST]!r} is not a post's id. The tool search returns ids."
            )
        source = [post.citation or "", doi_url(post.doi) if post.doi else "", self._page(post.id)]
        parts = [
            f"# {post.title}",
            *(f"**{notice.told}**" for notice in post.notices),
            post.bottom_line or "",
            f"## Practice implications\n\n{post.implications}" if post.implications else "",
            f"## Summary\n\n{post.summary}",
            "\n\n".join(line for line in source if line),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def topics_text(self) -> str:
        """The topics of the digest as JSON."""
        return json.dumps({"topics": [asdict(one) for one in self.engine.now().topics()]})

    def related(self, post_id: PostId) -> RelatedShape:
        """Find where to read on from a post, each with the reason."""
        snapshot = self.engine.now()
        post = _post(snapshot, post_id)
        return self._shapes(snapshot).related(post.id, snapshot.related(post.id))

    def _shapes(self, snapshot: Snapshot) -> Shapes:
        return Shapes(snapshot.digest, self._page)

    def _page(self, post_id: str, language: str = "") -> str | None:
        below = f"/{language}" if language else ""
        return f"{self.site}{below}/posts/{quote(post_id)}" if self.site else None


def _found(snapshot: Snapshot, post_id: str) -> Post | None:
    try:
        return snapshot.post(snapshot.moved(post_id) or post_id)
    except PostMissing:
        return None


def _post(snapshot: Snapshot, post_id: str) -> Post:
    post = _found(snapshot, post_id)
    if post is None:
        raise ToolError(
            f"There is no post {post_id[:_MOST]!r}. The tool search returns the ids of posts."
        )
    return post


def asked_about(
    subject: Annotated[Text, Field(description="What to look up, such as a question or a topic.")],
) -> str:
    """Ask what the digest says on a subject, with its sources and its gaps."""
    return (
        f"What does the digest say on this: {subject}\n\n"
        "Search it with the tool search, in two or three wordings. Read the posts that fit. Say "
        "what they mean for practice, each with its study and its post; name where studies "
        "disagree or have been retracted. If the digest does not answer, say so, and add nothing "
        "from elsewhere. It is no clinical guidance."
    )


class DigestServer(MCPServer[Any]):
    """An MCP server whose error messages are the digest's own, not the library's."""

    def one_message(self) -> StreamableHTTPSessionManager:
        """The answer to one message over HTTP, as JSON, without a session."""
        return StreamableHTTPSessionManager(
            self._lowlevel_server, json_response=True, stateless=True
        )

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; every error message says what to do."""
        tools = {tool.name: tool for tool in await self.list_tools()}
        if name not in tools:
            raise ToolError(f"There is no tool {name[:_MOST]!r}; there are {', '.join(tools)}.")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                told = _unfit(cause, tools[name].input_schema["properties"])
            elif isinstance(cause, ToolError):
                told = str(cause)
            else:
                log.exception("The tool %s failed", name)
                told = _LATER
            raise ToolError(told) from None

    async def read_resource(
        self, uri: AnyUrl | str, context: Context[Any, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """Read a resource; the error for a missing one says where to find others."""
        try:
            return await super().read_resource(uri, context)
        except ResourceNotFoundError as error:
            told = str(error.__cause__ or error)
            if "is no post" not in told:
                told = f"There is nothing at {str(uri)[:_MOST]!r}; posts are at {POST_URI}."
            raise ResourceNotFoundError(told) from None
        except ResourceError:
            log.exception("A resource could not be read")
            raise ResourceError(_LATER) from None

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[Any, Any] | None = None,
    ) -> GetPromptResult | InputRequiredResult:
        """A prompt for its subject; an error without one, or for an unknown name."""
        try:
            return await super().get_prompt(name, arguments, context)
        except ValueError:
            told = f"The prompt is {PROMPT}, and it needs a subject."
            raise MCPError(code=INVALID_PARAMS, message=told) from None


def _unfit(error: ValidationError, known: dict[str, Any]) -> str:
    """What is wrong with a call's arguments, by the tool's parameters."""
    faults = {str(one["loc"][0]) if one["loc"] else "": one["type"] for one in error.errors()}
    told = []
    for name, fault in faults.items():
        schema = known.get(name, {})
        span = f" From {schema['minimum']} to {schema['maximum']}." if "maximum" in schema else ""
        wrong = "is missing" if fault == "missing" else "does not fit"
        told.append(f"{name!r} {wrong}. {schema.get('description', '')}{span}".strip())
    return " ".join(told)


def make_server(engine: Engine, site: str = "") -> DigestServer:
    """A server of the Model Context Protocol that answers from an engine.

    It has tools, posts and topics as resources, and a prompt.
    """
    name = engine.now().digest.name
    server = DigestServer(
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
        (desk.topics, "List the topics"),
    ):
        server.add_tool(tool, title=title, annotations=_READS, structured_output=True)
    # An id is whatever its collection says, and names no file.
    free = ResourceSecurity(exempt_params={"post_id"})
    server.resource(
        POST_URI, name="post", title="A post", mime_type="text/markdown", security=free
    )(desk.post_text)
    server.resource(
        "digest://topics", name="topics", title="The topics", mime_type="application/json"
    )(desk.topics_text)
    server.prompt(PROMPT, title="What does the digest say on …")(asked_about)
    return server
