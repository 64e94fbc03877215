"""Enviso's two reads, and the data behind them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.enviso.agenda import ASKED_FOR, BIGGEST, Museum, Plan, furnish
from sandbox.vendor import Site
from tests.sandbox.callers import Enviso, enviso
from tests.sandbox.wire import TODAY, Open

BARE, UTC_TEXT = r"%Y-%m-%dT%H:%M:%S", r"%Y-%m-%dT%H:%M:%S.000Z"
BRUSSELS = ZoneInfo("Europe/Brussels")
SHOWN = "2024-04-17T11:47:56.177Z"
EXAMPLE = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
ONE = "700001"


@pytest.fixture
async def vendor(open_vendor: Open) -> Enviso:
    """Start Enviso as its document has it."""
    return await enviso(open_vendor)


@pytest.fixture(scope="module")
def museum() -> Museum:
    """Return a venue's data."""
    return _museum(size=1000)


def _museum(seed: int = 1, size: int = 300) -> Museum:
    site = Site(seed=seed, size=size, today=TODAY, clock=lambda: 0.0, opened=0.0)
    return furnish(Plan(site, BRUSSELS, "bare"))


async def test_the_documents_booking_is_answered(vendor: Enviso) -> None:
    """Booking 0 is the document's, word for word, its times and the line's odd status included."""
    reply = await vendor.get("bookings/0", await vendor.token())
    assert reply.headers["Content-Type"].startswith("application/json")
    assert reply.document == {
        "id": 0,
        "status": 1,
        "bookingDate": SHOWN,
        "visitorFirstName": "string",
        "visitorLastName": "string",
        "eventId": 0,
        "eventName": "string",
        "eventDescription": "string",
        "eventStartDate": SHOWN,
        "eventEndDate": SHOWN,
        "orderId": 0,
        "bookingLines": [
            {
                "id": 0,
                "bookingId": 0,
                "offerId": 0,
                "status": 0,
                "numberOfVisitors": 0,
                "guideLanguage": "string",
                "visit": {"start": SHOWN, "end": SHOWN},
            }
        ],
    }


async def test_the_documents_task_is_answered(vendor: Enviso) -> None:
    """The task that the document shows is there word for word, and so is the one that its samples ask for."""
    token = await vendor.token()
    assert (await vendor.get(f"tasks/{EXAMPLE}", token)).document == {
        "id": EXAMPLE,
        "title": "string",
        "description": "string",
        "location": "string",
        "status": 1,
        "languages": ["string"],
        "type": "Manual",
        "linkedBookings": [{"bookingId": 0, "bookingLineId": 0}],
        "taskGuide": {"id": 0, "firstName": "string", "lastName": "string"},
    }
    assert (await vendor.get(f"tasks/{ASKED_FOR.upper()}", token)).document["id"] == ASKED_FOR


async def test_ids_are_64_bit_numbers(vendor: Enviso) -> None:
    """Ids beyond 2^53 come as JSON numbers with every digit, up to the biggest there is."""
    reply = await vendor.get(f"bookings/{BIGGEST}", await vendor.token())
    assert f'"id":{2**63 - 1},'.encode() in reply.body
    big = [key for key in vendor.wire.running.data.bookings if int(key) > 2**53]
    assert len(big) > 50
    assert all(int(float(key)) != int(key) for key in big[1:])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("bookings/1", 404),
        ("bookings/-5", 404),
        ("bookings/007", 404),
        ("bookings/9223372036854775808", 400),
        ("bookings/1.0", 400),
        ("bookings/abc", 400),
        ("bookings/\u0663", 400),
        ("bookings/", 400),
        (f"tasks/{EXAMPLE[:-1]}0", 404),
        (f"tasks/{EXAMPLE.replace('-', '')}", 400),
        (f"tasks/{{{EXAMPLE}}}", 400),
        ("tasks/1", 400),
        ("bookings", 404),
        ("tasks", 404),
        ("venues/1", 404),
        (f"bookings/{ONE}/lines", 404),
    ],
)
async def test_ids_are_checked_and_there_are_no_lists(vendor: Enviso, path: str, status: int) -> None:
    """What is no id is 400, an id of nothing 404, and so is every other path; each says why in `errors`."""
    reply = await vendor.get(path, await vendor.token())
    assert reply.status == status
    assert (list(reply.document), reply.fault["code"]) == (["errors"], status)
    assert reply.fault["message"]


async def test_nothing_can_be_written(vendor: Enviso) -> None:
    """Other methods than GET are 404."""
    token = await vendor.token()
    headers = {"x-api-key": "sandbox-enviso-key", "Authorization": f"Bearer {token}"}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await vendor.wire.ask(f"/v1/bookings/{ONE}", method=method, headers=headers)).status == 404


async def test_the_tenant_key_is_optional_and_checked(vendor: Enviso) -> None:
    """A call may do without x-tenantsecretkey, but not have a wrong one."""
    token = await vendor.token()
    good = {"x-tenantsecretkey": vendor.wire.running.vendor.credentials["tenant_secret_key"]}
    assert (await vendor.get("bookings/0", token, **good)).status == 200
    assert (await vendor.get("bookings/0", token, **{"x-tenantsecretkey": "wrong"})).status == 403


async def test_text_is_answered_to_who_wants_text(vendor: Enviso) -> None:
    """The samples accept text/plain, and get the JSON under that name."""
    reply = await vendor.get("bookings/0", await vendor.token(), Accept="text/plain")
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert reply.document["id"] == 0


