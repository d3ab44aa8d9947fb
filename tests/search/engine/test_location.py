"""The location of an index: named, in the environment, or a default."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folder.read import DEMO
from search.engine.location import (
    Several,
    build_command,
    default_index,
    folder_of,
    held_folder,
    index_location,
    located,
    notes_folder,
    scheme,
    standing_index,
)
from search.errors import HomeMissing, IndexMissing, LocationUnknown


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_digest_has_the_same_index_from_any_working_folder(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my-digest").mkdir()
    (tmp_path / "link").symlink_to("my-digest")
    place = default_index(tmp_path / "my-digest")
    assert place.parent == cache / "pprsearch"
    assert place.name.startswith("my-digest-")
    assert default_index(tmp_path / "link") == place
    monkeypatch.chdir(tmp_path)
    assert default_index(Path("my-digest")) == place
    monkeypatch.chdir("my-digest")
    assert default_index(Path()) == place


def test_two_digests_with_one_name_have_two_indexes(tmp_path: Path) -> None:
    assert default_index(tmp_path / "a" / "digest") != default_index(tmp_path / "b" / "digest")


def test_without_the_variable_the_index_is_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for value in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert default_index(tmp_path).parent == tmp_path / ".cache" / "pprsearch"


def test_without_a_home_folder_the_location_must_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(HomeMissing, match="no home") as raised:
        default_index(tmp_path)
    assert "PPRSEARCH_INDEX" in raised.value.hint


def test_a_named_index_outranks_the_digest_s_own(tmp_path: Path) -> None:
    assert index_location(DEMO, tmp_path) == tmp_path
    assert index_location(DEMO, None) == default_index(DEMO)


def test_the_cure_of_a_missing_index_names_its_location(tmp_path: Path) -> None:
    assert standing_index(DEMO, tmp_path) == tmp_path
    digest, missing = tmp_path / "my digest", tmp_path / "index"
    with pytest.raises(IndexMissing) as caught:
        standing_index(digest, missing)
    assert caught.value.hint == f"Build one with: pprsearch index '{digest}' --index {missing}"
    assert build_command(DEMO, None) == "pprsearch index"


ADDRESS = "opensearch+https://host1:9200,host2:9200/digest"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (ADDRESS, "opensearch+https"),
        ("OpenSearch+HTTPS://host/digest", "opensearch+https"),
        ("index", ""),
        ("/srv/index", ""),
        ("C:/index", ""),
        ("a b://c", ""),
        ("://", ""),
        ("1a://b", ""),
    ],
)
def test_a_location_with_a_scheme_is_an_address_and_otherwise_a_folder(
    told: str, found: str
) -> None:
    location = located(told)
    assert scheme(location) == found
    assert location == (told if found else Path(told))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("var/one,var/other", {"one": Path("var/one"), "other": Path("var/other")}),
        ("a/index,b/index", {"a-index": Path("a/index"), "b-index": Path("b/index")}),
        ("one, My Notes", {"one": Path("one"), "my-notes": Path("My Notes")}),
        (
            "opensearch+https://h1:9200,h2/ppr,other/",
            {
                "ppr": "opensearch+https://h1:9200,h2/ppr",
                "other": "opensearch+https://h1:9200,h2/other",
            },
        ),
        (
            "var/one,opensearch+https://h1,h2/ppr",
            {"one": Path("var/one"), "ppr": "opensearch+https://h1,h2/ppr"},
        ),
        (
            "opensearch+https://h/a,b,opensearch+https://g/a",
            {
                "h-a": "opensearch+https://h/a",
                "b": "opensearch+https://h/b",
                "g-a": "opensearch+https://g/a",
            },
        ),
    ],
)
def test_several_locations_are_separated_by_commas(told: str, found: dict[str, Path | str]) -> None:
    location = located(told)
    assert isinstance(location, Several)
    assert location.named == found
    assert scheme(location) == "several"
    assert located(str(location)) == location
    assert notes_folder(location) == notes_folder(located(told))
    with pytest.raises(LocationUnknown, match="this needs a single index"):
        folder_of(location)


@pytest.mark.parametrize("told", ["a,", ",", "a,,b", "a,a", "opensearch+https://h/a,,b"])
def test_empty_or_repeated_locations_are_refused(told: str) -> None:
    with pytest.raises(LocationUnknown):
        located(told)


def test_a_folder_with_a_comma_in_its_name_is_one_location(tmp_path: Path) -> None:
    (tmp_path / "bees,beans").mkdir()
    assert located(f"{tmp_path}/bees,beans") == tmp_path / "bees,beans"
    assert located("opensearch+https://h1,h2/ppr") == "opensearch+https://h1,h2/ppr"


def test_an_address_is_refused_as_a_folder(tmp_path: Path) -> None:
    assert folder_of(tmp_path) == folder_of(str(tmp_path)) == tmp_path
    with pytest.raises(LocationUnknown, match=r"opensearch\+https://") as caught:
        folder_of(ADDRESS)
    assert "PPRSEARCH_INDEX" in caught.value.hint


def test_an_address_is_not_checked_for_an_index() -> None:
    assert standing_index(DEMO, ADDRESS) == index_location(DEMO, ADDRESS) == ADDRESS


def test_notes_are_beside_a_folder_and_in_the_cache_for_an_address(
    tmp_path: Path, cache: Path
) -> None:
    assert notes_folder(tmp_path / "index") == tmp_path / "index.notes"
    place = notes_folder(ADDRESS)
    assert place.parent == cache / "pprsearch"
    assert place.name.startswith("digest-") and place.suffix == ".notes"
    assert place == notes_folder(ADDRESS) != notes_folder(f"{ADDRESS}2")


def test_what_is_held_of_an_index_is_in_the_cache_whatever_its_generation(cache: Path) -> None:
    place = held_folder(ADDRESS)
    assert place.parent == cache / "pprsearch"
    assert place.name.startswith("digest-") and place.suffix == ".held"
    assert place == held_folder(f"{ADDRESS}#000001-abcdef") != held_folder(f"{ADDRESS}2")
