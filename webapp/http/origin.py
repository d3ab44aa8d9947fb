"""Parses and normalises origins such as ``https://digest.example.org``."""

from __future__ import annotations

from urllib.parse import urlsplit

_STEP = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.:")


def site_address(text: str) -> str | None:
    """The address of a site: an origin with an optional path; ``None`` if it is not one.

    The plain form of ``https://www.example.org/digest/`` has no stroke at its end.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if parts.query or parts.fragment or not all(set(step) <= _STEP for step in steps):
        return None
    if {".", ".."} & set(steps):
        return None
    found = origin(f"{parts.scheme}://{parts.netloc}")
    return "/".join([found, *steps]) if found else None


def origin(text: str) -> str | None:
    """An origin such as ``https://digest.example.org``, normalised; None if it is not one."""
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
