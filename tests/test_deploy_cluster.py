"""The Kubernetes manifests: existing names, no privileges, and no secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from search.engine.distributed.address import Address
from tests.conftest import REPOSITORY
from tests.test_deploy import parsed
from tests.test_docs import CONFIGURATION

DEPLOY = REPOSITORY / "deploy"
FILES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
OBJECTS: list[dict[str, Any]] = [
    one for file in FILES for one in yaml.safe_load_all(file.read_text("utf-8"))
]
VERSIONS = {
    "ConfigMap": "v1",
    "Service": "v1",
    "StatefulSet": "apps/v1",
    "Deployment": "apps/v1",
    "PodDisruptionBudget": "policy/v1",
}
WORKLOADS = [one for one in OBJECTS if one["kind"] in ("StatefulSet", "Deployment")]
COMPOSE = yaml.safe_load((DEPLOY / "compose-cluster.yaml").read_text("utf-8"))


def name_of(one: dict[str, Any]) -> str:
    return f"{one['kind']} {one['metadata']['name']}"


def pod(workload: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = workload["spec"]["template"]["spec"]
    return spec


def container(workload: dict[str, Any]) -> dict[str, Any]:
    (only,) = pod(workload)["containers"]
    found: dict[str, Any] = only
    return found


def found_under(key: str, told: object) -> Iterator[Any]:
    """All values with this key, at any depth."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name == key:
                yield value
            yield from found_under(key, value)
    elif isinstance(told, list):
        for value in told:
            yield from found_under(key, value)


def test_each_object_is_of_the_version_that_serves_its_kind() -> None:
    for one in OBJECTS:
        assert one["apiVersion"] == VERSIONS[one["kind"]]
    names = [name_of(one) for one in OBJECTS]
    assert len(set(names)) == len(names)


def test_a_selector_matches_pods() -> None:
    labels = [one["spec"]["template"]["metadata"]["labels"] for one in WORKLOADS]
    for one in OBJECTS:
        selector = one.get("spec", {}).get("selector")
        if selector is not None:
            wanted = selector.get("matchLabels", selector)
            assert any(wanted.items() <= found.items() for found in labels), name_of(one)
    for one in OBJECTS:
        if one["kind"] == "StatefulSet":
            assert f"Service {one['spec']['serviceName']}" in map(name_of, OBJECTS)


@pytest.mark.parametrize("workload", WORKLOADS, ids=name_of)
def test_a_pod_has_no_privileges_and_limited_resources(workload: dict[str, Any]) -> None:
    assert pod(workload)["securityContext"]["runAsNonRoot"] is True
    assert pod(workload)["automountServiceAccountToken"] is False
    rights = container(workload)["securityContext"]
    assert rights["allowPrivilegeEscalation"] is False
    assert rights["capabilities"] == {"drop": ["ALL"]}
    assert "memory" in container(workload)["resources"]["limits"]
    assert not list(found_under("privileged", workload))


@pytest.mark.parametrize("workload", WORKLOADS, ids=name_of)
def test_mounted_volumes_and_probed_ports_exist(workload: dict[str, Any]) -> None:
    volumes = {one["name"] for one in pod(workload)["volumes"]}
    claims = {c["metadata"]["name"] for c in workload["spec"].get("volumeClaimTemplates", ())}
    mounted = {one["name"] for one in container(workload)["volumeMounts"]}
    assert mounted == volumes | claims
    ports = {one["name"] for one in container(workload).get("ports", ())}
    for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
        for port in found_under("port", container(workload).get(kind)):
            assert port in ports
    named = {one["metadata"]["name"] for one in OBJECTS if one["kind"] == "ConfigMap"}
    for told in (*found_under("configMapRef", workload), *found_under("configMap", workload)):
        assert told["name"] in named


def test_passwords_come_from_secrets_only() -> None:
    assert not [one for one in OBJECTS if one["kind"] == "Secret"]
    for workload in WORKLOADS:
        for variable in container(workload).get("env", ()):
            if "PASSWORD" in variable["name"]:
                assert "secretKeyRef" in variable["valueFrom"]


def test_commands_and_settings_exist() -> None:
    for workload in WORKLOADS:
        if "args" in container(workload):
            parsed(container(workload)["args"])
    told = next(one for one in OBJECTS if name_of(one) == "ConfigMap pprsearch")["data"]
    assert [name for name in told if name not in CONFIGURATION] == []
    assert Address.of(told["PPRSEARCH_INDEX"]).hosts == ("https://opensearch:9200",)
    for service in ("index", "serve"):
        parsed(COMPOSE["services"][service]["command"])
        environment = COMPOSE["services"][service]["environment"]
        assert Address.of(environment["PPRSEARCH_INDEX"]).name == "digest"
        for variable in environment:
            assert variable in CONFIGURATION or variable == "XDG_CACHE_HOME"


def test_a_manager_can_be_elected_while_one_node_is_down() -> None:
    nodes = next(one for one in OBJECTS if one["kind"] == "StatefulSet")
    told = next(one for one in OBJECTS if name_of(one) == "ConfigMap opensearch")
    settings = yaml.safe_load(told["data"]["opensearch.yml"])
    first = settings["cluster.initial_cluster_manager_nodes"].split(",")
    assert first == [f"opensearch-{n}" for n in range(nodes["spec"]["replicas"])]
    budget = next(one for one in OBJECTS if name_of(one) == "PodDisruptionBudget opensearch")
    assert budget["spec"]["maxUnavailable"] == 1 < len(first) / 2
