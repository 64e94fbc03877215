"""Event requests: the exact body of each, what the vendor's answers mean, and what is never said or sent."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loaders.errors import (
    BadResponse,
    Blame,
    CredentialsRefused,
    NotThere,
    RateLimited,
    Refused,
    TimedOut,
    Unreachable,
    Unsupported,
    VendorDown,
    VendorFault,
)
from loaders.inquiry import Deadline, Inquiry
from loaders.records import Ref
from loaders.vendors.mice_operations.fields import REQUEST_FIELDS
from loaders.writes import (
    EVENT_REQUEST,
    Attempt,
    CancelBooking,
    Contact,
    PostalAddress,
    QuestionAnswer,
    Receipt,
    RequestEvent,
)

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
KEY = "2dd0da7ed23d170efecab01524b67dad409e57a200130a5123817021191a1"
LONDON = ZoneInfo("Europe/London")
WORDS = "Leave it, secret-word"
ALL: dict[str, Any] = {
    "name": "Summer party",
    "from_": dt.datetime(2026, 7, 1, 18, tzinfo=LONDON),
    "to": dt.datetime(2026, 7, 1, 22, 30, tzinfo=LONDON),
    "group_name": "Foyer Ltd",
    "noticeboard_name": "Foyer summer",
    "people": 15,
    "locale": "en",
    "reference": "PO 7",
    "contact": Contact(
        "John",
        "Doe",
        "Foyer Ltd",
        "jd@example.org",
        "+31 20 1",
        PostalAddress(("Kade", "achter"), "12a", "1000 AA", "Delft", "Netherlands"),
    ),
    "internal_notes": "VIP",
    "message": "A quiet corner, please",
    "location_id": "12",
    "event_type_id": "3",
    "form_name": "Website",
    "extra_fields": (QuestionAnswer("Any remarks?", "Sweet potatoes"),),
}
BODY: dict[str, Any] = {
    "datetime_start": "2026-07-01T19:00:00",
    "datetime_end": "2026-07-01T23:30:00",
    "name": "Summer party",
    "group_name": "Foyer Ltd",
    "noticeboard_name": "Foyer summer",
    "guests": 15,
    "locale": "en_US",
    "reference": "PO 7",
    "company": "Foyer Ltd",
    "address_line_1": "Kade 12a",
    "address_line_2": "achter",
    "postalcode": "1000 AA",
    "city": "Delft",
    "country": "Netherlands",
    "contact_first_name": "John",
    "contact_last_name": "Doe",
    "contact_phone": "+31 20 1",
    "contact_email": "jd@example.org",
    "message": "VIP",
    "booking_message": "A quiet corner, please",
    "location_id": 12,
    "event_type_id": 3,
    "source": "Website",
    "extra_fields": [{"question": "Any remarks?", "answer": "Sweet potatoes"}],
}


async def test_everything_documented_can_be_requested(recorded: Any) -> None:
    """The body has every documented field, each from its own part of the input, moments as the venue's wall clock."""
    recorded.vendor.say(201)
    await recorded.request(**ALL)
    (sent,) = recorded.vendor.received
    assert (sent.method, sent.path, sent.query) == ("POST", "/api/v1/webhooks/events", {})
    assert sent.json == BODY
    assert list(sent.json) == [field.name for field in REQUEST_FIELDS]
    assert sent.headers["X-Authorization"] == f"Basic {KEY}"
    assert "Authorization" not in sent.headers
    assert sent.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("given", "body"),
    [
        ({}, {"reference": "foyer-0001"}),
        ({"reference": ""}, {"reference": "foyer-0001"}),
        ({"reference": "PO 7"}, {"reference": "PO 7"}),
        ({"locale": "nl"}, {"locale": "nl_NL", "reference": "foyer-0001"}),
        ({"locale": "nl-be"}, {"locale": "nl_BE", "reference": "foyer-0001"}),
        ({"locale": "nl_BE"}, {"locale": "nl_BE", "reference": "foyer-0001"}),
        ({"location_id": "7"}, {"location_id": 7, "reference": "foyer-0001"}),
        ({"contact": Contact(email="a@b.nl")}, {"contact_email": "a@b.nl", "reference": "foyer-0001"}),
        (
            {"contact": Contact(address=PostalAddress(("Kade", "achter", "boven")))},
            {"address_line_1": "Kade", "address_line_2": "achter, boven", "reference": "foyer-0001"},
        ),
        (
            {"contact": Contact(address=PostalAddress(house_number="12"))},
            {"address_line_1": "12", "reference": "foyer-0001"},
        ),
        (
            {"from_": dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)},
            {"datetime_start": "2026-10-25T02:30:00", "reference": "foyer-0001"},
        ),
    ],
)
async def test_only_what_was_given_is_sent(recorded: Any, given: dict[str, Any], body: dict[str, Any]) -> None:
    """Beside the name and a reference, which are always sent, there is nothing that was not given."""
    recorded.vendor.say(201)
    made = await recorded.request(**given)
    assert recorded.vendor.received[0].json == {"name": "Summer party", **body}
    assert made.record.reference == body["reference"]


