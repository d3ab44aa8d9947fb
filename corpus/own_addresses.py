"""The addresses of a site's own pages, which can't lead to a post that had them before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from corpus.digest import Digest

# Those that every site has. They are answered before any former address is looked up.
PAGES = frozenset(
    (
        *("about", "api", "apple-touch-icon.png", "authors", "embed.js", "embed/related"),
        *("embed/search", "favicon.ico", "healthz", "kinds", "landscape", "map", "mcp", "metrics"),
        *("months", "opensearch.xml", "opensearch/suggest", "reading-list", "readyz", "robots.txt"),
        *("search", "sitemap.xml", "topics", "feed.atom", "feed.json"),
        *("search/feed.atom", "search/feed.json"),
    )
)
# All below it belongs to programs.
_API = "api/"


class OwnAddresses:
    """The paths of a digest's own pages: those of every site, its topics, kinds and months.

    Each may have the tag of one of the ``languages`` before it.
    """

    def __init__(self, paths: Iterable[str], languages: Collection[str] = ()) -> None:
        self._paths = {*paths}
        self._languages = languages

    @classmethod
    def of(cls, digest: Digest) -> OwnAddresses:
        """Those of a digest, as far as they do not hang on its posts."""
        topics = (f"topics/{topic.slug}" for topic in digest.topics)
        kinds = (f"kinds/{kind.slug}" for kind in digest.kinds)
        return cls((*PAGES, *topics, *kinds), digest.page_languages)

    def add_month(self, month: str) -> None:
        """Add the pages of a month (``YYYY-MM``) with posts, and of its year."""
        self._paths |= {f"months/{month}", f"years/{month[:4]}"}

    def __contains__(self, address: object) -> bool:
        """Whether a path, which begins with a slash, is one of them."""
        if not isinstance(address, str) or not address.startswith("/"):
            # The id of a post, which is looked up below /posts/.
            return False
        path = address.strip("/")
        tag, _, rest = path.partition("/")
        own = path in self._paths or path.startswith(_API)
        return own or (tag in self._languages and (not rest or rest in self._paths))
