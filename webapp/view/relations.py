"""What an answer is related to, for programs: the header ``Link`` (RFC 8288)."""

from __future__ import annotations

from flask import g

# Of a question that is longer, no address is told: a header must stay small.
MOST_CHARACTERS = 2000


def relate(rel: str, address: str, mimetype: str = "") -> None:
    """Tell that this request's answer has a relation to an address; an empty one is not told."""
    if address and len(address) <= MOST_CHARACTERS:
        kind = f'; type="{mimetype}"' if mimetype else ""
        g.setdefault("relations", []).append(f'<{address}>; rel="{rel}"{kind}')


def relations() -> str:
    """The header's value, empty when nothing was told."""
    return ", ".join(g.get("relations", ()))