@pytest.mark.parametrize(("success", "key"), [("empty", None), ("object", None), ("receipt", "1")])
async def test_a_request_is_receipted(open_desk: Any, success: str, key: str | None) -> None:
    """Whatever comes with 201, the request was taken: the receipt has its reference, and the vendor's id if told."""
    desk = await open_desk(success=success)
    made = await desk.request(**ALL)
    ref = Ref(EVENT_REQUEST, "banquets", "PO 7")
    assert made.ref == ref
    assert made.record == Receipt(ref, NOW, "PO 7", key, NOW)
    (taken,) = desk.vendor.data.received
    assert taken.body == BODY
    assert desk.source.health.last_success_at == NOW


@pytest.mark.parametrize(
    ("status", "said"),
    [(200, None), (200, {}), (202, {"data": {}, "page": {"status": "success"}}), (201, b"<html>"), (201, b'{"da')],
)
async def test_other_successes_are_successes(recorded: Any, status: int, said: Any) -> None:
    """Any 2xx that is not a refusal means that it was taken; 201 does, whatever stands in its body."""
    recorded.vendor.say(status, said)
    assert (await recorded.request()).record.vendor_id is None


async def test_a_page_of_somebody_elses_is_no_success(recorded: Any) -> None:
    """A 200 with a web page is not this vendor's answer: nobody knows whether the request was taken."""
    recorded.vendor.say(200, b"<html>Welcome</html>")
    with pytest.raises(BadResponse) as fault:
        await recorded.request()
    assert fault.value.reached


@pytest.mark.parametrize("sent_as", [422, 200, 201])
async def test_a_refusal_is_blamed_on_the_fields(recorded: Any, sent_as: int) -> None:
    """The map of errors leads to the input's own fields, whatever the HTTP status; the vendor's words stay with it."""
    faults = {
        "locale": WORDS,
        "guests": [WORDS, WORDS],
        "contact_email": WORDS,
        "address_line_1": WORDS,
        "extra_fields.0.answer": WORDS,
        "message": WORDS,
        "nonsense": WORDS,
    }
    page = {"status": "error", "status_code": 422, "message": WORDS, "errors": faults}
    recorded.vendor.say(sent_as, {"data": {}, "page": page})
    with pytest.raises(Refused) as refused:
        await recorded.request(**ALL)
    assert refused.value.blames == (
        Blame(("locale",), 'banquets refuses locale, sent as "en_US"', by_vendor=True),
        Blame(("people",), "banquets refuses guests, sent as 15", by_vendor=True),
        Blame(("contact", "email"), 'banquets refuses contact_email, sent as "jd@example.org"', by_vendor=True),
        Blame(("contact", "address", "lines"), 'banquets refuses address_line_1, sent as "Kade 12a"', by_vendor=True),
        Blame(("extra_fields",), "banquets refuses extra_fields", by_vendor=True),
        Blame(("internal_notes",), 'banquets refuses message, sent as "VIP"', by_vendor=True),
        Blame((), "banquets answered 422: it does not accept what was sent", by_vendor=True),
    )
    assert refused.value.__context__ is None
    assert len(recorded.vendor.received) == 1


@pytest.mark.parametrize("errors", [{}, [], None, "x"])
async def test_a_refusal_without_fields_is_blamed_on_the_whole(recorded: Any, errors: Any) -> None:
    """A refusal that names no field is one all the same; the gateway's own reference is nobody's field."""
    recorded.vendor.say(422, {"data": {}, "page": {"status": "error", "errors": errors}})
    with pytest.raises(Refused) as refused:
        await recorded.request()
    told = "banquets answered 422: it does not accept what was sent"
    assert refused.value.blames == (Blame((), told, by_vendor=True),)


async def test_a_reference_of_ours_is_not_blamed_on_the_client(recorded: Any) -> None:
    """A refused reference that the client did not give is no field of theirs."""
    recorded.vendor.say(422, {"data": {}, "page": {"status": "error", "errors": {"reference": WORDS}}})
    with pytest.raises(Refused) as refused:
        await recorded.request()
    assert [blame.path for blame in refused.value.blames] == [()]


async def test_a_refused_input_is_no_failure_of_the_source(open_desk: Any) -> None:
    """The vendor's own error document for 422 is a refusal; the source that sent it is well."""
    desk = await open_desk()
    desk.vendor.faults.add("status", status=422)
    with pytest.raises(Refused) as refused:
        await desk.request()
    assert [blame.path for blame in refused.value.blames] == [()]
    assert desk.vendor.data.received == []
    assert (desk.source.health.last_success_at, desk.source.health.last_failure) == (NOW, None)


@pytest.mark.parametrize("options", [{"disabled": True}, {"disabled": True, "soft_errors": True}, {"key": "wrong"}])
async def test_a_key_that_is_refused(open_desk: Any, options: dict[str, Any]) -> None:
    """A wrong or disabled key is the credentials' fault, which names no key, and shows in the source's health."""
    desk = await open_desk(**options)
    with pytest.raises(CredentialsRefused) as fault:
        await desk.request()
    assert KEY not in f"{fault.value!r} {fault.value.__dict__}"
    assert isinstance(desk.source.health.last_failure, CredentialsRefused)


