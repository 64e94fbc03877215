"""No credential leaves the house: every one that any test configures is looked for in all that the test run sees.

That is each response a client of any test gets, with its headers, and each message of a WebSocket; each line of the
log, those that are told all the time included; and whatever a `foyer` that a test starts writes. A credential is what a
configuration keeps as a secret.
"""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
from pydantic import SecretStr

from gateway.telemetry.logs import formatter

SHORTEST: Final = 8
"""Shorter ones are found in words that mean something else."""

NO_SECRETS: Final = ("memory://", "redis://127.0.0.1")
"""What is kept as a secret because it may hold a password, and holds none."""


class Secrets:
    """The credentials that are known, and where one was seen."""

    def __init__(self) -> None:
        self._known: Final[set[str]] = set()
        self.leaks: list[str] = []

    def learn(self, *secrets: str) -> None:
        """Look for these from now on; of one of several lines, for each line."""
        for secret in secrets:
            lines = [line for line in secret.splitlines() if "-----" not in line]
            self._known.update(line for line in lines if len(line) >= SHORTEST and not line.startswith(NO_SECRETS))

    def saw(self, where: str, text: str) -> None:
        """Look through a text."""
        self.leaks += [f"{where} holds the credential {secret!r}" for secret in self._known if secret in text]

    def tracing(self) -> aiohttp.TraceConfig:
        """Make what has a client's responses looked through."""
        config = aiohttp.TraceConfig()

        async def chunk(_: aiohttp.ClientSession, __: SimpleNamespace, got: Any) -> None:
            self.saw(f"the answer to {got.method} {got.url.path}", got.chunk.decode(errors="replace"))

        async def head(_: aiohttp.ClientSession, __: SimpleNamespace, got: Any) -> None:
            self.saw(f"a header of the answer to {got.method} {got.url.path}", json.dumps(dict(got.response.headers)))

        config.on_response_chunk_received.append(chunk)
        config.on_request_end.append(head)
        return config

    def listen(self) -> None:
        """Learn every secret that is configured from now on, and look through every line of the log."""
        keep = SecretStr.__init__

        def kept(self_: SecretStr, value: str) -> None:
            keep(self_, value)
            self.learn(value)

        SecretStr.__init__ = kept  # type: ignore[method-assign]  # every secret of a configuration comes by here
        begin = aiohttp.ClientSession.__init__

        def traced(client: aiohttp.ClientSession, *given: Any, **named: Any) -> None:
            ours = (named.get("headers") or {}).get("User-Agent") == "foyer"  # vendors may answer what they like
            configs = [*(named.pop("trace_configs", None) or ()), *([] if ours else [self.tracing()])]
            begin(client, *given, trace_configs=configs, **named)

        aiohttp.ClientSession.__init__ = traced  # type: ignore[method-assign]  # and every answer by here
        receive = aiohttp.ClientWebSocketResponse.receive

        async def received(socket: aiohttp.ClientWebSocketResponse, *given: Any, **named: Any) -> aiohttp.WSMessage:
            message = await receive(socket, *given, **named)
            self.saw("a message of a WebSocket", f"{message.data} {message.extra}")
            return message

        aiohttp.ClientWebSocketResponse.receive = received  # type: ignore[method-assign]  # as above
        logging.getLogger().addHandler(_Listener(self))
        logging.getLogger("foyer").setLevel(logging.INFO)


class _Listener(logging.Handler):
    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        self._secrets: Final = secrets
        self._shape: Final = formatter(readable=False)

    def emit(self, record: logging.LogRecord) -> None:
        """Look through a line as it would be written, and as it was meant."""
        self._secrets.saw(
            "the log", f"{self._shape.format(logging.makeLogRecord(record.__dict__))} {record.getMessage()}"
        )


SECRETS: Final = Secrets()
