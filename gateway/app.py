"""The aiohttp application: its routes, and what begins and ends with it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

from aiohttp import web

from gateway.assembly import close_sources
from gateway.auth import EXPLAIN, callers, digest
from gateway.context import open_operation
from gateway.documents import Documents
from gateway.graphiql import page as graphiql
from gateway.graphql_view import EXPLAIN as EXPLAIN_HEADER
from gateway.graphql_view import View
from gateway.lines import Lines
from gateway.manifest import read_manifest
from gateway.rate import Rate
from gateway.rooms import Rooms
from gateway.settings import Server
from gateway.webhooks import Calls
from loaders.port import Source
from loaders.store.face import Store
from loaders.store.memory import MemoryStore
from loaders.writing.announce import Announcer
from loaders.writing.changes import Changes
from loaders.writing.feed import Feed
from loaders.writing.word import Change
from schema.build import Schema
from schema.context import Context
from schema.limits import Limits

FEED: Final = web.AppKey("feed", Feed[Change])
"""Who waits to hear of changes."""

ROOMS: Final = web.AppKey("rooms", Rooms)
"""The subscriptions that are answered."""


def make_app(  # noqa: PLR0913  # one argument a thing that is decided elsewhere
    schema: Schema,
    sources: Mapping[str, Source],
    server: Server,
    store: Store | None = None,
    *,
    hints: bool = True,
    draining: Callable[[], bool] = lambda: False,
    stays: Callable[[Source | Store], bool] = lambda _: False,
) -> web.Application:
    """Make the application.

    Args:
        schema: the graph.
        sources: every source, by name; closed when the application is.
        server: its settings.
        store: what outlives an operation, closed when the application is; without one, this process's memory.
        hints: whether relations may be asked for along with their owner.
        draining: whether the process is about to end, so that questions had better go elsewhere.
        stays: whether a source or the store is to stay open all the same, because another application uses it.

    Raises:
        ConfigurationError: the trusted documents are not what they should be.

    """
    store = store or MemoryStore()
    feed: Feed[Change] = Feed()
    lines, rooms = Lines(), Rooms(schema)
    announcer = Announcer(store.notices, secrets.token_hex(8), now=time.time, feed=feed)
    calls = Calls(sources, announcer, store.values)
    changes = Changes(store.keys, announcer.made, now=time.time)
    documents = _documents(schema, server)
    tell = callers(sources, server.auth, allow_anonymous=server.allow_anonymous)
    rate = Rate()
    limits = server.limits
    allowed = Limits(limits.max_cost, limits.max_depth, limits.max_aliases, limits.max_tokens)

    async def begin(request: web.Request, authorization: str | None) -> Context:
        caller = tell(authorization)
        rate.take(digest(authorization or request.remote or "").hex())
        explain = EXPLAIN in caller.scopes and request.headers.get(EXPLAIN_HEADER) == "1"
        return open_operation(
            caller.sources,
            server.request_timeout_seconds,
            hints=hints,
            explain=explain,
            changes=changes,
            caller=caller.name,
            scopes=caller.scopes,
            allowed=allowed,
            news=feed,
        )

    async def lifespan(_: web.Application) -> AsyncIterator[None]:
        hearing = asyncio.create_task(announcer.hear(sources))
        yield
        await calls.close()
        await changes.close()
        hearing.cancel()
        await asyncio.wait((hearing,))
        await close_sources({name: source for name, source in sources.items() if not stays(source)})
        if not stays(store):
            await store.close()

    async def ready(_: web.Request) -> web.Response:
        """Tell whether questions are answered. A vendor that is down does not make the gateway unready."""
        if draining():
            return web.json_response({"status": "draining"}, status=web.HTTPServiceUnavailable.status_code)
        return web.json_response({"status": "ready"})

    app = web.Application(client_max_size=server.max_body_bytes)
    app.cleanup_ctx.append(lifespan)
    app[FEED], app[ROOMS] = feed, rooms

    async def part(_: web.Application) -> None:
        await lines.close()

    app.on_shutdown.append(part)
    view = View(schema, begin, graphiql.page if server.graphiql else None, documents, lines, rooms)
    app.router.add_post("/webhooks/{vendor}/{source}", calls.answer)
    app.router.add_route("*", "/graphql", view)
    app.add_routes([web.get("/livez", _live), web.get("/readyz", ready)])
    if server.graphiql:
        app.add_routes(graphiql.routes())
    return app


def _documents(schema: Schema, server: Server) -> Documents:
    trusted = None if server.documents is None else read_manifest(server.documents, schema)
    return Documents(trusted, only=server.only_documents)


async def _live(_: web.Request) -> web.Response:
    """Tell that the process runs."""
    return web.json_response({"status": "ok"})
