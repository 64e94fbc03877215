"""The sockets Foyer listens on, opened before anything else, so that an address that cannot be had is known at once."""

from __future__ import annotations

import errno
import socket
from typing import Any, Final

BACKLOG: Final = 1024
"""Connections that wait to be accepted; a worker that is being replaced leaves them where they are."""


_ABSENT: Final = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""What a name's IPv6 address meets on a machine without IPv6."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen on every address of a host that this machine has; whoever connects waits until somebody accepts.

    Raises:
        OSError: an address is taken, or none can be had.

    """
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _, _, _, address in dict.fromkeys(found):
            try:
                sockets.append(_listen(family, address))
            except OSError as fault:
                if fault.errno not in _ABSENT:
                    raise
                absent = fault
        if absent is not None and not sockets:
            raise absent
    except OSError as fault:
        close(sockets)
        why = (fault.strerror or "it cannot be had").lower()
        raise OSError(fault.errno, f"cannot listen on {host} port {port}: {why}") from None
    return sockets


def _listen(family: int, address: tuple[Any, ...]) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
        one.listen(BACKLOG)
        one.setblocking(False)  # noqa: FBT003  # Python's signature
    except OSError:
        one.close()
        raise
    return one


def url(host: str, sockets: list[socket.socket]) -> str:
    """Give the URL that leads to these sockets."""
    return f"http://{f'[{host}]' if ':' in host else host}:{sockets[0].getsockname()[1]}"


def close(sockets: list[socket.socket]) -> None:
    """Listen no longer, as far as this process goes."""
    for one in sockets:
        one.close()
