"""Notifies a digest's WebSub hub that its feeds have changed.

It is the only thing that indexing sends over a network, and only where the digest names a hub.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from corpus.digest import WebSub
from indexer.publish import Publication

# Seconds that a hub has for its answer; the publication is live already.
WAIT = 10.0


def announced(done: Publication, websub: WebSub) -> Publication:
    """The publication after notifying the hub; with a note if that failed.

    Nothing is sent when nothing was published, or when there is no hub.
    """
    if not done.published or not websub.hub:
        return done
    try:
        for feed in websub.feeds:
            _tell(websub.hub, feed)
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        note = f"The hub {websub.hub} was not notified of the new generation: {reason}."
        return replace(done, notes=(*done.notes, note))
    return done


def _tell(hub: str, feed: str) -> None:
    """Send the ping that hubs have accepted since PubSubHubbub; WebSub does not specify one."""
    body = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
    # The settings permit only http and https.
    asked = Request(hub, body, {"User-Agent": "pprsearch"}, method="POST")  # noqa: S310
    with urlopen(asked, timeout=WAIT):  # noqa: S310
        pass
