"""The addresses of a site's own pages are known, in each of its languages."""

from __future__ import annotations

import pytest

from corpus.digest import Digest, Topic
from corpus.own_addresses import OwnAddresses

OWN = OwnAddresses.of(Digest("Plots", topics=(Topic("soil", "Soil"),), page_languages=("en", "fr")))


@pytest.mark.parametrize(
    "address", ["/about", "/about/", "/topics/soil", "/fr", "/fr/search", "/api/v1/of-later"]
)
def test_the_pages_of_a_site_are_its_own(address: str) -> None:
    assert address in OWN


@pytest.mark.parametrize("address", ["about", "/about/us", "/topics/trees", "/de/search", "/2014"])
def test_other_addresses_may_be_those_of_posts(address: str) -> None:
    assert address not in OWN


def test_months_with_posts_have_pages() -> None:
    own = OwnAddresses(())
    own.add_month("2021-07")
    assert "/months/2021-07" in own and "/years/2021" in own and "/months/2021-08" not in own
