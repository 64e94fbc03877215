"""The layer that adds the key, a parameter of every call [002:4-7], last before the wire.

No log, fault or comparison above it ever sees the key; redirects stay within the vendor's origin.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Reply, Send
    from loaders.inquiry import Inquiry

PARAMETER: Final = "api_secret_key"


def sign(secret: str, send: Send) -> Send:
    """Send every ask with the key among its parameters, as the document's examples do.

    Raises:
        ValueError: the key holds a control character, such as the line break at the end of a secret's file.

    """
    if not secret.isprintable():
        raise ValueError(f"the credential {PARAMETER} holds a line break or another control character")

    async def signed(ask: Ask, inquiry: Inquiry) -> Reply:
        return await send(dataclasses.replace(ask, query=(*ask.query, (PARAMETER, secret))), inquiry)

    return signed
