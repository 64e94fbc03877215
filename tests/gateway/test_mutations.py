"""Changes as clients make them: several in one document, read at once, under keys, by several processes."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from loaders.records import BOOKING, CUSTOMER, SPACE, Ref
from loaders.store.memory import MemoryStore
from sandbox.server import start
from tests.faults.gateways import configured, gateways
from tests.house import House, house
from tests.redis_server import Server

HALL = Ref(SPACE, "hall", "49").encode()
DAY = 'from: "2026-06-20T09:00:00+02:00", to: "2026-06-20T10:00:00+02:00"'
WHERE = '{ sources: ["hall"], overlaps: { from: "2026-06-20T00:00:00+02:00", to: "2026-06-21T00:00:00+02:00" } }'
LIST = f"{{ bookings(first: 100, filter: {WHERE}) {{ nodes {{ id name }} }} }}"


def booked(key: str, title: str, *, days: str = DAY, more: str = "booking { id vendorId name status }") -> str:
    """Write the field that makes a booking."""
    given = f'idempotencyKey: "{key}", source: "hall", spaces: ["{HALL}"], title: "{title}", {days}'
    return f"createBooking(input: {{ {given} }}) {{ {more} userErrors {{ code field message retryable }} }}"


def writes(running: House, source: str = "hall") -> list[str]:
    """Give the calls that changed something, by the last step of their paths."""
    changing = ("POST", "PATCH", "DELETE")
    calls = (call for call in running.calls(source) if call.method in changing or call.path.endswith("booking_save"))
    return [call.path.rpartition("/")[2] for call in calls]


async def test_several_run_in_order_and_stand_alone() -> None:
    """Each is made before the next begins; one that fails says so itself, and those before and after it stand."""
    async with house("locaboo", size=20) as running:
        made = (await running.data(f"mutation {{ {booked('0', 'first')} }}"))["createBooking"]["booking"]
        running.forget()
        answer = await running.data(
            f"mutation {{ one: {booked('1', 'second')}"
            f' two: updateBooking(input: {{ id: "{made["id"]}", status: PENDING }}) {{ userErrors {{ code field }} }}'
            f' three: cancelBooking(input: {{ id: "{made["id"]}" }}) {{ booking {{ status }} userErrors {{ code }} }}'
            f" four: {booked('4', 'third')} }}"
        )
        assert answer["one"]["booking"]["name"] == "second"
        assert answer["two"]["userErrors"] == [{"code": "BAD_USER_INPUT", "field": ["status"]}]
        assert answer["three"] == {"booking": {"status": "CANCELLED"}, "userErrors": []}
        assert answer["four"]["booking"]["name"] == "third"
        assert writes(running) == ["booking_add", "booking_save", "booking_add"]


async def test_one_that_the_vendor_refuses_undoes_nothing() -> None:
    """What was made before a refusal by the vendor is there, and what comes after it is made all the same."""
    async with house("locaboo", size=20) as running:
        running.vendors["hall"].faults.add("status", status=422, path="customer_add")
        person = 'createCustomer(input: { idempotencyKey: "p", source: "hall", lastName: "B" }) { userErrors { code } }'
        answer = await running.data(f"mutation {{ {booked('1', 'one')} {person} two: {booked('2', 'two')} }}")
        assert [error["code"] for error in answer["createCustomer"]["userErrors"]] == ["VENDOR_REJECTED_INPUT"]
        names = {node["name"] for node in (await running.data(LIST))["bookings"]["nodes"]}
        assert {"one", "two"} <= names


async def test_your_own_write_is_read_at_once() -> None:
    """A list that was kept, a lookup that was kept: after the change both tell it, without waiting for them to age."""
    async with house("locaboo", size=20, fresh=3600) as running:
        before = (await running.data(LIST))["bookings"]["nodes"]
        made = (await running.data(f"mutation {{ {booked('1', 'Ball')} }}"))["createBooking"]["booking"]
        after = (await running.data(LIST))["bookings"]["nodes"]
        assert [node for node in after if node not in before] == [{"id": made["id"], "name": "Ball"}]
        lookup = f'{{ booking(id: "{made["id"]}") {{ name period {{ startsAt }} }} }}'
        assert (await running.data(lookup))["booking"]["period"]["startsAt"] == "2026-06-20T09:00:00+02:00"
        moved = f'updateBooking(input: {{ id: "{made["id"]}", from: "2026-06-20T08:00:00+02:00" }})'
        answer = await running.data(f"mutation {{ {moved} {{ booking {{ period {{ startsAt }} }} }} }}")
        assert answer["updateBooking"]["booking"]["period"]["startsAt"] == "2026-06-20T08:00:00+02:00"
        assert (await running.data(lookup))["booking"]["period"]["startsAt"] == "2026-06-20T08:00:00+02:00"
        await running.data(f'mutation {{ cancelBooking(input: {{ id: "{made["id"]}" }}) {{ booking {{ id }} }} }}')
        assert (await running.data(LIST))["bookings"]["nodes"] == before


async def test_within_one_document_what_follows_sees_what_came_before() -> None:
    """A change's answer that reads a list holds that change and those before it."""
    listed = f"booking {{ venue {{ bookings(first: 100, filter: {WHERE}) {{ nodes {{ name }} }} }} }}"
    async with house("locaboo", size=20, fresh=3600) as running:
        answer = await running.data(
            f"mutation {{ one: {booked('1', 'one', more=listed)} two: {booked('2', 'two', more=listed)} }}"
        )
        names = [
            {node["name"] for node in answer[which]["booking"]["venue"]["bookings"]["nodes"]}
            for which in ("one", "two")
        ]
        assert "one" in names[0]
        assert "two" not in names[0]
        assert {"one", "two"} <= names[1]


