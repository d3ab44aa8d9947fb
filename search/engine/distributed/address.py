"""Addresses of indexes in a cluster, and what the environment adds: credentials, CA, time limit."""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.engine.location import Location
from search.errors import ClusterSettingsWrong, LocationUnknown

# A file of mode 0600 with the settings below, or each of them by itself.
FILE_VARIABLE = "PPRSEARCH_CLUSTER_FILE"
USER_VARIABLE = "PPRSEARCH_CLUSTER_USER"
PASSWORD_VARIABLE = "PPRSEARCH_CLUSTER_PASSWORD"  # noqa: S105 - the name, not the password
CA_VARIABLE = "PPRSEARCH_CLUSTER_CA"
TIMEOUT_VARIABLE = "PPRSEARCH_CLUSTER_TIMEOUT"
HELD_VARIABLE = "PPRSEARCH_CLUSTER_HELD"

_VARIABLES = {
    "user": USER_VARIABLE,
    "password": PASSWORD_VARIABLE,
    "ca": CA_VARIABLE,
    "timeout": TIMEOUT_VARIABLE,
    "held": HELD_VARIABLE,
}
# Seconds that a node has for an answer; a reader waits for three of them at most.
_TIMEOUT = 2.0
_LONGEST = 60.0
# So many megabytes of an index are held in local files at most: more than a million posts without
# embeddings take, or a quarter of a million with them.
_HELD = 2048
_ADDRESS = re.compile(r"opensearch\+(https?)://([^/]*)/([^/]*)/?", re.IGNORECASE)
_HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_GENERATION = re.compile(r"\d{6,12}-[0-9a-f]{6}")
_FORM = "Write opensearch+https://HOST:9200,HOST:9200/NAME, with a name of a-z, 0-9, - and _."


@dataclass(frozen=True, slots=True)
class Address:
    """The index ``name`` in the cluster that is reached at ``hosts`` (``https://host:port``).

    ``generation`` names one of its generations, where the address of one was given.
    """

    hosts: tuple[str, ...]
    name: str
    generation: str | None = None

    @classmethod
    def of(cls, location: Location) -> Address:
        """Read an address. Raises ``LocationUnknown`` without repeating possible secrets."""
        told, _, generation = str(location).partition("#")
        found = _ADDRESS.fullmatch(told)
        if found is None or (generation and not _GENERATION.fullmatch(generation)):
            raise LocationUnknown("the address of the index in a cluster can't be read", _FORM)
        scheme, hosts, name = found[1].lower(), found[2], found[3]
        if "@" in hosts:
            raise LocationUnknown(
                "the address holds a user or a password",
                f"Give them in {USER_VARIABLE} and {PASSWORD_VARIABLE}, or in a file that "
                f"{FILE_VARIABLE} names.",
            )
        if "," in name:
            raise LocationUnknown("several digests in one address are not read yet", _FORM)
        if not _NAME.fullmatch(name):
            raise LocationUnknown(f"an index in a cluster can't be called {name[:60]!r}", _FORM)
        return cls(
            tuple(_host(scheme, host) for host in hosts.split(",")), name, generation or None
        )


def _host(scheme: str, told: str) -> str:
    found = _HOST.fullmatch(told)
    if found is None or int(found[2] or 9200) > 65535:
        raise LocationUnknown(f"{told[:60]!r} is not a host with a port", _FORM)
    if scheme == "http" and not _is_loopback(found[1].strip("[]")):
        raise LocationUnknown(
            f"{found[1]} is another machine, and what goes there by plain http can be read and "
            "changed on the way",
            "Write opensearch+https://, with the cluster's certificate authority in "
            f"{CA_VARIABLE} if it is its own.",
        )
    return f"{scheme}://{found[1]}:{found[2] or 9200}"


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach the cluster; ``ca`` is the file of its certificate authority.

    ``timeout`` is how many seconds a node has for an answer, ``held`` how many bytes of an index a
    server may hold in local files.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    timeout: float = _TIMEOUT
    held: int = _HELD * 2**20

    @classmethod
    def read(cls) -> Settings:
        """Read the environment and the file it names. Raises ``ClusterSettingsWrong``."""
        told = _file()
        told.update({k: os.environ[v] for k, v in _VARIABLES.items() if os.environ.get(v)})
        if bool(told.get("user")) != bool(told.get("password")):
            raise ClusterSettingsWrong(
                "a user needs a password, and a password a user",
                f"Give both, {USER_VARIABLE} and {PASSWORD_VARIABLE}, or none.",
            )
        ca = Path(str(told["ca"])) if told.get("ca") else None
        if ca is not None and not ca.is_file():
            raise ClusterSettingsWrong(f"there is no certificate in {ca}", f"Check {CA_VARIABLE}.")
        try:
            timeout = float(told.get("timeout", _TIMEOUT))
        except (TypeError, ValueError):
            timeout = 0
        if not 0 < timeout <= _LONGEST:
            raise ClusterSettingsWrong(
                f"{TIMEOUT_VARIABLE} is not a number of seconds up to {_LONGEST:.0f}",
                f"Leave it out for {_TIMEOUT:.0f} seconds.",
            )
        try:
            held = int(told.get("held", _HELD))
        except (TypeError, ValueError):
            held = -1
        if held < 0:
            raise ClusterSettingsWrong(
                f"{HELD_VARIABLE} is not a whole number of megabytes",
                f"Leave it out for {_HELD:,}; 0 holds nothing in files.",
            )
        user, password = (str(told.get(name, "")) for name in ("user", "password"))
        return cls(user, password, ca, timeout, held * 2**20)


def _file() -> dict[str, Any]:
    """The contents of the settings file, if the environment names one."""
    named = os.environ.get(FILE_VARIABLE)
    if not named:
        return {}
    try:
        with Path(named).open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            told = tomllib.load(file)
    except OSError as error:
        raise ClusterSettingsWrong(
            f"{named} can't be read: {error.strerror}", f"Check {FILE_VARIABLE}."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # What a parser says of a file repeats what stands there.
        raise ClusterSettingsWrong(
            f"{named} is not TOML", 'Write lines such as: user = "reader"'
        ) from None
    if mode & 0o077:
        raise ClusterSettingsWrong(
            f"others may read {named} (mode {mode:04o})", f"Run: chmod 600 {named}"
        )
    unknown = told.keys() - _VARIABLES
    if unknown:
        raise ClusterSettingsWrong(
            f"{named} has an unknown setting: {min(unknown)[:40]}",
            f"It may have {', '.join(_VARIABLES)}.",
        )
    return told
