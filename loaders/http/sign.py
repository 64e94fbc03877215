"""The layer that adds a source's credentials, last before the wire: no key, log or fault above it ever sees them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry


def sign(headers: Mapping[str, str], send: Send) -> Send:
    """Send every ask with these headers too; they replace headers of the same name, whatever its case.

    Args:
        headers: the credentials, e.g. `{"X-API-KEY": …}`.
        send: the wire.

    Raises:
        ValueError: a credential holds a control character, such as the line break at the end of a secret's file.

    """
    for name, value in headers.items():
        if not value.isprintable():
            raise ValueError(f"the credential sent as {name} holds a line break or another control character")
    credentials = tuple(headers.items())
    taken = {name.lower() for name in headers}

    async def signed(ask: Ask, inquiry: Inquiry) -> Reply:
        kept = tuple((name, value) for name, value in ask.headers if name.lower() not in taken)
        return await send(dataclasses.replace(ask, headers=kept + credentials), inquiry)

    return signed
