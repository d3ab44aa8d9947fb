"""Tag URIs (RFC 4151): ids of posts and feeds that do not depend on the site's address."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from corpus.digest import Digest
from corpus.post import Post
from corpus.slug import is_post_id, slug

# When a digest began is not known. Its authority is taken to have been its own on this day.
_BEGAN = "2020"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.ASCII)


def authority(digest: Digest) -> str:
    """The authority of the ids: the host of the digest's home, else of its contact's e-mail.

    Without either it is a name that no host can have (RFC 2606), made of the digest's.
    """
    for address in (digest.home, digest.contact):
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").lower()
        if parts.scheme in ("http", "https") and _HOST.fullmatch(host):
            return host
        mail = address.removeprefix("mailto:").partition("?")[0].lower()
        if _MAIL.fullmatch(mail):
            return mail
    return f"{slug(digest.name)}.invalid"


def post_tag(post: Post, digest: Digest) -> str:
    """The id of a post, unchanged when its file is renamed and the old id kept as an alias."""
    first = next((name for name in post.aliases if is_post_id(name)), post.id)
    return f"tag:{authority(digest)},{_BEGAN}:posts/{quote(first, safe='')}"


def feed_tag(path: str, digest: Digest) -> str:
    """The id of a feed, from its path and query."""
    # Of the two forms of a feed each is one of its own.
    return f"tag:{authority(digest)},{_BEGAN}:{quote(path.lstrip('/'), safe='/?=&+%.-_~')}"
