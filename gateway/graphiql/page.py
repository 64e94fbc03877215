"""Serves the GraphiQL page: its HTML, the built files it loads, and the sample queries it opens with.

Everything comes from this one origin and the policy sent along holds the browser to that, so the page works where no
other host can be reached. The policy goes out with the scripts too: a worker is held by its own file's headers, not by
those of the page that starts it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import orjson
from aiohttp import hdrs, web

from gateway.graphiql import markup

BUILT: Final = Path(__file__).with_name("built")
SAMPLES: Final = Path(__file__).with_name("samples")

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

# Names stay the same from build to build, so a browser keeps the files but asks each time whether they still hold.
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    hdrs.CACHE_CONTROL: "no-cache",
}

# What may be served, by suffix; the compressed siblings and the build's stamp are not asked for by name.
_CONTENT_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}


def is_built(built: Path = BUILT) -> bool:
    """Tell whether `built` holds a whole build: the stamp is the last thing the build writes."""
    return (built / "stamp").is_file()


def page(built: Path = BUILT) -> web.Response:
    """Answer a browser with GraphiQL, or with how to build it where that has not been done; 200 in both cases.

    The HTML refers to its files at `graphiql/…` beside its own address, which is where `routes` serves them.
    """
    text = markup.GRAPHIQL if is_built(built) else markup.NOT_BUILT
    # The same address answers programs with JSON.
    return web.Response(text=text, content_type="text/html", headers={**_HEADERS, hdrs.VARY: hdrs.ACCEPT})


def tabs(samples: Path = SAMPLES) -> list[dict[str, str]]:
    """Read the sample queries, one a tab, in the order of their file names, as GraphiQL takes its default tabs."""
    return [{"query": path.read_text("utf-8")} for path in sorted(samples.glob("*.graphql"))]


def routes(built: Path = BUILT, samples: Path = SAMPLES) -> list[web.RouteDef]:
    """Give the routes of everything the page loads, all below `/graphiql/`.

    The samples are read once, here; the built files whenever they are asked for, so a build needs no restart.
    """
    opening_tabs = orjson.dumps(tabs(samples))

    async def send_samples(_request: web.Request) -> web.Response:
        return web.Response(body=opening_tabs, content_type="application/json", headers=_HEADERS)

    async def send_file(request: web.Request) -> web.FileResponse:
        path = built / request.match_info["name"]
        content_type = _CONTENT_TYPES.get(path.suffix)
        if content_type is None:
            raise web.HTTPNotFound(headers=_HEADERS)
        # aiohttp picks the compressed sibling, sets the ETag and answers 304, 206 and, for no such file, 404.
        headers = {**_HEADERS, hdrs.CONTENT_TYPE: content_type, hdrs.VARY: hdrs.ACCEPT_ENCODING}
        return web.FileResponse(path, headers=headers)

    return [
        web.get("/graphiql/samples.json", send_samples),
        web.get(r"/graphiql/{name:\w[\w.-]*}", send_file),
    ]
