"""The aiohttp application: its routes, and what begins and ends with it."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping

from aiohttp import web

from gateway.assembly import close_sources
from gateway.auth import EXPLAIN, callers
from gateway.context import open_operation
from gateway.graphiql import page as graphiql
from gateway.graphql_view import EXPLAIN as EXPLAIN_HEADER
from gateway.graphql_view import View
from gateway.settings import Server
from loaders.port import Source
from loaders.store.face import Store
from loaders.writing.announce import Announcer
from loaders.writing.changes import Changes
from schema.build import Schema
from schema.context import Context


def make_app(
    schema: Schema, sources: Mapping[str, Source], server: Server, store: Store, *, hints: bool = True
) -> web.Application:
    """Make the application.

    Args:
        schema: the graph.
        sources: every source, by name; closed when the application is.
        server: its settings.
        store: what outlives an operation; closed when the application is.
        hints: whether relations may be asked for along with their owner.

    """
    announcer = Announcer(store.notices, secrets.token_hex(8), now=time.time)
    changes = Changes(store.keys, announcer.made, announcer.doubted, now=time.time)
    tell = callers(sources, server.auth, allow_anonymous=server.allow_anonymous)

    def begin(request: web.Request) -> Context:
        caller = tell(request.headers.get("Authorization"))
        explain = EXPLAIN in caller.scopes and request.headers.get(EXPLAIN_HEADER) == "1"
        return open_operation(
            caller.sources,
            server.request_timeout_seconds,
            hints=hints,
            explain=explain,
            changes=changes,
            caller=caller.name,
            scopes=caller.scopes,
        )

    async def lifespan(_: web.Application) -> AsyncIterator[None]:
        hearing = asyncio.create_task(announcer.hear(sources))
        yield
        await changes.close()
        hearing.cancel()
        await asyncio.wait((hearing,))
        await close_sources(sources)
        await store.close()

    app = web.Application(client_max_size=server.max_body_bytes)
    app.cleanup_ctx.append(lifespan)
    app.router.add_route("*", "/graphql", View(schema, begin, graphiql.page if server.graphiql else None))
    app.add_routes([web.get("/livez", _live), web.get("/readyz", _ready)])
    if server.graphiql:
        app.add_routes(graphiql.routes())
    return app


async def _live(_: web.Request) -> web.Response:
    """Tell that the process runs."""
    return web.json_response({"status": "ok"})


async def _ready(_: web.Request) -> web.Response:
    """Tell that questions are answered. A vendor that is down does not make the gateway unready."""
    return web.json_response({"status": "ready"})
