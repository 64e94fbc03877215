"""What a vendor answered while something was read, so that another process can read the same without asking.

A reading is a function of the vendor's answers alone. So it is not the records that are shared, nor any code: it is the
answers, as bytes, and whoever finds them reads them as if the vendor had just sent them, at the moment it did.
"""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson

from loaders.errors import NotThere
from loaders.http.ask import Reply
from loaders.http.log import HIT, log
from loaders.inquiry import Tape

if TYPE_CHECKING:
    from loaders.http.ask import Ask, Send
    from loaders.inquiry import Inquiry

_LEVEL: Final = 1
"""How hard answers are packed: to about a tenth of their size, at little cost."""


def tape(source: str, vendor: str, send: Send) -> Send:
    """Answer from an inquiry's tape, or let it listen.

    Args:
        source: the source's name in the configuration.
        vendor: the vendor's name.
        send: what asks the vendor.

    """

    async def taped(ask: Ask, inquiry: Inquiry) -> Reply:
        known = inquiry.tape
        if known is None or not ask.safe:
            return await send(ask, inquiry)
        name = repr(ask.key)
        if known.plays and name in known.answers:
            return await log(source, vendor, HIT, _playing(*known.answers[name]))(ask, inquiry)
        try:
            reply = await send(replace(ask, refresh=known.refresh), inquiry)
        except NotThere:
            known.absent = True
            raise
        known.answers[name] = (reply.status, reply.body)
        return reply

    return taped


def _playing(status: int, body: bytes) -> Send:
    async def play(_: Ask, __: Inquiry) -> Reply:
        return Reply(status, {}, body)

    return play


def pack(known: Tape) -> bytes | None:
    """Write a tape down; None where an answer is not UTF-8, and so not worth sharing."""
    try:
        told = {ask: (status, body.decode()) for ask, (status, body) in known.answers.items()}
    except UnicodeDecodeError:
        return None
    return gzip.compress(orjson.dumps([known.at.timestamp(), told]), _LEVEL)


def unpack(data: bytes) -> Tape | None:
    """Read a tape; None where it is none."""
    try:
        at, told = orjson.loads(gzip.decompress(data))
        answers = {str(ask): (int(status), str(body).encode()) for ask, (status, body) in told.items()}
        return Tape(dt.datetime.fromtimestamp(float(at), dt.UTC), answers, plays=True)
    except (OSError, EOFError, ValueError, TypeError, AttributeError, OverflowError):
        return None
