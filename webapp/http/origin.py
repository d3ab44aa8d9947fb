"""Origins such as ``https://digest.example.org``, read and compared."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.:")


def origin(text: str) -> str | None:
    """An origin such as ``https://digest.example.org`` in its plain form, or None for no origin."""
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or not set(host) <= _HOST:
        return None
    if parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        return None
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
