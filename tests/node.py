"""Runs the programs of tests/node, where Node.js is on the machine and their packages are installed."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

FOLDER: Final = Path(__file__).with_name("node")


async def node(
    program: Path | str,
    *arguments: str,
    says: str = "",
    at: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> str:
    """Run a program and give what it prints; one that fails fails the test with what it said.

    Args:
        program: its path, or its name in tests/node.
        arguments: what it is given.
        says: what it reads from stdin.
        at: the folder it runs in; that of the program where none is given.
        environ: what it finds in its environment, beside the PATH.

    """
    binary = shutil.which("node")
    if binary is None:
        pytest.skip("Node.js is absent: install Debian's package nodejs, version 20.11 or later")
    if not (FOLDER / "node_modules").is_dir():
        pytest.skip("the packages of tests/node are not installed: run `make node`")
    path = FOLDER / program
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(binary, "--no-warnings", path, *arguments),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        cwd=at or path.parent,
        env={"PATH": os.environ["PATH"], **(environ or {})},
    )
    try:
        out, err = await process.communicate(says.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, f"{program} ended with {process.returncode}\n{err.decode()}\n{out.decode()}"
    return out.decode()
