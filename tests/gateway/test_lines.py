"""Open connections when the house closes, is exchanged, or drains."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.front import Front
from gateway.settings import from_table
from loaders.store.memory import MemoryStore
from tests.house import SCHEMA, SOURCES, House
from tests.talking import EVENTS, PROTOCOL, Talk, heard_by

CHANGES = "subscription { bookingChanged { id } }"


def application() -> aiohttp.web.Application:
    """Make an application whose vendor is not asked."""
    table = {
        **SOURCES["booking_experts"],
        "vendor": "booking_experts",
        "base_url": "http://127.0.0.1:9",
        "credentials": {"api_key": "k"},
    }
    settings = from_table({"sources": [table]}, Path.cwd(), {})
    store = MemoryStore()
    return make_app(SCHEMA, open_sources(settings, store), settings.server, store)


@pytest.mark.parametrize("way", ["close", "put", "drain"])
async def test_who_listens_is_told_to_come_again(way: str) -> None:
    """Closed, exchanged or drained: a WebSocket is closed with 1012, an event stream ends without `complete`."""
    front, app = Front(), application()
    await front.put(app)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        await front.open([listener])
        async with aiohttp.ClientSession() as client:
            wire = await client.ws_connect(f"{url}/graphql", protocols=(PROTOCOL,))
            running = House(url, {}, client, app)
            talk = Talk(wire, running)
            await wire.send_json({"type": "connection_init"})
            await talk.hear()
            await talk.listening(CHANGES)
            stream = await client.post(f"{url}/graphql", json={"query": CHANGES}, headers=EVENTS)
            await heard_by(running, 2)
            ways = {
                "close": lambda: front.close(5),
                "drain": lambda: front.drain(5),
                "put": lambda: front.put(application()),
            }
            ending = asyncio.create_task(ways[way]())
            assert await talk.closed() == (aiohttp.WSCloseCode.SERVICE_RESTART, "Closing: come again")
            with pytest.raises(aiohttp.ClientPayloadError):
                await stream.read()
            await ending
            await heard_by(running, 0)
            await wire.close()
        await front.close(5)
