"""An origin is scheme, host and port; other values are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.http.origin import origin


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("https://Digest.Example.org", "https://digest.example.org"),
        (" http://localhost:8000/ ", "http://localhost:8000"),
        ("http://[::1]:80", "http://[::1]:80"),
        ("https://digest.example.org/path", None),
        ("https://me:secret@example.org", None),
        ("https://example.org?q", None),
        ("https://example.org; script-src *", None),
        ("https://exa mple.org", None),
        ("https://*.example.org", None),
        ("https://example.org:port", None),
        ("ftp://example.org", None),
        ("example.org", None),
        ("https://", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_an_origin_is_normalised(text: str, plain: str | None) -> None:
    assert origin(text) == plain


@given(st.text())
def test_no_text_injects_characters_into_a_header(text: str) -> None:
    found = origin(f"https://{text}")
    assert found is None or (origin(found) == found and not set(found) & set(" ;,'\"\r\n"))
