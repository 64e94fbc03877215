"""What Enviso's answers may look like, and which of them are refused."""

from __future__ import annotations

import codecs
import json

import pytest
from enviso_house import HUGE, line, reply, sample

from loaders.errors import BadResponse, NotThere
from loaders.http.ask import Reply
from loaders.vendors.enviso import wire
from loaders.vendors.enviso.answers import read


def read_booking(answer: Reply) -> wire.Booking:
    """Read an answer as a booking."""
    return read(wire.Booking, answer, what="booking 17", source="museum")


def test_ids_keep_all_their_digits() -> None:
    """A 64-bit id is read as it is written, also where a float or another language's number would lose digits."""
    told = read_booking(reply({"id": int(HUGE), "orderId": 9007199254740993, "eventId": "9007199254740995"}))
    assert (told.id, told.order_id, told.event_id) == (HUGE, "9007199254740993", "9007199254740995")


def test_a_content_type_says_nothing() -> None:
    """JSON is read whatever an answer calls itself, and with a byte order mark before it."""
    body = json.dumps(sample("booking")).encode()
    plain = Reply(200, {"Content-Type": "text/plain; charset=utf-8"}, codecs.BOM_UTF8 + body)
    assert read_booking(plain) == read_booking(reply(body))


def test_unknown_attributes_are_passed_over() -> None:
    """What the document does not have is not looked at, in a booking and in its parts."""
    lines = [line(colour="red", visit={"start": None, "gate": {"no": 1}})]
    assert read_booking(reply({"id": 1, "vip": True, "bookingLines": lines})).booking_lines is not None


def test_only_an_id_is_needed() -> None:
    """All but the id may be missing or null."""
    assert read_booking(reply({"id": 1})) == read_booking(
        reply({**dict.fromkeys(sample("booking")), "id": 1}),
    )


@pytest.mark.parametrize("status", [202, 204])
def test_an_answer_that_needs_no_body(status: int) -> None:
    """202 and 204 without a body say that there is nothing."""
    with pytest.raises(NotThere, match=rf"^museum answered {status} without booking 17$"):
        read_booking(Reply(status, {}, b""))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "it is no such JSON"),
        (b"null", "it is no such JSON"),
        (b"[]", "it is no such JSON"),
        (b'{"id": 1', "it is no such JSON"),
        (b'{"id": 1, "eventName": "\xff"}', "it is no such JSON"),
        (b"<html>secret</html>", "it is no such JSON"),
        (b"{}", "its id makes no sense"),
        (b'{"id": null}', "its id makes no sense"),
        (b'{"id": -1}', "its id makes no sense"),
        (b'{"id": 1e30}', "its id makes no sense"),
        (b'{"id": true}', "its id makes no sense"),
        (b'{"id": "secret"}', "its id makes no sense"),
        (b'{"id": 1, "orderId": {}, "bookingDate": "secret"}', "its bookingDate and orderId makes no sense"),
        (b'{"id": 1, "eventStartDate": "2026-06-15"}', "its eventStartDate makes no sense"),
        (b'{"id": 1, "eventStartDate": "2026-02-30T10:00:00"}', "its eventStartDate makes no sense"),
        (b'{"id": 1, "eventStartDate": "2026-W01-1T10:00:00"}', "its eventStartDate makes no sense"),
        (b'{"id": 1, "eventStartDate": "9999-12-31T23:59:59"}', "its eventStartDate makes no sense"),
        (b'{"id": 1, "bookingLines": {}}', "its bookingLines makes no sense"),
        (b'{"id": 1, "bookingLines": [{}, {"visit": {"start": 5}}]}', "its bookingLines[1].visit.start makes no sense"),
        (b'{"id": 1, "bookingLines": [{"numberOfVisitors": 2147483648}]}', None),
        (b'{"id": 1, "bookingLines": [{"numberOfVisitors": 1.5}]}', None),
    ],
)
def test_what_cannot_be_read(body: bytes, why: str | None) -> None:
    """An answer that makes no sense is refused by the names of its attributes, and never shows what they held."""
    why = why or "its bookingLines[0].numberOfVisitors makes no sense"
    with pytest.raises(BadResponse) as caught:
        read_booking(Reply(200, {}, body))
    assert str(caught.value) == f"museum sent booking 17 so that it cannot be read: {why}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("key", ["1", "3fa85f64-5717-4562-b3fc-2c963f66afa", "3fa85f64-5717-4562-b3fc-2c963f66afa6\n"])
def test_a_task_has_a_guid(key: str) -> None:
    """A task whose id is no GUID makes no sense."""
    with pytest.raises(BadResponse, match="its id makes no sense"):
        read(wire.Task, reply({"id": key}), what="a task", source="museum")


def test_tokens_are_not_shown() -> None:
    """Neither what a login brings nor a refusal to read it shows a token."""
    grant = read(wire.Grant, reply({"authToken": "secret-a", "refreshToken": "secret-b"}), what="it", source="museum")
    assert (grant.auth_token, grant.refresh_token) == ("secret-a", "secret-b")
    assert "secret" not in repr(grant) + str(grant)
    with pytest.raises(BadResponse) as caught:
        read(wire.Grant, reply({"authToken": "secret token"}), what="it", source="museum")
    assert "secret" not in str(caught.value)
