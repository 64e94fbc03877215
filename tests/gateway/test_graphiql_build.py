"""What the GraphiQL page is built from: pinned packages, and a build that knows when it has nothing to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from gateway.graphiql import page as graphiql

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = graphiql.BUILT.parent


def test_every_package_is_pinned_and_none_is_tied_to_a_host() -> None:
    """Direct packages have one exact version, all have a hash in the lock file, and it names no download address."""
    package = json.loads((PACKAGE / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    locked = json.loads((PACKAGE / "package-lock.json").read_text("utf-8"))["packages"]
    del locked[""]
    assert [name for name, entry in locked.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


@pytest.mark.node
def test_build_knows_whether_it_is_up_to_date(tmp_path: Path) -> None:
    """What is built counts as up to date until a source changes; telling so needs none of the packages."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is absent: install Debian's package nodejs, version 20.11 or later")
    if not graphiql.is_built():
        pytest.skip("GraphiQL is not built: run `make graphiql`")
    folder = tmp_path / "graphiql"
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("node_modules"))

    def check() -> int:
        # S603: the command is this project's own build
        return subprocess.run([node, folder / "build.mjs", "--check"], check=False, timeout=30).returncode  # noqa: S603

    assert check() == 0
    style = folder / "src" / "page.css"
    before = style.read_bytes()
    style.write_bytes(before + b"/* changed */")
    assert check() == 1
    style.write_bytes(before)
    assert check() == 0
    (folder / "src" / "new.js").write_text("")
    assert check() == 1
