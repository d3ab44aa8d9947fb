"""The address of an index in a cluster, and the settings for its user and certificate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.distributed.address import Address, Settings
from search.errors import ClusterSettingsWrong, LocationUnknown


@pytest.fixture(autouse=True)
def nothing_told(own_cache: Path) -> None:
    """No settings from the environment."""


def test_an_address_names_nodes_and_an_index() -> None:
    found = Address.of("opensearch+https://search1,search2:9201,[::1]:9200/my-digest_2")
    assert found.hosts == ("https://search1:9200", "https://search2:9201", "https://[::1]:9200")
    assert (found.name, found.generation) == ("my-digest_2", None)


def test_an_address_may_name_a_generation() -> None:
    assert Address.of("opensearch+http://localhost:9/a#000012-3f9ac1").generation == "000012-3f9ac1"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"])
def test_plain_http_is_used_for_this_machine(host: str) -> None:
    assert Address.of(f"OpenSearch+HTTP://{host}/a").hosts == (f"http://{host}:9200",)


@pytest.mark.parametrize("hosts", ["search1", "10.0.0.1", "127.0.0.1,search1", "localhost.example"])
def test_plain_http_is_refused_for_other_machines(hosts: str) -> None:
    with pytest.raises(LocationUnknown, match="by plain http can be read") as caught:
        Address.of(f"opensearch+http://{hosts}/a")
    assert "opensearch+https://" in caught.value.hint


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("opensearch+https://someone:secret@host/a", "holds a user or a password"),
        ("opensearch+https://host/a,b", "several digests"),
        ("opensearch+https://host/A", "can't be called"),
        ("opensearch+https://host/-a", "can't be called"),
        ("opensearch+https://host/", "can't be called"),
        ("opensearch+https://host", "can't be read"),
        ("opensearch+https://host/a/b", "can't be read"),
        ("opensearch+https://host/a#latest", "can't be read"),
        ("opensearch+https:///a", "not a host"),
        ("opensearch+https://host:99999/a", "not a host"),
        ("opensearch+https://host:port/a", "not a host"),
    ],
)
def test_an_invalid_address_is_refused_without_repeating_its_password(
    address: str, told: str
) -> None:
    with pytest.raises(LocationUnknown, match=told) as caught:
        Address.of(address)
    assert "secret" not in f"{caught.value} {caught.value.hint}"


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for address in (text, f"opensearch+https://{text}", f"opensearch+https://h/{text}"):
        try:
            found = Address.of(address)
        except LocationUnknown:
            continue
        assert all(host.startswith(("https://", "http://")) for host in found.hosts)
        assert "@" not in "".join(found.hosts)


def test_without_settings_there_is_no_user() -> None:
    assert Settings.read() == Settings("", "", None, 2.0)


def settings_file(folder: Path, text: str, mode: int = 0o600) -> str:
    file = folder / "cluster.toml"
    file.write_text(text)
    file.chmod(mode)
    return str(file)


def test_settings_of_the_environment_outrank_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text("certificate")
    told = f'user = "reader"\npassword = "secret"\nca = "{ca}"\ntimeout = 5\n'
    monkeypatch.setenv("PPRSEARCH_CLUSTER_FILE", settings_file(tmp_path, told))
    assert Settings.read() == Settings("reader", "secret", ca, 5.0)
    monkeypatch.setenv("PPRSEARCH_CLUSTER_USER", "writer")
    monkeypatch.setenv("PPRSEARCH_CLUSTER_TIMEOUT", "0.5")
    monkeypatch.setenv("PPRSEARCH_CLUSTER_HELD", "7")
    read = Settings.read()
    assert (read.user, read.timeout, read.held) == ("writer", 0.5, 7 * 2**20)
    assert "secret" not in repr(read)


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        ('user = "reader"\npassword = "secret"\n', 0o640, "others may read"),
        ('user = "reader', 0o600, "is not TOML"),
        ('user = "reader"\n', 0o600, "a user needs a password"),
        ('password = "secret"\n', 0o600, "a password a user"),
        ('host = "secret"\n', 0o600, "an unknown setting: host"),
        ('ca = "/nowhere/ca.pem"\n', 0o600, "no certificate in /nowhere/ca.pem"),
        ("timeout = 0\n", 0o600, "not a number of seconds"),
        ("timeout = 61\n", 0o600, "not a number of seconds"),
        ('timeout = "soon"\n', 0o600, "not a number of seconds"),
        ("held = -1\n", 0o600, "not a whole number of megabytes"),
        ('held = "all"\n', 0o600, "not a whole number of megabytes"),
    ],
)
def test_an_invalid_file_of_settings_is_refused_without_repeating_it(
    text: str, mode: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPRSEARCH_CLUSTER_FILE", settings_file(tmp_path, text, mode))
    with pytest.raises(ClusterSettingsWrong, match=told) as caught:
        Settings.read()
    assert "secret" not in f"{caught.value} {caught.value.hint}"


def test_a_missing_file_of_settings_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPRSEARCH_CLUSTER_FILE", "/nowhere/cluster.toml")
    with pytest.raises(ClusterSettingsWrong, match="can't be read: No such file"):
        Settings.read()
