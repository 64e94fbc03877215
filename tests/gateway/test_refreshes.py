"""A refresh that finds a difference tells who waits for changes, and costs no call beyond itself."""

from __future__ import annotations

from tests.house import house
from tests.talking import talking

LIST = "{ bookings(first: 50, orderBy: { field: REFERENCE }) { nodes { reference } } }"
CHANGES = "subscription { bookingChanged { kind origin booking { reference } } }"


async def test_what_the_park_did_by_itself_is_heard_of() -> None:
    """A booking that was changed at the vendor is told by the next refresh, by its calls alone."""
    async with house("booking_experts", size=20, fresh=0, stale=3600) as running:
        rows = running.vendors["park"].data["1"]["booking"]
        await running.data(LIST)
        first = len(running.calls("park"))
        rows["3"]["attributes"]["booking_nr"] = "A-1"
        async with talking(running) as talk:
            await talk.listening(CHANGES)
            running.forget()
            await running.data(LIST)
            told = (await talk.told())["bookingChanged"]
        assert told == {"kind": "UPDATED", "origin": "REFRESH", "booking": {"reference": "A-1"}}
        assert len(running.calls("park")) <= 2 * first


async def test_what_the_hall_did_by_itself_is_heard_of() -> None:
    """A list of a range of days tells what changed in it."""
    async with house("locaboo", size=20, fresh=0, stale=3600) as running:
        await running.data(LIST)
        rows = running.vendors["hall"].data.bookings
        rows["400001"] = {**rows["400001"], "title": "Quite another"}
        async with talking(running) as talk:
            await talk.listening("subscription { bookingChanged { kind origin booking { name } } }")
            await running.data(LIST)
            told = (await talk.told())["bookingChanged"]
        assert told == {"kind": "UPDATED", "origin": "REFRESH", "booking": {"name": "Quite another"}}
