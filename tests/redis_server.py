"""A real redis-server for tests."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path
from shutil import which

import pytest


class Server:
    """A redis-server on a free port of this machine, which a test may kill and start again.

    Args:
        folder: where it runs; it keeps nothing there.

    """

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start it and wait until it accepts connections."""
        program = which("redis-server")
        if program is None:
            pytest.skip("there is no redis-server on this machine")
        command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", *options]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except ConnectionRefusedError:
                time.sleep(0.01)
            else:
                return

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Let it hang."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        """Let it forget everything."""
        assert self._ask(b"FLUSHALL") == b"+OK\r\n"

    def clients(self) -> int:
        """Count the connections to it, this one aside."""
        return self._ask(b"CLIENT LIST").count(b"laddr=") - 1

    def _ask(self, command: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), 5) as line:
            line.sendall(command + b"\r\n")
            return line.recv(100_000)
