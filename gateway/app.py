"""The aiohttp application: its routes, and what begins and ends with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from aiohttp import web

from gateway.assembly import close_sources
from gateway.auth import callers, digest
from gateway.context import open_operation
from gateway.documents import Documents
from gateway.graphiql import page as graphiql
from gateway.graphql_view import EXPLAIN, View
from gateway.manifest import read_manifest
from gateway.rate import Rate
from gateway.settings import Server
from loaders.port import Source
from schema.build import Schema
from schema.context import Context
from schema.limits import Limits


def make_app(schema: Schema, sources: Mapping[str, Source], server: Server, *, hints: bool = True) -> web.Application:
    """Make the application.

    Args:
        schema: the graph.
        sources: every source, by name; closed when the application is.
        server: its settings.
        hints: whether relations may be asked for along with their owner.

    Raises:
        ConfigurationError: the trusted documents are not what they should be.

    """
    documents = _documents(schema, server)
    tell = callers(sources, server.auth, allow_anonymous=server.allow_anonymous)
    rate = Rate()
    limits = server.limits
    allowed = Limits(limits.max_cost, limits.max_depth, limits.max_aliases, limits.max_tokens)

    def begin(request: web.Request) -> Context:
        authorization = request.headers.get("Authorization")
        caller = tell(authorization)
        rate.take(digest(authorization or request.remote or "").hex())
        explain = caller.may_explain and request.headers.get(EXPLAIN) == "1"
        return open_operation(
            caller.sources, server.request_timeout_seconds, hints=hints, explain=explain, allowed=allowed
        )

    async def lifespan(_: web.Application) -> AsyncIterator[None]:
        yield
        await close_sources(sources)

    app = web.Application(client_max_size=server.max_body_bytes)
    app.cleanup_ctx.append(lifespan)
    view = View(schema, begin, graphiql.page if server.graphiql else None, documents)
    app.router.add_route("*", "/graphql", view)
    app.add_routes([web.get("/livez", _live), web.get("/readyz", _ready)])
    if server.graphiql:
        app.add_routes(graphiql.routes())
    return app


def _documents(schema: Schema, server: Server) -> Documents:
    trusted = None if server.documents is None else read_manifest(server.documents, schema)
    return Documents(trusted, only=server.only_documents)


async def _live(_: web.Request) -> web.Response:
    """Tell that the process runs."""
    return web.json_response({"status": "ok"})


async def _ready(_: web.Request) -> web.Response:
    """Tell that questions are answered. A vendor that is down does not make the gateway unready."""
    return web.json_response({"status": "ready"})