@pytest.mark.parametrize(
    ("fault", "kind", "taken"),
    [
        ({"kind": "reset", "after": True}, Unreachable, 1),
        ({"kind": "reset"}, Unreachable, 0),
        ({"kind": "hang", "after": True}, TimedOut, 1),
        ({"kind": "status", "status": 500, "after": True}, VendorDown, 1),
        ({"kind": "html", "status": 502, "after": True}, VendorDown, 1),
        ({"kind": "html", "status": 200, "after": True}, BadResponse, 1),
        ({"kind": "partial", "after": True}, BadResponse, 1),
        ({"kind": "garbage", "after": True}, BadResponse, 1),
    ],
    ids=lambda one: " ".join(map(str, one.values())) if isinstance(one, dict) else "",
)
async def test_a_lost_answer_leaves_it_in_doubt(
    open_desk: Any, fault: dict[str, Any], kind: type[VendorFault], taken: int
) -> None:
    """A request is sent once; nobody can be asked what became of it, and no fault shows the key."""
    desk = await open_desk(patience=1.0 if fault["kind"] == "hang" else 10.0, success="receipt")
    desk.vendor.faults.add(**fault)
    with pytest.raises(kind) as lost:
        await desk.request()
    assert lost.value.reached
    assert KEY not in f"{lost.value!r} {lost.value.__dict__}"
    assert len(desk.vendor.log) == 1
    assert len(desk.vendor.data.received) == taken
    request = RequestEvent("banquets", "Summer party")
    assert await desk.writer.find(request, Attempt("foyer-0001", NOW), Inquiry(Deadline.after(5))) is None


async def test_a_broken_off_success_is_a_success(open_desk: Any) -> None:
    """A 201 whose body makes no sense was taken: the status is what the document promises."""
    desk = await open_desk(success="receipt")
    desk.vendor.faults.add("truncated")
    made = await desk.request()
    assert made.record.vendor_id is None
    assert len(desk.vendor.data.received) == 1


@pytest.mark.parametrize(("status", "kind"), [(404, NotThere), (429, RateLimited), (503, VendorDown)])
async def test_other_statuses_are_faults_of_the_tree(open_desk: Any, status: int, kind: type[VendorFault]) -> None:
    """Every status has its fault; none is tried again."""
    desk = await open_desk()
    desk.vendor.faults.add("status", status=status)
    with pytest.raises(kind):
        await desk.request()
    assert len(desk.vendor.log) == 1


async def test_no_connection_means_nothing_was_sent(open_desk: Any) -> None:
    """Where nobody listens, the fault says that the request did not reach the vendor."""
    desk = await open_desk()
    await desk.vendor.stop()
    with pytest.raises(Unreachable) as fault:
        await desk.request()
    assert not fault.value.reached


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"name": " "}, ["name"]),
        ({"source": "hotel"}, ["source"]),
        ({"from_": ALL["to"], "to": ALL["from_"]}, ["to"]),
        ({"from_": ALL["from_"], "to": ALL["from_"]}, ["to"]),
        (
            {"people": 0, "locale": "de", "location_id": "hall", "event_type_id": "1" * 19},
            ["people", "locale", "location_id", "event_type_id"],
        ),
        ({"locale": "english"}, ["locale"]),
        ({"locale": ""}, ["locale"]),
        ({"group_name": "x" * 256, "message": "x" * 10_001, "internal_notes": "x" * 10_000}, ["group_name", "message"]),
        (
            {"extra_fields": (QuestionAnswer("q", "a"), QuestionAnswer(" ", "\x07"))},
            ["extra_fields.1.question", "extra_fields.1.answer"],
        ),
        (
            {"contact": Contact("x" * 256, email="nowhere", address=PostalAddress(("a", "\x00"), city="x" * 256))},
            ["contact.first_name", "contact.email", "contact.address.lines.1", "contact.address.city"],
        ),
    ],
)
async def test_what_cannot_be_meant_is_told_before_any_call(
    open_desk: Any, given: dict[str, Any], where: list[str]
) -> None:
    """Every fault at once, each at its field, and the vendor is not asked."""
    desk = await open_desk()
    change = RequestEvent(**({"source": "banquets", "name": "Summer party"} | given))
    blames = desk.writer.faults(change)
    assert [".".join(blame.path) for blame in blames] == where
    assert not any(blame.by_vendor for blame in blames)
    assert not desk.vendor.log


async def test_another_change_is_refused_by_name(open_desk: Any) -> None:
    """A change that no capability names is refused, and not sent."""
    desk = await open_desk()
    with pytest.raises(Unsupported, match=r"^mice_operations has no way to do a CancelBooking$"):
        desk.writer.faults(CancelBooking(Ref("booking", "banquets", "1")))
