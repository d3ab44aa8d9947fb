"""A cluster that requires TLS and a password, behind a real nginx."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from indexer.publish import publish
from search.engine.distributed.address import CA_VARIABLE, FILE_VARIABLE
from search.engine.open import open_engine
from search.errors import ClusterRefused
from search.question import Question
from tests.digests import garden
from tests.webapp.proxies import certify, free_port, running_nginx, temporary_paths

pytestmark = [pytest.mark.cluster, pytest.mark.nginx]

PASSWORD = "beans-and-peas"  # noqa: S105 - that of no cluster there is
CONF = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/errors;
events {{ }}
http {{
  access_log off;
  {paths}
  map $remote_user$request_method $refused {{
    default 0;
    ~^reader(PUT|DELETE)$ 1;
  }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/certificate;
    ssl_certificate_key {folder}/key;
    client_max_body_size 16m;
    location / {{
      auth_basic cluster;
      auth_basic_user_file {folder}/users;
      if ($refused) {{ return 403; }}
      proxy_pass http://{behind};
    }}
  }}
}}
"""


class Secured(NamedTuple):
    """The port of the cluster's proxy, and the file of its certificate."""

    port: int
    certificate: Path


@pytest.fixture(scope="module")
def secured(node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    nginx, openssl = (shutil.which(name) for name in ("nginx", "openssl"))
    if not (nginx and openssl):
        pytest.skip("needs Debian's nginx and openssl")
    folder = tmp_path_factory.mktemp("secured")
    port = free_port()
    certify(openssl, folder)
    (folder / "users").write_text(
        "".join(f"{w}:{{PLAIN}}{PASSWORD}\n" for w in ("editor", "reader"))
    )
    (folder / "users").chmod(0o644)
    behind = node.rpartition("/")[2]
    # Otherwise its workers would run as a user who may not read the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    paths = temporary_paths(folder)
    (folder / "nginx.conf").write_text(
        CONF.format(user=user, folder=folder, port=port, paths=paths, behind=behind)
    )
    with running_nginx(nginx, folder, port):
        yield Secured(port, folder / "certificate")


@pytest.fixture
def as_user(
    secured: Secured, own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Secured:
    """Settings from a file with the editor's password and the certificate."""
    told = f"user = 'editor'\npassword = '{PASSWORD}'\nca = '{secured.certificate}'\ntimeout = 60\n"
    file = tmp_path / "cluster.toml"
    file.write_text(told)
    file.chmod(0o600)
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    return secured


def test_a_digest_is_published_and_read_with_a_password(as_user: Secured) -> None:
    address = f"opensearch+https://localhost:{as_user.port}/secured"
    assert publish(garden.digest(), address).published
    with closing(open_engine(address, semantic=False)) as engine:
        assert engine.now().search(Question.parse("slugs")).answered
        assert engine.health == ()


def test_a_wrong_password_is_reported_and_not_repeated(
    as_user: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPRSEARCH_CLUSTER_PASSWORD", "beans-and-leeks")
    with pytest.raises(ClusterRefused, match="refuses this user") as told:
        open_engine(f"opensearch+https://localhost:{as_user.port}/secured")
    assert "leeks" not in f"{told.value!r}{told.value.hint}"


def test_a_user_who_may_only_read_gets_an_error_on_writing(
    as_user: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PPRSEARCH_CLUSTER_USER", "reader")
    with pytest.raises(ClusterRefused, match="or does not permit this"):
        publish(garden.digest(), f"opensearch+https://localhost:{as_user.port}/refused")


def test_an_unknown_certificate_or_one_for_another_name_is_refused(
    as_user: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ClusterRefused, match="certificate is not trusted"):
        open_engine(f"opensearch+https://127.0.0.1:{as_user.port}/secured")
    monkeypatch.setenv(CA_VARIABLE, "/etc/ssl/certs/ca-certificates.crt")
    with pytest.raises(ClusterRefused, match="certificate is not trusted"):
        open_engine(f"opensearch+https://localhost:{as_user.port}/secured")
