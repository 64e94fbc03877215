"""What the vendor refuses of a change comes back at the input's own fields, and never in the vendor's own words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from booking_experts_house import reading
from booking_experts_writes import ATTEMPT, block, category, customer, done, update, writer

from loaders.errors import CredentialsRefused, NotThere, RateLimited, Refused
from loaders.writes import Write

WORDS = "Leave it, secret-word"
READ = {
    "data": {
        "id": "9",
        "type": "booking",
        "attributes": {},
        "relationships": {"customer": {"data": {"id": "7", "type": "customer"}}},
    }
}
PERIOD = {
    "data": {
        "id": "77",
        "type": "agenda_period",
        "attributes": {"start_date": "2026-12-01", "end_date": "2026-12-04", "type": "MaintenanceAgendaPeriod"},
    }
}


def errors(*pointers: str | None) -> dict[str, Any]:
    """Write the vendor's error document."""
    entries: list[dict[str, Any]] = []
    for pointer in pointers:
        entry: dict[str, Any] = {"status": "422", "code": "FORBIDDEN_INPUT", "title": "Unprocessable", "detail": WORDS}
        entries.append(entry if pointer is None else entry | {"source": {"pointer": pointer}})
    return {"errors": entries}


def blamed(refused: Refused) -> list[tuple[str, str]]:
    """Give where a refusal is blamed, and what it says."""
    assert all(blame.by_vendor for blame in refused.blames)
    for word in WORDS.split():
        assert word not in str(refused)
    assert refused.__context__ is None
    assert refused.__cause__ is None
    return [(".".join(blame.path), blame.message) for blame in refused.blames]


@pytest.mark.parametrize(
    ("pointers", "where"),
    [
        (("/data/attributes/start_date",), [("from_", 'duinpark refuses start_date, sent as "2026-12-01"')]),
        (("/data/attributes/end_date",), [("to", 'duinpark refuses end_date, sent as "2026-12-04"')]),
        (("/data/attributes/label",), [("label", 'duinpark refuses label, sent as "New floor"')]),
        (("/data/relationships/rentable",), [("space", 'duinpark refuses rentable, sent as "5"')]),
        (("/data/relationships/rentable/data/id",), [("space", 'duinpark refuses rentable, sent as "5"')]),
        (("/attributes/end_date",), [("to", 'duinpark refuses end_date, sent as "2026-12-04"')]),
        (
            ("/data/attributes/start_date", "/data/attributes/end_date"),
            [
                ("from_", 'duinpark refuses start_date, sent as "2026-12-01"'),
                ("to", 'duinpark refuses end_date, sent as "2026-12-04"'),
            ],
        ),
        (("/data/attributes/type",), [("", "duinpark answered 422: it does not accept what was sent")]),
        (("/data",), [("", "duinpark answered 422: it does not accept what was sent")]),
        ((None,), [("", "duinpark answered 422: it does not accept what was sent")]),
        ((), [("", "duinpark answered 422: it does not accept what was sent")]),
        (
            ("/data/attributes/label", None),
            [
                ("label", 'duinpark refuses label, sent as "New floor"'),
                ("", "duinpark answered 422: it does not accept what was sent"),
            ],
        ),
    ],
)
async def test_a_pointer_leads_to_the_field(
    recorded: Any, pointers: tuple[str | None, ...], where: list[tuple[str, str]]
) -> None:
    """Each error of the answer is blamed on the field it points at; one that points at nothing, on the whole."""
    recorded.vendor.say(422, errors(*pointers))
    with pytest.raises(Refused) as refused:
        await done(recorded, block())
    assert blamed(refused.value) == where
    assert len(recorded.vendor.received) == 1


OWN_PARTS = {"iban": "NL91ABNA0417164300", "custom_invoice_details": {"email": "b@x.nl", "city": "Gent"}}


@pytest.mark.parametrize(
    ("change", "read", "pointer", "where", "said"),
    [
        (update("77", to=dt.date(2026, 12, 9)), PERIOD, "attributes/end_date", "to", 'end_date, sent as "2026-12-09"'),
        (customer("7", "9", email="p@x.nl"), READ, "attributes/email", "email", 'email, sent as "p@x.nl"'),
        (
            customer("7", "9", booking_experts=OWN_PARTS),
            READ,
            "attributes/custom_invoice_details/email",
            "booking_experts.custom_invoice_details.email",
            'custom_invoice_details/email, sent as "b@x.nl"',
        ),
        (
            customer("7", "9", booking_experts=OWN_PARTS),
            READ,
            "attributes/custom_invoice_details",
            "booking_experts.custom_invoice_details",
            "custom_invoice_details",
        ),
        (customer("7", "9", booking_experts=OWN_PARTS), READ, "attributes/iban", "booking_experts.iban", "iban"),
        (category(), None, "attributes/name", "names", "name"),
        (category(), None, "attributes/name/nl", "names.1.text", 'name/nl, sent as "Safaritent"'),
        (
            category(booking_experts={"usps": [{"locale": "nl", "texts": ["x"]}]}),
            None,
            "attributes/usps/nl/0",
            "booking_experts.usps.0.texts",
            "usps/nl, sent as ['x']",
        ),
    ],
)
async def test_every_write_knows_its_fields(
    recorded: Any, change: Write, read: Any, *, pointer: str, where: str, said: str
) -> None:
    """A pointer into what was sent, at or inside a part, leads to where it was given; bank details are not repeated."""
    if read is not None:
        recorded.vendor.say(200, read)
    recorded.vendor.say(422, errors(f"/data/{pointer}"))
    with pytest.raises(Refused) as refused:
        await done(recorded, change)
    assert blamed(refused.value) == [(where, f"duinpark refuses {said}")]


@pytest.mark.parametrize(
    ("change", "read", "where"),
    [
        (block(), None, "from_"),
        (update("77", to=dt.date(2026, 12, 9)), PERIOD, "to"),
        (update("77", label="x"), PERIOD, ""),
        (customer("7", "9", email="p@x.nl"), READ, ""),
    ],
)
async def test_a_conflict_is_blamed_on_the_days(recorded: Any, change: Write, read: Any, where: str) -> None:
    """409 says that something is there already: of a block, on the days that were sent."""
    if read is not None:
        recorded.vendor.say(200, read)
    recorded.vendor.say(409, errors(None))
    with pytest.raises(Refused) as refused:
        await done(recorded, change)
    assert blamed(refused.value) == [(where, "duinpark answered 409: it conflicts with what is there already")]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, CredentialsRefused), (403, CredentialsRefused), (404, NotThere), (429, RateLimited)],
)
async def test_other_refusals_are_the_vendors(recorded: Any, status: int, kind: type[Exception]) -> None:
    """A key that may not, a path nobody knows and a spent budget are faults of the tree, and tried once."""
    recorded.vendor.say(status, errors(None))
    with pytest.raises(kind) as fault:
        await writer(recorded).write(block(), ATTEMPT, reading())
    assert "secret-word" not in f"{fault.value} {fault.value.__dict__}"
    assert len(recorded.vendor.received) == 1


async def test_a_right_that_is_missing_is_told(open_house: Any) -> None:
    """Without the scope to write, each change is refused as the credentials' fault, and nothing is changed."""
    rights = {"booking read", "customer read", "agenda_period read", "category read"}
    house = await open_house(scopes=rights)
    owner = house.rows("booking")["31"]["relationships"]["customer"]["data"]["id"]
    for change in (block(), customer(owner, "31", first_name="x"), category()):
        with pytest.raises(CredentialsRefused):
            await done(house, change)
