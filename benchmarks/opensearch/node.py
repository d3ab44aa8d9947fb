"""A node of OpenSearch: its settings, its process, and when it is ready."""

from __future__ import annotations

import json
import os
import pwd
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from opensearch.download import ClusterUnavailable

_UNPRIVILEGED = "nobody"
# The seconds within which all nodes must answer, and a stopped node must end.
_PATIENCE, _STOPPED = 180, 20
# A heap of at most so many megabytes is for trials and tests.
_SMALL = 512
_LOG4J = """\
status = error
appender.c.type = Console
appender.c.name = c
appender.c.layout.type = PatternLayout
appender.c.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n
rootLogger.level = info
rootLogger.appenderRef.c.ref = c
"""


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
        """Stop it: first by a signal to end, then by killing it."""
        if self.process.poll() is None:
            # A frozen node would not receive the signal.
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(_STOPPED)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


def free_ports(count: int) -> list[int]:
    """Free ports of the loopback address."""
    with ExitStack() as opened:
        sockets = [opened.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def not_taken(ports: list[int]) -> list[int]:
    """Raise ``ClusterUnavailable`` if one of the ports is taken."""
    for port in ports:
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind(("127.0.0.1", port))
            except OSError as error:
                raise ClusterUnavailable(f"port {port} can't be had: {error.strerror}") from None
    return ports


def start(
    home: Path,
    java: Path,
    root: Path,
    number: int,
    port: int,
    talking: Sequence[int],
    options: Sequence[str],
    heap: int,
) -> Node:
    """Start a node; the nodes of the cluster talk to each other at the ports ``talking``.

    ``heap`` is its heap in megabytes; ``options`` are further ones of Java.
    """
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
        # A frozen node is excluded after seconds, not after half a minute.
        "cluster.fault_detection.follower_check.timeout": "3s",
        "cluster.fault_detection.follower_check.retry_count": 2,
        "cluster.fault_detection.leader_check.timeout": "3s",
        "cluster.fault_detection.leader_check.retry_count": 2,
        "script.max_compilations_rate": "500/1m",
        "cluster.routing.allocation.disk.threshold_enabled": False,
        # Whether there is room for a request is judged by what requests take, not by all memory in
        # use: small nodes collect their garbage only once there is no more room.
        "indices.breaker.total.use_real_memory": not _is_small(heap),
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
            [str(java), *_memory(heap), *options, *_command(home, config, scratch)],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=told_there,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "OPENSEARCH_TMPDIR": str(scratch)},
            start_new_session=True,
            **user,
        )
    return Node(name, port, process, log)


def _is_small(heap: int) -> bool:
    """Whether a heap of so many megabytes is one for trials and tests."""
    return heap <= _SMALL


def _memory(heap: int) -> list[str]:
    """Java's options for a heap of so many megabytes.

    Those of a large one are the server's own: garbage is collected early, and beside the work.
    """
    collecting = (
        ["-XX:+UseSerialGC"]
        if _is_small(heap)
        else [
            "-XX:+UseG1GC",
            "-XX:G1ReservePercent=25",
            "-XX:InitiatingHeapOccupancyPercent=30",
        ]
    )
    return [f"-Xms{heap}m", f"-Xmx{heap}m", *collecting]


def _command(home: Path, config: Path, scratch: Path) -> list[str]:
    """The command that starts a server with few threads and little memory."""
    return [
        "-Xss1m",
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


def wait_for(nodes: Sequence[Node]) -> None:
    """Wait until all nodes form a green cluster, or one of them has ended."""
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
