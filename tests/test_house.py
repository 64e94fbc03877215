"""The house itself: its floors, and its papers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NODE = ("gateway/graphiql", "tests/node")
"""Where packages of Node.js are asked for."""


def test_the_floors_are_kept() -> None:
    """Every room looks only down; import-linter reads the contracts in pyproject.toml."""
    linted = subprocess.run(  # noqa: S603  # the linter of our own environment
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(
    "paper", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_links_between_papers_lead_somewhere(paper: Path) -> None:
    """A link from one paper to a file is to a file there is."""
    for target in re.findall(r"\]\(((?!http)[^)#]+)", paper.read_text("utf-8")):
        assert (paper.parent / target).exists(), f"{paper.name} links to {target}"


def test_every_dependency_earns_its_place() -> None:
    """docs/dependencies.md names each package pyproject.toml asks for, and no other."""
    table = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    named = {
        name.strip() for row in re.findall(r"^\| ([a-z@][^|]*) \|", table, re.MULTILINE) for name in row.split(",")
    }
    asked = set(re.findall(r'^  "([\w-]+)==', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE))
    asked |= set(re.findall(r'[\[ ]"([\w-]+)==', (ROOT / "pyproject.toml").read_text("utf-8")))
    page = {
        name
        for package in NODE
        for name in re.findall(r'"(@?[\w/-]+)": "\d', (ROOT / package / "package.json").read_text("utf-8"))
    }
    assert named - {"package"} == asked | page - {"version"}


def test_locks_hold_no_addresses() -> None:
    """Lock files pin by hash and name no registry."""
    for lock in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
    for package in NODE:
        assert '"resolved"' not in (ROOT / package / "package-lock.json").read_text("utf-8")
