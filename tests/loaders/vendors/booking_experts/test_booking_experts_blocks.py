"""Blocks of a calendar are made, changed and lifted, each by the path of its kind and by one call that changes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from booking_experts_house import House, everything, reading, sample
from booking_experts_writes import ATTEMPT, EXTERNAL, MAINTENANCE, block, done, of_kind, periods, ref, unblock, update
from booking_experts_writes import writer as writer_of

from loaders.errors import Blame, NotThere, Refused
from loaders.port import Capability
from loaders.records import SPACE, SPACE_BLOCK, SpaceBlock, SpaceBlockKind

SAMPLE = {
    "data": {"id": "77", "type": "agenda_period", "attributes": {"start_date": "2026-12-01", "end_date": "2026-12-04"}}
}


def test_the_source_says_what_can_be_changed(house: House) -> None:
    """The writes of the vendor's document are capabilities of the source, and no other is."""
    writes = {one.name for one in house.source.capabilities if not one.name.startswith(("LIST", "GET", "AVAILABILITY"))}
    assert writes == {"BLOCK_SPACE", "UPDATE_SPACE_BLOCK", "UNBLOCK_SPACE", "UPDATE_CUSTOMER", "CREATE_SPACE_TYPE"}
    assert Capability.CREATE_CUSTOMER not in house.source.capabilities


@pytest.mark.parametrize(
    ("kind", "path", "means"),
    [
        (MAINTENANCE, "maintenance_agenda_periods", SpaceBlockKind.MAINTENANCE),
        (EXTERNAL, "external_blocked_agenda_periods", SpaceBlockKind.EXTERNAL),
    ],
)
async def test_a_block_is_made_changed_and_lifted(house: House, kind: Any, path: str, means: SpaceBlockKind) -> None:
    """The path is the kind's, and the record of each answer is what a read brings afterwards."""
    made = await done(house, block(kind=kind))
    assert isinstance(made.record, SpaceBlock)
    assert (made.record.kind, made.record.editable, made.record.label) == (means, True, "New floor")
    assert made.record.links == {"venue": ref("venue", "1"), "space": ref(SPACE, "5"), "booking": None}
    assert made.knows is None
    assert made.changed == (made.ref, ref(SPACE, "5"))
    assert await _read(house, made.ref.id) == made.record

    changed = await done(house, update(made.ref.id, to=dt.date(2026, 12, 6)))
    assert isinstance(changed.record, SpaceBlock)
    assert (changed.record.period.end_date, changed.record.label) == (dt.date(2026, 12, 6), "New floor")
    assert changed.changed == (made.ref, ref(SPACE, "5"))
    assert await _read(house, made.ref.id) == changed.record

    gone = await done(house, unblock(made.ref.id))
    assert (gone.ref, gone.record, gone.changed) == (made.ref, None, (made.ref, ref(SPACE, "5")))
    assert await _read(house, made.ref.id) is None
    key = made.ref.id
    writes = [(call.method, call.path.rpartition("/1/")[2]) for call in house.running.log if call.method != "GET"]
    assert writes == [("POST", path), ("PATCH", f"{path}/{key}"), ("DELETE", f"{path}/{key}")]


async def _read(house: House, key: str) -> object:
    await house.source.forget([])
    return (await house.source.get(SPACE_BLOCK, [key], everything())).slots.get(key)


async def test_what_is_sent_of_a_new_block(recorded: Any) -> None:
    """The body is the document's: type agenda_period, the attributes that were given, and the rentable; no more."""
    recorded.vendor.say(200, SAMPLE)
    made = await done(recorded, block(label=None, kind=EXTERNAL))
    (sent,) = recorded.vendor.received
    assert (sent.method, sent.path) == ("POST", "/v3/administrations/1/external_blocked_agenda_periods")
    assert sent.json == {
        "data": {
            "type": "agenda_period",
            "attributes": {"start_date": "2026-12-01", "end_date": "2026-12-04"},
            "relationships": {"rentable": {"data": {"id": "5", "type": "rentable"}}},
        }
    }
    assert sent.headers["Content-Type"] == sent.headers["Accept"] == "application/vnd.api+json"
    assert sent.headers["X-API-KEY"] == "sandbox-booking-experts-key"
    assert sent.query == {}
    assert made.record is not None
    assert made.record.links["space"] == ref(SPACE, "5"), "an answer that does not tell the space leaves it known"


async def test_the_documents_own_answer_is_understood(recorded: Any) -> None:
    """The document's sample, placeholders and all, is a block in the space that was asked for."""
    assert sample("agenda_period").single
    body = b'{"data":{"id":"1","type":"agenda_period","attributes":{"label":"string","start_date":"2019-08-24","end_date":"2019-08-24","type":"MaintenanceAgendaPeriod"},"relationships":{"rentable":{"data":{"id":null,"type":null,"meta":null}}}}}'  # noqa: E501  # one document on one line
    recorded.vendor.say(200, body)
    made = await done(recorded, block())
    assert made.record is not None
    assert made.record.links["space"] == ref(SPACE, "5")