async def test_a_block_is_seen_and_gone_at_once() -> None:
    """Blocks of a space tell a block as soon as it is made, changed and lifted."""
    days = '{ from: "2026-12-01T00:00:00+01:00", to: "2026-12-20T00:00:00+01:00" }'
    async with house("booking_experts", size=20, fresh=3600) as running:
        hut = (await running.data("{ spaces(first: 1) { nodes { id } } }"))["spaces"]["nodes"][0]["id"]
        blocks = f'{{ space(id: "{hut}") {{ blocks(between: {days}) {{ id label }} }} }}'
        before = (await running.data(blocks))["space"]["blocks"]
        given = 'kind: MAINTENANCE, from: "2026-12-05", to: "2026-12-07", label: "Floor"'
        block = f'blockSpace(input: {{ idempotencyKey: "b", space: "{hut}", {given} }}) {{ spaceBlock {{ id label }} }}'
        made = (await running.data(f"mutation {{ {block} }}"))["blockSpace"]["spaceBlock"]
        assert (await running.data(blocks))["space"]["blocks"] == [*before, made]
        label = f'updateSpaceBlock(input: {{ id: "{made["id"]}", label: "Roof" }}) {{ spaceBlock {{ label }} }}'
        assert (await running.data(f"mutation {{ {label} }}"))["updateSpaceBlock"]["spaceBlock"] == {"label": "Roof"}
        assert {"id": made["id"], "label": "Roof"} in (await running.data(blocks))["space"]["blocks"]
        gone = await running.data(f'mutation {{ unblockSpace(input: {{ id: "{made["id"]}" }}) {{ deletedId }} }}')
        assert gone["unblockSpace"]["deletedId"] == made["id"]
        assert (await running.data(blocks))["space"]["blocks"] == before


async def test_what_may_have_happened_is_looked_at_as_it_is() -> None:
    """After OUTCOME_UNKNOWN whoever looks sees the vendor as it is now, not what was kept from before."""
    async with house("locaboo", size=20, fresh=3600) as running:
        made = (await running.data(f"mutation {{ {booked('1', 'Ball')} }}"))["createBooking"]["booking"]
        assert made["id"] in {node["id"] for node in (await running.data(LIST))["bookings"]["nodes"]}
        running.vendors["hall"].faults.add("reset", path="booking_save", after=True)
        off = f'cancelBooking(input: {{ id: "{made["id"]}" }}) {{ booking {{ id }} userErrors {{ code }} }}'
        answer = await running.data(f"mutation {{ {off} }}")
        assert answer["cancelBooking"] == {"booking": None, "userErrors": [{"code": "OUTCOME_UNKNOWN"}]}
        assert made["id"] not in {node["id"] for node in (await running.data(LIST))["bookings"]["nodes"]}


async def test_the_same_key_is_the_same_booking_and_no_call() -> None:
    """The first outcome again, by no call at all, whatever order the input's parts come in."""
    async with house("locaboo", size=20) as running:
        first = await running.data(f"mutation {{ {booked('1', 'Ball')} }}")
        running.forget()
        assert await running.data(f"mutation {{ {booked('1', 'Ball')} }}") == first
        assert running.calls("hall") == []


async def test_the_same_key_with_another_input_is_a_conflict() -> None:
    """CONFLICT, at the key, and the vendor hears nothing."""
    async with house("locaboo", size=20) as running:
        await running.data(f"mutation {{ {booked('1', 'Ball')} }}")
        running.forget()
        answer = await running.data(f"mutation {{ {booked('1', 'Wake')} }}")
        (error,) = answer["createBooking"]["userErrors"]
        assert (error["code"], error["field"], error["retryable"]) == ("CONFLICT", ["idempotencyKey"], False)
        assert running.calls("hall") == []


