"""The reason why an item is not public is found in its fields."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.importing.text.unpublished import why_unpublished

TODAY = date(2024, 5, 17)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"draft": "true"}, "draft"),
        ({"Draft": " Yes "}, "draft"),
        ({"draft": "false", "published": "true", "publish": "yes"}, ""),
        ({"published": "false"}, "draft"),
        ({"publish": "no"}, "draft"),
        ({"is_published": "0"}, "draft"),
        ({"published": "2024-05-03"}, ""),
        ({"status": "publish"}, ""),
        ({"status": "evergreen"}, ""),
        ({"status": "draft"}, "draft"),
        ({"status": "pending"}, "pending"),
        ({"status": "future"}, "scheduled"),
        ({"post_status": "private"}, "private"),
        ({"status": "published", "visibility": "paid"}, "for members"),
        ({"visibility": "public", "audience": "everyone"}, ""),
        ({"private": "true"}, "private"),
        ({"password": "hunter2"}, "password-protected"),
        ({"post_password": ""}, ""),
        ({"date": "2024-05-17T23:00:00Z"}, ""),
        ({"date": "2024-05-18"}, "scheduled"),
        ({"date": "2024-05-03", "publishDate": "2027-01-15"}, "scheduled"),
        ({"publish": "2027-01-15"}, "scheduled"),
        ({"date": "2027-01-15", "publishDate": "2024-05-03"}, ""),
        ({"date": "soon"}, ""),
        ({"hidden": "true"}, "private"),
        ({"eleventyExcludeFromCollections": "true"}, "unlisted"),
        ({"date": "2020-05-03", "expiryDate": "2024-05-17"}, "expired"),
        ({"date": "2020-05-03", "expiryDate": "2024-05-18"}, ""),
    ],
)
def test_the_reason_is_found(fields: dict[str, str], why: str) -> None:
    assert why_unpublished(fields, TODAY) == why
