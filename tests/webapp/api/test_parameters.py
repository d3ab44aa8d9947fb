"""The parameters of addresses, as the OpenAPI document describes them."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from webapp.api.parameters import ASKED, EXPLAIN, PAGE, POST_ID, SIZE, Parameter, path
from webapp.view.address.query_string import read_address


@pytest.mark.parametrize("parameter", [*ASKED, POST_ID], ids=lambda one: one.name)
def test_a_parameter_says_whether_it_is_in_the_path_or_query(parameter: Parameter) -> None:
    told = parameter.described()
    assert told["description"] and told["schema"]["type"] in ("string", "array")
    assert told.get("required", False) == (told["in"] == "path") == bool(parameter.part)


def test_a_part_of_the_path_may_have_another_name_than_in_the_rule() -> None:
    assert (POST_ID.name, POST_ID.part) == ("id", "post_id")
    month = path("month", "The month.", enum=["2021-07"])
    assert (month.part, month.schema["enum"]) == ("month", ["2021-07"])


def test_every_part_of_an_address_is_a_parameter() -> None:
    """Every parameter of a page of results works in the API too."""
    address = read_address(
        MultiDict(
            [
                *(("q", "soil"), ("topic", "a"), ("research", "b"), ("year", "2018..")),
                *(("sort", "newest"), ("page", "2"), ("expand", "0"), ("off", "c-d")),
                *(("explain", "1"), ("only", "overviews"), ("size", "25")),
                ("digest", "gardens"),
            ]
        )
    )
    assert address.faults == ()
    assert address.parameters.keys() == {one.name for one in (*ASKED, PAGE, SIZE, EXPLAIN)}