async def test_an_address_claims_nobody() -> None:
    """Who was given an address under another key is still found as the customer whose answer was lost."""
    async with house("locaboo", size=20, today=None) as running:
        given = 'idempotencyKey: "1", source: "hall", lastName: "Byron", email: "ada@example.org"'
        person = f"createCustomer(input: {{ {given} }}) {{ customer {{ id vendorId }} userErrors {{ code }} }}"
        running.vendors["hall"].faults.add("reset", path="customer_add", after=True, times=1)
        running.vendors["hall"].faults.add("status", path="customer_list")
        answer = await running.data(f"mutation {{ {person} }}")
        assert answer["createCustomer"]["userErrors"] == [{"code": "OUTCOME_UNKNOWN"}]
        running.vendors["hall"].faults.clear()
        people = running.vendors["hall"].data.customers
        (key,) = (key for key in people if people[key]["last_name"] == "Byron")
        whom = Ref(CUSTOMER, "hall", key).encode()
        place = f'idempotencyKey: "2", customer: "{whom}", address: {{ city: "Berlin" }}'
        address = f"addCustomerAddress(input: {{ {place} }}) {{ customer {{ id }} userErrors {{ code }} }}"
        assert (await running.data(f"mutation {{ {address} }}"))["addCustomerAddress"]["customer"] == {"id": whom}
        assert (await running.data(f"mutation {{ {person} }}"))["createCustomer"]["customer"]["vendorId"] == key
        assert writes(running) == ["customer_add", "customer_address_add"]


async def test_without_the_journal_nothing_is_begun(tmp_path: Path) -> None:
    """A journal that cannot be written: STORE_UNREACHABLE, no vendor is called, and reading goes on."""
    broken = tmp_path / "keys.sqlite3"
    broken.write_bytes(b"this is no journal" * 100)
    async with house("locaboo", size=20, store=MemoryStore(journal=broken)) as running:
        answer = await running.data(f"mutation {{ {booked('1', 'Ball')} }}")
        assert [error["code"] for error in answer["createBooking"]["userErrors"]] == ["STORE_UNREACHABLE"]
        assert running.calls("hall") == []
        assert (await running.data(LIST))["bookings"]["nodes"] is not None
    assert broken.read_bytes() == b"this is no journal" * 100


async def test_who_may_only_read_changes_nothing() -> None:
    """A token without the scope `write`: FORBIDDEN, and the vendor is not called."""
    token = {"name": "reader", "token": "a-reader-s-token", "sources": ["hall"], "scopes": ["read"]}
    async with house("locaboo", size=20, server={"auth": {"tokens": [token]}}) as running:
        bearer = {"Authorization": f"Bearer {token['token']}"}
        answer = await running.ask(f"mutation {{ {booked('1', 'Ball')} }}", headers=bearer)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert running.calls("hall") == []


async def _ask(client: aiohttp.ClientSession, url: str, field: str) -> Any:
    async with client.post(f"{url}/graphql", json={"query": f"mutation {{ {field} }}"}) as response:
        return (await response.json())["data"]


@pytest.mark.parametrize("shared", [False, True], ids=["one journal", "one Redis"])
async def test_two_processes_are_one(tmp_path: Path, shared: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """While one process makes it the other waits, then gives the same; another input is a conflict there, too."""
    async with AsyncExitStack() as stack:
        hall = await stack.enter_async_context(await start("locaboo", size=20))
        store = {"journal": str(tmp_path / "keys.sqlite3")}
        if shared:
            server = Server(tmp_path)
            server.start()
            stack.callback(server.kill)
            store = {"url": server.url}
        running = await stack.enter_async_context(gateways(configured(tmp_path, {"hall": hall}, store), 2))
        one, other = (gateway.url for gateway in running)
        client = await stack.enter_async_context(aiohttp.ClientSession())
        hall.faults.add("slow", path="booking_add", seconds=0.5)
        first = asyncio.create_task(_ask(client, one, booked("1", "Ball")))
        await hall.until(lambda: any(call.path.endswith("booking_add") for call in hall.log))
        assert await _ask(client, other, booked("1", "Ball")) == await first
        (error,) = (await _ask(client, other, booked("1", "Wake")))["createBooking"]["userErrors"]
        assert error["code"] == "CONFLICT"
        assert sum(call.path.endswith("booking_add") for call in hall.log) == 1


async def test_without_redis_nothing_is_begun(tmp_path: Path) -> None:
    """The server is killed: STORE_UNREACHABLE, and the vendor is not called; when it is back, the key is free."""
    async with AsyncExitStack() as stack:
        hall = await stack.enter_async_context(await start("locaboo", size=20))
        server = Server(tmp_path)
        server.start()
        stack.callback(server.kill)
        config = configured(tmp_path, {"hall": hall}, {"url": server.url})
        (gateway,) = await stack.enter_async_context(gateways(config))
        client = await stack.enter_async_context(aiohttp.ClientSession())
        server.kill()
        (error,) = (await _ask(client, gateway.url, booked("1", "Ball")))["createBooking"]["userErrors"]
        assert (error["code"], error["retryable"]) == ("STORE_UNREACHABLE", True)
        assert hall.log == []
        server.start()
        answer: Any = {"booking": None}
        while answer["booking"] is None:
            answer = (await _ask(client, gateway.url, booked("1", "Ball")))["createBooking"]
        assert Ref.decode(answer["booking"]["id"]) == Ref(BOOKING, "hall", answer["booking"]["vendorId"])
        assert sum(call.path.endswith("booking_add") for call in hall.log) == 1