@pytest.mark.parametrize(
    ("given", "attributes"),
    [
        ({"label": "Roof"}, {"label": "Roof"}),
        ({"to": dt.date(2026, 12, 9)}, {"end_date": "2026-12-09"}),
        ({"from_": dt.date(2026, 12, 1), "to": dt.date(2026, 12, 9)}, {"end_date": "2026-12-09"}),
        ({"label": "", "from_": dt.date(2026, 12, 2)}, {"label": "", "start_date": "2026-12-02"}),
    ],
)
async def test_only_what_changes_is_sent(recorded: Any, given: dict[str, Any], attributes: dict[str, str]) -> None:
    """A PATCH holds the id and what is otherwise than it was: nothing that is as it is, nothing read-only."""
    before = {
        "label": "New floor",
        "start_date": "2026-12-01",
        "end_date": "2026-12-04",
        "type": "MaintenanceAgendaPeriod",
        "created_at": "2026-06-15T12:00:00Z",
    }
    recorded.vendor.say(200, {"data": {"id": "77", "type": "agenda_period", "attributes": before}})
    await done(recorded, update("77", **given))
    read, sent = recorded.vendor.received
    assert (read.method, read.path) == ("GET", "/v3/administrations/1/agenda_periods/77")
    assert (sent.method, sent.path) == ("PATCH", "/v3/administrations/1/maintenance_agenda_periods/77")
    assert sent.json == {"data": {"id": "77", "type": "agenda_period", "attributes": attributes}}


@pytest.mark.parametrize("given", [{}, {"label": "New floor"}, {"from_": dt.date(2026, 12, 1)}])
async def test_what_changes_nothing_is_not_sent(house: House, given: dict[str, Any]) -> None:
    """A change to what is there already is done without one, and tells the block as it is."""
    made = await done(house, block())
    house.running.log.clear()
    same = await done(house, update(made.ref.id, **given))
    assert same.record == made.record
    assert [call.method for call in house.running.log] == ["GET"]


@pytest.mark.parametrize(
    "kind",
    [
        "ReservationAgendaPeriod",
        "OwnerMaintenanceAgendaPeriod",
        "NotEnoughStockAgendaPeriod",
        "BlockedByGroupedRentableTypeAgendaPeriod",
    ],
)
async def test_blocks_of_other_kinds_stay(house: House, kind: str) -> None:
    """What stands there for a reservation, an owner or a stock has no path to change it by: refused, and not tried."""
    key = of_kind(house, kind)
    for change in (update(key, label="x"), unblock(key)):
        with pytest.raises(Refused) as refused:
            await done(house, change)
        (blame,) = refused.value.blames
        assert (blame.path, blame.by_vendor) == (("id",), False)
        assert "lets no block of this kind be changed" in blame.message
    assert {call.method for call in house.running.log} == {"GET"}


@pytest.mark.parametrize(
    ("given", "path"), [({"to": dt.date(2026, 11, 1)}, "to"), ({"from_": dt.date(2027, 1, 1)}, "from_")]
)
async def test_days_fit_those_that_stay(house: House, given: dict[str, Any], path: str) -> None:
    """One end that is moved past the other is blamed on the end that was given, and nothing is sent."""
    made = await done(house, block())
    house.running.log.clear()
    with pytest.raises(Refused) as refused:
        await done(house, update(made.ref.id, **given))
    assert [blame.path for blame in refused.value.blames] == [(path,)]
    assert [call.method for call in house.running.log] == ["GET"]


async def test_a_block_that_is_not_there(house: House) -> None:
    """Changing and lifting a block nobody has tells so, and sends nothing."""
    for change in (update("999999", label="x"), unblock("999999")):
        with pytest.raises(NotThere):
            await done(house, change)
    assert {call.method for call in house.running.log} == {"GET"}


async def test_a_block_is_made_where_its_space_is(open_house: Any) -> None:
    """With several administrations the space's own is found out once; a block is looked for in all of them."""
    house = await open_house(("1", "2"))
    made = await done(house, block("4"))
    assert house.running.log[-1].path == "/v3/administrations/2/maintenance_agenda_periods"
    assert made.record is not None
    assert made.record.links["venue"] == ref("venue", "2")
    house.running.log.clear()
    await done(house, block("4", label="Again"))
    assert [call.method for call in house.running.log] == ["POST"]
    await done(house, unblock(made.ref.id))
    assert made.ref.id not in periods(house, "4", "2")
    assert house.running.log[-1].path == f"/v3/administrations/2/maintenance_agenda_periods/{made.ref.id}"


async def test_a_space_nobody_has_is_blamed(open_house: Any) -> None:
    """With several administrations, a space in none of their calendars is blamed; with one, the vendor says so."""
    house = await open_house(("1", "2"))
    with pytest.raises(Refused) as refused:
        await done(house, block("999999"))
    assert [blame.path for blame in refused.value.blames] == [("space",)]
    assert "POST" not in {call.method for call in house.running.log}
    alone = await open_house()
    with pytest.raises(Refused) as refused:
        await done(alone, block("999999"))
    assert refused.value.blames == (Blame(("space",), 'duinpark refuses rentable, sent as "999999"', by_vendor=True),)


async def test_a_write_is_never_shared(house: House) -> None:
    """The same block asked for twice by two attempts is two blocks: only a key says that it is one."""
    one = await writer_of(house).write(block(), ATTEMPT, reading())
    two = await writer_of(house).write(block(), ATTEMPT, reading())
    assert one.ref != two.ref
