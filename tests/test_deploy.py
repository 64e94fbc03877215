"""What is in deploy/ fits what it deploys."""

from __future__ import annotations

import configparser
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.cli import _parser
from gateway.front import GRACE_SECONDS
from gateway.settings import from_table
from tests.house import house

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"


def manifests() -> dict[str, Any]:
    """Read the Kubernetes manifests, by their kind."""
    return {one["kind"]: one for one in yaml.safe_load_all((DEPLOY / "kubernetes.yml").read_text("utf-8"))}


def container() -> dict[str, Any]:
    """Give the container of the deployment."""
    (one,) = manifests()["Deployment"]["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = one
    return found


def test_the_unit_runs_a_command_there_is() -> None:
    """It starts `foyer serve` with a file, reloads by SIGHUP, and waits as long as a drain may take."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # as configparser's paper says
    unit.read(DEPLOY / "foyer.service")
    service = unit["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.endswith("/bin/foyer")
    assert _parser().parse_args(arguments).config == Path("/etc/foyer/foyer.toml")
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    timeout = from_table({"sources": [SOURCE]}, ROOT, {}).server.request_timeout_seconds
    assert int(service["TimeoutStopSec"]) >= timeout + GRACE_SECONDS + 5


SOURCE = {
    "name": "park",
    "vendor": "booking_experts",
    "base_url": "http://127.0.0.1:1",
    "time_zone": "Europe/Amsterdam",
    "administrations": ["1"],
    "credentials": {"api_key": "key"},
}


def test_the_configuration_in_the_manifest_is_good() -> None:
    """The file in the ConfigMap is one Foyer starts with, given the Secret its head tells how to make."""
    text = (DEPLOY / "kubernetes.yml").read_text("utf-8")
    environ = dict.fromkeys(re.findall(r"--from-literal=([A-Z_]+)=", text), "made-up")
    file = manifests()["ConfigMap"]["data"]["foyer.toml"]
    settings = from_table(tomllib.loads(file), ROOT, environ)
    assert settings.server.auth is not None
    (port,) = container()["ports"]
    assert port["containerPort"] == settings.server.port
    spec = manifests()["Deployment"]["spec"]["template"]["spec"]
    pause = int(container()["lifecycle"]["preStop"]["exec"]["command"][1])
    needed = pause + GRACE_SECONDS + settings.server.request_timeout_seconds + 3
    assert spec["terminationGracePeriodSeconds"] >= needed
    assert spec["enableServiceLinks"] is False


def test_what_belongs_together_in_the_manifests_does() -> None:
    """Selectors, names and the place of the configuration fit each other and the container's image."""
    kinds = manifests()
    labels = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    selectors = (
        kinds["Deployment"]["spec"]["selector"]["matchLabels"],
        kinds["Service"]["spec"]["selector"],
        kinds["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    )
    assert all(selector == labels for selector in selectors)
    assert kinds["Service"]["metadata"]["name"] != "foyer"
    volumes = {one["name"]: one for one in kinds["Deployment"]["spec"]["template"]["spec"]["volumes"]}
    mounts = {one["name"]: one["mountPath"] for one in container()["volumeMounts"]}
    assert volumes["config"]["configMap"]["name"] == kinds["ConfigMap"]["metadata"]["name"]
    assert mounts.keys() == volumes.keys()
    assert f"FOYER_CONFIG={mounts['config']}/foyer.toml" in (DEPLOY / "Containerfile").read_text("utf-8")
    assert _parser().parse_args(container()["args"]).config is None


@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe", "readinessProbe", "scrape"])
async def test_probes_ask_for_what_is_there(probe: str) -> None:
    """Every path that Kubernetes or Prometheus asks for is answered with 200."""
    metadata = manifests()["Deployment"]["spec"]["template"]["metadata"]
    path = metadata["annotations"]["prometheus.io/path"]
    if probe != "scrape":
        path = container()[probe]["httpGet"]["path"]
    async with (
        house("booking_experts", size=20) as running,
        running.client.get(f"{running.url}{path}") as response,
    ):
        assert response.status == 200


def test_the_container_is_made_of_what_there_is() -> None:
    """Every file that is copied from the sources exists, each room is, and the last stage runs as nobody's root."""
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    copied = [
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    ]
    assert all((ROOT / name).exists() for name in copied)
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(rooms["packages"]) <= set(copied)
    last = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER 10001" in last
    assert _parser().parse_args(["serve"]).run
