"""The aiohttp application: its routes, and what begins and ends with it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

from aiohttp import web

from gateway.assembly import close_sources
from gateway.auth import EXPLAIN, callers
from gateway.context import allowed_by, open_operation
from gateway.documents import Documents
from gateway.graphiql import page as graphiql
from gateway.graphql_view import EXPLAIN as EXPLAIN_HEADER
from gateway.graphql_view import TRACE as TRACE_HEADER
from gateway.graphql_view import View
from gateway.lines import Lines
from gateway.manifest import read_manifest
from gateway.rate import Rate
from gateway.rooms import Rooms
from gateway.settings import Server
from gateway.signed_tokens import signed_tokens
from gateway.telemetry.page import page
from gateway.telemetry.telemetry import Telemetry
from gateway.telemetry.watch import give_id, watch
from gateway.telemetry.workers import together
from gateway.webhooks import Calls
from loaders.called_off import called_off
from loaders.errors import StoreDown
from loaders.port import Source
from loaders.store.face import Store
from loaders.writing.announce import Announcer
from loaders.writing.changes import Changes
from loaders.writing.feed import Feed
from loaders.writing.word import Change
from schema.build import Schema
from schema.context import Context

LOG: Final = logging.getLogger("foyer")

FEED: Final = web.AppKey("feed", Feed[Change])
"""Who waits to hear of changes."""

ROOMS: Final = web.AppKey("rooms", Rooms)
"""The subscriptions that are answered."""


def make_app(  # noqa: PLR0913  # one argument a thing that is decided elsewhere
    schema: Schema,
    sources: Mapping[str, Source],
    server: Server,
    store: Store,
    *,
    hints: bool = True,
    draining: Callable[[], bool] = lambda: False,
    stays: Callable[[Source | Store], bool] = lambda _: False,
    telemetry: Telemetry | None = None,
) -> web.Application:
    """Make the application.

    Args:
        schema: the graph.
        sources: every source, by name; closed when the application is.
        server: its settings.
        store: what outlives an operation; closed when the application is.
        hints: whether relations may be asked for along with their owner.
        draining: whether the process is about to end, so that questions had better go elsewhere.
        stays: whether a source or the store is to stay open all the same, because another application uses it.
        telemetry: what tells of what it does; its own where none is given.

    Raises:
        ConfigurationError: the trusted documents are not what they should be.

    """
    telemetry = telemetry or Telemetry()
    feed: Feed[Change] = Feed()
    lines = Lines()
    announcer = Announcer(store.notices, secrets.token_hex(8), now=time.time, feed=feed)
    calls = Calls(sources, announcer, store.values)
    announcer.watch(sources)
    changes = Changes(store.keys, announcer.made, announcer.doubted, now=time.time)
    documents = _documents(schema, server)
    signed = signed_tokens(server.auth)
    tell = callers(sources, server.auth, allow_anonymous=server.allow_anonymous, signed=signed)
    rate = Rate()
    allowed = allowed_by(server)

    async def begin(request: web.Request, authorization: str | None) -> Context:
        caller = await tell(authorization)
        rate.take(caller.name or request.remote or "")
        may_explain = EXPLAIN in caller.scopes
        return open_operation(
            caller.sources,
            server.request_timeout_seconds,
            hints=hints,
            explain=may_explain and request.headers.get(EXPLAIN_HEADER) == "1",
            traced=may_explain and request.headers.get(TRACE_HEADER) == "ftv1",
            changes=changes,
            caller=caller.name,
            scopes=caller.scopes,
            allowed=allowed,
            news=feed,
        )

    async def lifespan(_: web.Application) -> AsyncIterator[None]:
        await _tell_of(store)
        going_on = [asyncio.create_task(announcer.hear(sources))]
        if together():
            going_on.append(asyncio.create_task(telemetry.gauges.look_again(sources, store)))
        yield
        await calls.close()
        await changes.close()
        await called_off(*going_on)
        if signed is not None:
            await signed.close()
        await close_sources({name: source for name, source in sources.items() if not stays(source)})
        if not stays(store):
            await store.close()

    async def ready(_: web.Request) -> web.Response:
        """Tell whether questions are answered. A vendor that is down does not make the gateway unready."""
        if draining():
            return web.json_response({"status": "draining"}, status=web.HTTPServiceUnavailable.status_code)
        return web.json_response({"status": "ready"})

    app = web.Application(client_max_size=server.max_body_bytes, middlewares=[watch(telemetry)])
    app.on_response_prepare.append(give_id)
    app.cleanup_ctx.append(lifespan)
    app.on_shutdown.append(lambda _: lines.close())
    view = View(schema, begin, graphiql.page if server.graphiql else None, documents, lines, telemetry)
    app[FEED], app[ROOMS] = feed, view.rooms
    app.router.add_post("/webhooks/{vendor}/{source}", calls.answer)
    app.router.add_route("*", "/graphql", view)
    shown = page(telemetry.metrics, telemetry.gauges, sources, store)
    app.add_routes([web.get("/livez", _live), web.get("/readyz", ready), web.get("/metrics", shown)])
    if server.graphiql:
        app.add_routes(graphiql.routes())
    return app


def _documents(schema: Schema, server: Server) -> Documents:
    trusted = None if server.documents is None else read_manifest(server.documents, schema)
    return Documents(trusted, only=server.only_documents)


async def _tell_of(store: Store) -> None:
    """Say that changes are refused where the store cannot be used; questions are answered all the same."""
    try:
        await store.check()
    except StoreDown as fault:
        LOG.warning("changes are refused for now, as %s", fault)


async def _live(_: web.Request) -> web.Response:
    """Tell that the process runs."""
    return web.json_response({"status": "ok"})