async def test_times_are_spelled_as_chosen(open_vendor: Open) -> None:
    """`bare` is the venue's wall clock, `z` the same moment in UTC, `z_local` the wall clock with a wrong Z."""
    found = {}
    for spelling in ("bare", "z", "z_local"):
        vendor = await enviso(open_vendor, time_spelling=spelling)
        row = (await vendor.get(f"bookings/{ONE}", await vendor.token())).document
        visit = row["bookingLines"][0]["visit"]
        found[spelling] = [row["bookingDate"], row["eventStartDate"], row["eventEndDate"], visit["start"], visit["end"]]
    for bare, utc, local in zip(found["bare"], found["z"], found["z_local"], strict=True):
        wall = datetime.strptime(bare, BARE)  # noqa: DTZ007 - the venue's wall clock
        assert datetime.strptime(utc, UTC_TEXT).replace(tzinfo=ZoneInfo("UTC")) == wall.replace(tzinfo=BRUSSELS)
        assert local == f"{bare}.000Z"


async def test_the_zone_can_be_chosen(open_vendor: Open) -> None:
    """`time_zone` decides which moment a wall clock means."""
    texts = []
    for zone in ("Europe/Brussels", "America/Toronto"):
        vendor = await enviso(open_vendor, time_spelling="z", time_zone=zone)
        texts.append((await vendor.get(f"bookings/{ONE}", await vendor.token())).document["eventStartDate"])
    east, west = (datetime.fromisoformat(text) for text in texts)
    assert west - east in (timedelta(hours=5), timedelta(hours=6))


async def test_spellings_and_zones_that_do_not_exist_are_refused(open_vendor: Open) -> None:
    """A wrong option is an error at the start."""
    with pytest.raises(ValueError, match="bare, z, z_local"):
        await enviso(open_vendor, time_spelling="iso")
    with pytest.raises(KeyError, match="Mars/Olympus"):
        await enviso(open_vendor, time_zone="Mars/Olympus")


def test_the_same_seed_gives_the_same_data() -> None:
    """Two sandboxes of one seed have the same rows, and of two seeds different ones."""
    one, two, other = _museum(), _museum(), _museum(seed=2)
    assert (dict(one.bookings), dict(one.tasks)) == (dict(two.bookings), dict(two.tasks))
    assert dict(one.bookings) != dict(other.bookings)
    assert set(one.tasks) & set(other.tasks) == {EXAMPLE, ASKED_FOR}
    bigger = _museum(size=900)
    assert all(bigger.bookings[key] == row for key, row in one.bookings.items())
    assert len(one.bookings) == 300


def test_every_gap_occurs(museum: Museum) -> None:
    """Bookings without lines, lines of status 0, open tasks without a guide, tasks without bookings or languages."""
    bookings, tasks = list(museum.bookings.values()), list(museum.tasks.values())
    lines = [line for row in bookings for line in row["bookingLines"]]
    assert {row["status"] for row in bookings} == {1, 2}
    assert {line["status"] for line in lines} == {0, 1, 2}
    assert {0, 1, 2, 3} <= {len(row["bookingLines"]) for row in bookings}
    assert {None, "", "nl"} <= {line["guideLanguage"] for line in lines}
    assert {None, ""} < {row["eventDescription"] for row in bookings}
    assert {row["status"] for row in tasks} == {1, 2, 3, 4, 5}
    assert {row["taskGuide"] is None for row in tasks if row["id"] != EXAMPLE and row["status"] < 3} == {True}
    assert {row["taskGuide"] is None for row in tasks if row["status"] > 2} == {False}
    assert {0, 1, 2} == {len(row["linkedBookings"]) for row in tasks}
    assert {0, 1, 2} == {len(row["languages"]) for row in tasks}


def test_bookings_and_tasks_hold_together(museum: Museum) -> None:
    """Lines name their booking, visits lie within the event, events agree, and tasks name bookings that exist."""
    events: dict[int, Any] = {}
    for row in museum.bookings.values():
        for line in row["bookingLines"]:
            assert line["bookingId"] == row["id"]
            assert row["eventStartDate"] <= line["visit"]["start"] <= line["visit"]["end"] <= row["eventEndDate"]
        about = row["eventName"], row["eventDescription"], row["eventStartDate"]
        assert events.setdefault(row["eventId"], about) == about
    ids = [line["id"] for row in museum.bookings.values() for line in row["bookingLines"]]
    assert len(set(ids)) == len(ids)
    for row in museum.tasks.values():
        assert all(str(link["bookingId"]) in museum.bookings for link in row["linkedBookings"])


def test_dates_surround_today(museum: Museum) -> None:
    """Events run from 400 days ago to 800 ahead, a good share within 30 days; nothing was booked after today."""
    rows = [row for row in museum.bookings.values() if row["id"] != 0]
    offsets = [(datetime.fromisoformat(row["eventStartDate"]).date() - TODAY).days for row in rows]
    assert -400 <= min(offsets) < -100
    assert 400 < max(offsets) <= 800
    assert sum(0 <= offset <= 30 for offset in offsets) > len(offsets) / 4
    assert all(row["bookingDate"][:10] <= TODAY.isoformat() for row in rows)
    assert all(row["bookingDate"] < row["eventEndDate"] for row in rows)
