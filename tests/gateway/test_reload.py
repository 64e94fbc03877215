"""What of a changed configuration takes effect in a process that runs, and when a change is noticed."""

from __future__ import annotations

import signal
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from gateway.front import Front
from gateway.house import House
from gateway.reload import Configuration
from gateway.serve import listening
from gateway.settings import ConfigurationError, Settings, from_table
from gateway.sockets import listen, url
from sandbox.server import Running, start
from tests.serving import KEYS, Load, config, serving

SOURCE = """
[[sources]]
name = "park"
vendor = "booking_experts"
base_url = "http://127.0.0.1:1"
time_zone = "Europe/Amsterdam"
administrations = ["1"]
credentials = { api_key = "file:secrets/key" }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a configuration and its secret."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("first")
    path = tmp_path / "foyer.toml"
    path.write_text(SOURCE)
    return path


@pytest.fixture
async def hotel() -> AsyncIterator[Running]:
    """Run a sandbox vendor."""
    async with await start("event_temple", size=20) as running:
        yield running


def _noticed(configuration: Configuration) -> bool:
    """Look twice, as the first look only sees a file that may still be written."""
    assert not configuration.changed()
    return configuration.changed()


def _replaced(path: Path, text: str) -> None:
    fresh = path.with_name("fresh")
    fresh.write_text(text)
    fresh.replace(path)


def test_a_change_is_noticed_once_it_stands_still(file: Path) -> None:
    """A file that is being written is not read by halves; one that was read is not read again."""
    configuration = Configuration(file, {})
    assert not _noticed(configuration)
    file.write_text(f"{SOURCE}\n#")
    assert not configuration.changed()
    file.write_text(f"{SOURCE}\n# more")
    assert not configuration.changed()
    assert configuration.changed()
    configuration.read_again()
    assert not _noticed(configuration)


def test_every_way_a_file_changes_is_noticed(file: Path, tmp_path: Path) -> None:
    """By a rename, in a secret, through a link as mounted secrets are, by going and by coming back."""
    configuration = Configuration(file, {})
    _replaced(file, SOURCE)
    assert _noticed(configuration)
    configuration.read_again()

    _replaced(tmp_path / "secrets" / "key", "other")
    assert _noticed(configuration)
    assert configuration.read_again().settings != configuration.settings

    (tmp_path / "secrets").rename(tmp_path / "..data")
    assert _noticed(configuration)
    with pytest.raises(ConfigurationError, match="file:secrets/key"):
        configuration.read_again()
    (tmp_path / "secrets").symlink_to("..data")
    assert _noticed(configuration)
    configuration.read_again()


def test_a_documents_file_is_watched(file: Path, tmp_path: Path) -> None:
    """The manifest of trusted documents belongs to the configuration."""
    configuration = Configuration(file, {})
    (tmp_path / "manifest.json").write_text("{}")
    file.write_text(f'[server]\ndocuments = "manifest.json"\n{SOURCE}')
    configuration.read_again()
    (tmp_path / "manifest.json").write_text("{ }")
    assert _noticed(configuration)


def test_a_file_that_cannot_be_used_changes_nothing(file: Path) -> None:
    """Every fault is told, what is in effect stays, and the same fault is not told again until the file changes."""
    configuration = Configuration(file, {})
    settings = configuration.settings
    file.write_text("[server]\nport = 70000\nnonsense = 1\n")
    with pytest.raises(ConfigurationError) as refusal:
        configuration.read_again()
    assert [fault.path for fault in refusal.value.faults] == ["server.nonsense", "server.port", "sources"]
    assert configuration.settings is settings
    assert not _noticed(configuration)


def test_what_a_process_is_bound_to_stays(file: Path) -> None:
    """Host, port and workers stay as they are, each with a line; everything else takes effect."""
    configuration = Configuration(file, {})
    file.write_text(f'[server]\nhost = "127.0.0.2"\nport = 9000\nworkers = 3\ngraphiql = false\n{SOURCE}')
    fresh = configuration.read_again()
    server = fresh.settings.server
    assert (server.host, server.port, server.workers, server.graphiql) == ("127.0.0.1", 8000, 1, False)
    assert fresh.notes == (
        "server.host is 127.0.0.2 now and stays 127.0.0.1 until Foyer is restarted",
        "server.port is 9000 now and stays 8000 until Foyer is restarted",
        "server.workers is 3 now and stays 1 until Foyer is restarted",
    )


def test_a_door_that_others_reach_does_not_open_by_a_reload(file: Path) -> None:
    """Who listens to all the world and is told to let in everybody on loopback lets in nobody new."""
    token = '{ name = "app", token = "s3cret-token-of-the-app", sources = ["park"], scopes = ["read"] }'
    file.write_text(f'[server]\nhost = "0.0.0.0"\nauth = {{ tokens = [{token}] }}\n{SOURCE}')
    configuration = Configuration(file, {})
    file.write_text(f'[server]\nhost = "127.0.0.1"\n{SOURCE}')
    with pytest.raises(ConfigurationError) as refusal:
        configuration.read_again()
    assert str(refusal.value) == (
        "server.auth: holds nothing; should hold a table, as Foyer listens on 0.0.0.0 until it is started again"
    )


async def test_a_running_process_takes_over_a_file_that_is_replaced(hotel: Running, tmp_path: Path) -> None:
    """Without a signal: the change is noticed, the next answers are by it, and no question failed."""
    path = tmp_path / "foyer.toml"
    path.write_text(config(hotel.url, server="port = 0"))
    async with serving(path) as foyer, Load(foyer.url, keeping=10, connecting=10) as load:
        await load.more(50)
        _replaced(path, config(hotel.url, name="inn", server="port = 0"))
        await foyer.err.until("configuration taken over")
        open_then = len(load.asking)
        await load.more(open_then)
        answered = len(load.names)
        await load.more(200)
        assert set(load.names[:answered]) == {"hotel", "inn"}
        assert set(load.names[answered:]) == {"inn"}
        assert load.failed == {}


async def test_a_running_process_says_why_it_does_not_take_over(hotel: Running, tmp_path: Path) -> None:
    """After SIGHUP on a broken file: a line a fault, the answers as before; the mended file is then taken over."""
    path = tmp_path / "foyer.toml"
    path.write_text(config(hotel.url, server="port = 0"))
    async with serving(path) as foyer, aiohttp.ClientSession() as client:
        path.write_text(config("ftp://nowhere", server="port = 0\nnonsense = 1"))
        foyer.process.send_signal(signal.SIGHUP)
        await foyer.err.until("sources[0].base_url")
        assert [line.partition(": holds")[0] for line in foyer.err.seen] == [
            "configuration not taken over: server.nonsense",
            "configuration not taken over: sources[0].base_url",
        ]
        assert await foyer.names(client) == ["hotel"]
        path.write_text(config(hotel.url, name="inn", server="port = 0\nworkers = 1"))
        await foyer.err.until("configuration taken over")
        assert await foyer.names(client) == ["inn"]


async def test_a_change_elsewhere_costs_a_source_nothing(hotel: Running, tmp_path: Path) -> None:
    """A source that is configured as before answers from what it has read; one that is configured anew reads again."""
    path = tmp_path / "foyer.toml"
    walked = {"query": "{ bookings(first: 1, orderBy: { field: STARTS_AT }) { nodes { reference } } }"}

    async def calls(fresh: int, server: str) -> int:
        text = config(hotel.url, server=server).replace("fresh = 0", f"fresh = {fresh}")
        _replaced(path, text)
        foyer.process.send_signal(signal.SIGHUP)
        await foyer.err.until("configuration taken over")
        before = len(hotel.log)
        async with client.post(f"{foyer.url}/graphql", json=walked) as response:
            answer = await response.json()
        assert len(answer["data"]["bookings"]["nodes"]) == 1
        assert "errors" not in answer
        return len(hotel.log) - before

    path.write_text(config(hotel.url, server="port = 0"))
    async with serving(path) as foyer, aiohttp.ClientSession() as client:
        assert await calls(60, "port = 0") > 0
        assert await calls(60, "port = 0\ngraphiql = false") == 0
        assert await calls(60, "port = 0\nintrospection = false") == 0
        assert await calls(61, "port = 0\nintrospection = false") > 0


async def test_what_two_applications_share_is_closed_by_the_last(hotel: Running, tmp_path: Path) -> None:
    """An application that ends while the process drains takes no source from the one that still answers."""

    def settings(server: str) -> Settings:
        return from_table(tomllib.loads(config(hotel.url, server=server)), tmp_path, KEYS)

    house = House(lambda: True)
    first, second = house.app(settings("")), house.app(settings("graphiql = false"))
    async with listening(second, "127.0.0.1", 0) as at, aiohttp.ClientSession() as client:
        runner = web.AppRunner(first)
        await runner.setup()
        await runner.cleanup()
        question = {"query": "{ bookings(first: 1) { nodes { reference } } }"}
        async with client.post(f"{at}/graphql", json=question) as response:
            assert "errors" not in await response.json()


async def test_a_change_repeated_after_a_reload_is_not_made_twice(tmp_path: Path) -> None:
    """The keys that clients gave to their changes outlive a reload: the repetition is given the first outcome."""
    async with await start("mice_operations", size=20) as banquets:
        source = {
            "name": "banquets",
            "vendor": "mice_operations",
            "base_url": banquets.url,
            "time_zone": "Europe/Amsterdam",
            "venue_name": "Banquets by the River",
            "credentials": dict(banquets.vendor.credentials),
        }
        asked = (
            'idempotencyKey: "a-key-of-the-client", source: "banquets", name: "Dinner", contact: { lastName: "Vos" }'
        )
        mutation = {"query": f"mutation {{ requestEvent(input: {{ {asked} }}) {{ receipt {{ reference }} }} }}"}
        house = House(lambda: False)
        front = Front()
        sockets = listen("127.0.0.1", 0)
        at = url("127.0.0.1", sockets)
        await front.open(sockets)
        outcomes = []
        async with aiohttp.ClientSession() as client:
            for graphiql in (True, False):
                table = {"server": {"graphiql": graphiql}, "sources": [source]}
                await front.put(house.app(from_table(table, tmp_path, {})))
                async with client.post(f"{at}/graphql", json=mutation) as response:
                    outcomes.append((await response.json())["data"]["requestEvent"])
            await front.close(1)
        assert outcomes[0]["receipt"]["reference"]
        assert outcomes[0] == outcomes[1]
        assert [call.method for call in banquets.log] == ["POST"]
