"""The sockets Foyer listens on, opened before anything else, so that an address that cannot be had is known at once."""

from __future__ import annotations

import socket
from typing import Final

BACKLOG: Final = 1024
"""Connections that wait to be accepted; a worker that is being replaced leaves them where they are."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of a host; whoever connects waits until somebody accepts.

    Raises:
        OSError: an address cannot be had.

    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            sockets.append(socket.socket(family, kind, protocol))
            sockets[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                sockets[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            sockets[-1].bind(address)
            sockets[-1].listen(BACKLOG)
            sockets[-1].setblocking(False)  # noqa: FBT003  # Python's signature
    except OSError as fault:
        close(sockets)
        why = (fault.strerror or "it cannot be had").lower()
        raise OSError(fault.errno, f"cannot listen on {host} port {port}: {why}") from None
    return sockets


def url(host: str, sockets: list[socket.socket]) -> str:
    """Give the URL that leads to these sockets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{sockets[0].getsockname()[1]}"


def close(sockets: list[socket.socket]) -> None:
    """Listen no longer, as far as this process goes."""
    for one in sockets:
        one.close()
