"""The GraphiQL page over HTTP: what is served, with which headers, and that its samples fit the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from graphql import OperationDefinitionNode, build_schema, parse, validate

from gateway.graphiql import page as graphiql

if TYPE_CHECKING:
    from aiohttp.test_utils import TestClient
    from pytest_aiohttp import AiohttpClient

    Client = TestClient[web.Request, web.Application]

SDL = Path(__file__).parents[2] / "schema" / "schema.graphql"
SAMPLES = sorted(graphiql.SAMPLES.glob("*.graphql"))
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Give a folder as the build leaves it, with small files."""
    folder = tmp_path / "built"
    folder.mkdir()
    for name in ("graphiql.js", "graphiql.js.br", "graphiql.js.gz", "graphiql.css", "codicon.ttf", "LICENSES.txt"):
        (folder / name).write_text(f"this is {name}")
    (folder / "stamp").write_text("a hash")
    (tmp_path / "secret.js").write_text("not for anyone")
    return folder


@pytest.fixture
async def client(built: Path, aiohttp_client: AiohttpClient) -> Client:
    """Give a client of a server with the page at /graphql and its files."""

    async def answer(_request: web.Request) -> web.Response:
        return graphiql.page(built)

    app = web.Application()
    app.add_routes([web.get("/graphql", answer), *graphiql.routes(built)])
    # No decompression: the tests look at what is sent.
    return await aiohttp_client(app, auto_decompress=False, skip_auto_headers=["Accept-Encoding"])


async def test_page_loads_its_files_from_beside_itself(client: Client) -> None:
    """The page names its script and style by relative addresses, so it works behind any path a proxy adds."""
    answer = await client.get("/graphql")
    text = await answer.text()
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Vary"] == "Accept"
    assert 'src="graphiql/graphiql.js"' in text
    assert 'href="graphiql/graphiql.css"' in text
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")


async def test_page_without_build_says_how_to_build(tmp_path: Path) -> None:
    """Where nothing is built a browser is told so, and how to build, under the same policy and with status 200."""
    assert not graphiql.is_built(tmp_path)
    answer = graphiql.page(tmp_path)
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "GraphiQL is not built" in (answer.text or "")
    assert "make graphiql" in (answer.text or "")
    assert "<script" not in (answer.text or "")


def test_half_a_build_is_none(built: Path) -> None:
    """Until the stamp is written, which comes last, the page does not count as built."""
    assert graphiql.is_built(built)
    (built / "stamp").unlink()
    assert not graphiql.is_built(built)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("graphiql.js", "text/javascript; charset=utf-8"),
        ("graphiql.css", "text/css; charset=utf-8"),
        ("codicon.ttf", "font/ttf"),
        ("LICENSES.txt", "text/plain; charset=utf-8"),
        ("samples.json", "application/json"),
    ],
)
async def test_files_are_sent_as_what_they_are(client: Client, name: str, content_type: str) -> None:
    """Each file has its type and forbids guessing another; workers get the policy too, from their own file."""
    answer = await client.get(f"/graphiql/{name}")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith(content_type)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding", "content"),
    [
        ("gzip, deflate, br", "br", b"this is graphiql.js.br"),
        ("gzip", "gzip", b"this is graphiql.js.gz"),
        ("identity", None, b"this is graphiql.js"),
        (None, None, b"this is graphiql.js"),
    ],
)
async def test_smallest_accepted_form_is_sent(
    client: Client, accepted: str | None, encoding: str | None, content: bytes
) -> None:
    """A browser gets the smallest form it says it reads, and a cache between learns that this matters."""
    answer = await client.get("/graphiql/graphiql.js", headers={"Accept-Encoding": accepted} if accepted else {})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert await answer.read() == content


async def test_unchanged_file_is_not_sent_again(client: Client, built: Path) -> None:
    """A browser that has a file pays one small question, until a new build changes the file."""
    first = await client.get("/graphiql/graphiql.js")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await client.get("/graphiql/graphiql.js", headers=known)
    assert (again.status, await again.read()) == (304, b"")
    (built / "graphiql.js").write_text("a later build of it")
    later = await client.get("/graphiql/graphiql.js", headers=known)
    assert (later.status, await later.read()) == (200, b"a later build of it")


@pytest.mark.parametrize(
    "path", ["absent.js", "stamp", "graphiql.js.br", "graphiql.js.gz", "..%2Fsecret.js", "../page.py", "%2e%2e/page.py"]
)
async def test_nothing_else_is_sent(client: Client, path: str) -> None:
    """Only the page's own files are served: not the build's stamp, nor anything outside the folder."""
    answer = await client.get(f"/graphiql/{path}")
    assert answer.status == 404
    assert b"not for anyone" not in await answer.read()


async def test_samples_are_tabs_in_the_order_of_their_files(client: Client) -> None:
    """Every sample file is one tab, in the order of the numbers the files begin with; no build is needed for it."""
    answer = await client.get("/graphiql/samples.json")
    assert await answer.json() == [{"query": path.read_text("utf-8")} for path in SAMPLES]
    assert [path.name.partition("-")[0] for path in SAMPLES] == [
        f"{number:02}" for number in range(1, len(SAMPLES) + 1)
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_fit_the_served_graph(sample: Path) -> None:
    """Each sample tells in its first line what it shows, names its operation, and is valid against the served SDL."""
    text = sample.read_text("utf-8")
    document = parse(text)
    [operation] = document.definitions
    assert text.startswith("# ")
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    schema = build_schema(SDL.read_text("utf-8"), assume_valid=True, assume_valid_sdl=True)
    assert validate(schema, document) == []
