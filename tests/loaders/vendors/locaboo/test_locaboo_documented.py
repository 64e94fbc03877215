"""Every attribute and relationship the document shows is read and served; written down by hand, from the document."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from locaboo_desk import sample
from pydantic import BaseModel

from loaders.vendors.locaboo.translate import invoices as words
from loaders.vendors.locaboo.wire import bookings, customers, events, invoices, rooms, stock
from schema.build import build_schema
from schema.types import locaboo_stock

SCHEMA = build_schema()

DOCUMENTED: list[tuple[Any, str, str, dict[str, str | None]]] = [
    (rooms.Main, "Space", "id title parts", {"id": "vendorId", "title": "name"}),
    (rooms.FreeTextField, "LocabooFreeTextField", "id name type options", {"id": "vendorId"}),
    (
        rooms.Resource,
        "LocabooResource",
        (
            "id manager title image category_id category_name street_hnr zip city country phone fax "
            "public_comment today_opening_times today_holidays"
        ),
        {"id": "vendorId"},
    ),
    (
        bookings.Booking,
        "LocabooBooking",
        "id title resources custom_fields comments customer_id customer color persons",
        {"id": "vendorId"},
    ),
    (
        bookings.Taken,
        "LocabooBookedResource",
        "resource_id resource instances features inventory custom_fields",
        # What is booked along and the fields are told for the whole booking, each with its main resource.
        {"resource_id": "space", "resource": "name", "features": None, "inventory": None, "custom_fields": None},
    ),
    (
        bookings.Instance,
        "LocabooInstance",
        "id resource_id resource from to custom_fields",
        {"id": "vendorId", "resource_id": "space", "resource": "name", "from": "period", "to": "period"},
    ),
    (bookings.CustomField, "LocabooCustomField", "label value category", {}),
    (
        bookings.BookedThing,
        "LocabooBookedThing",
        "rule_interval rule_price rule_name price_cost quantity",
        {"rule_interval": "interval", "rule_price": "price", "rule_name": "name", "price_cost": "cost"},
    ),
    (rooms.FreeResource, "Availability", "resource_id dates", {"resource_id": None, "dates": "slots"}),
    (rooms.FreeSlot, "Slot", "time_from time_to", {"time_from": "from", "time_to": "to"}),
    (
        rooms.Profile,
        "LocabooProfile",
        (
            "first_name last_name company_name email logo logo_thumbnail currency language created age zip "
            "city country phone fax address"
        ),
        {},
    ),
    (
        customers.Customer,
        "LocabooCustomer",
        (
            "id email company_name first_name last_name show_name group_id created street zip city phone "
            "noletter color salutation country customer_number active last_login"
        ),
        {"id": "vendorId"},
    ),
    (
        stock.Item,
        "LocabooInventoryItem",
        "id name image created_on description inventory_no i_type model serial_no quantity price_cost prices resources",
        {"id": "vendorId"},
    ),
    (stock.Service, "LocabooService", "id name image created_on description prices resources", {"id": "vendorId"}),
    (stock.Price, "LocabooPrice", "price customer_groups interval tax", {}),
    (
        invoices.Invoice,
        "LocabooInvoice",
        (
            "id invoice_number created file discount_price total_price currency text discount payment_status "
            "payment_type status due_date customer invoice_rows"
        ),
        {"id": "vendorId", "invoice_rows": "rows"},
    ),
    (invoices.Discount, "LocabooDiscount", "type rate", {}),
    (
        invoices.Payer,
        "LocabooInvoiceCustomer",
        "id company first_name last_name street house_number zip city country",
        {"id": "vendorId"},
    ),
    (
        invoices.Row,
        "LocabooInvoiceRow",
        "id date resource_id booking_id type rate duration unit price discount tax_rate tax total",
        {"id": "vendorId", "resource_id": "space", "booking_id": "booking"},
    ),
    (
        events.Event,
        "LocabooEvent",
        (
            "id event_title marketing_data_title marketing_data_description date_from date_to time_from "
            "time_to entrance_time beginning_time marketing_data_ticket_link marketing_data_price "
            "marketing_data_notice_text image documents"
        ),
        {"id": "vendorId"},
    ),
    (
        events.Document,
        "LocabooDocument",
        "document_type document_number price document_date processed_status processed_date bookings",
        {},
    ),
    (events.Mentioned, "LocabooMentionedBooking", "id title resources", {"id": "vendorId"}),
]
"""Model, type, the document's attributes, and where they have another name in the graph (None: told elsewhere)."""


def camel(name: str) -> str:
    """Write a name as GraphQL does."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def read_names(model: Any) -> set[str]:
    """Give the names under which a model reads."""
    if issubclass(model, BaseModel):
        known = {field.alias or name for name, field in model.model_fields.items()}
    else:
        known = {{"start": "from", "end": "to"}.get(field.name, field.name) for field in fields(model)}
    return {{"start": "from", "end": "to"}.get(name, name) for name in known}


@pytest.mark.parametrize(("model", "shown", "documented", "renamed"), DOCUMENTED, ids=lambda one: str(one)[-30:])
def test_what_is_documented_is_read_and_served(
    model: Any, shown: str, documented: str, renamed: dict[str, str | None]
) -> None:
    """The model reads exactly what is documented, and the type shows it, camelCased."""
    names = documented.split()
    assert read_names(model) == set(names)
    of_type = SCHEMA.get_type_by_name(shown)
    assert of_type is not None
    served = {
        camel(field.python_name) if field.graphql_name is None else field.graphql_name for field in of_type.fields
    }
    wanted = {renamed.get(name, camel(name)) for name in names} - {None}
    assert wanted <= served, wanted - served


def walked(value: object) -> list[dict[str, Any]]:
    """Give all objects in some JSON."""
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in walked(item))]
    return [found for item in value for found in walked(item)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    "name",
    [
        "resource_list", "resource", "booking_list", "booking", "availability", "profile", "customer_list",
        "inventory_list", "service_list", "invoice_list", "event_list", "event_details",
    ],
)  # fmt: skip
def test_no_member_of_an_example_is_left_out(name: str) -> None:
    """Whatever name the examples use is in the list above, but for maps' keys and the envelope."""
    known = {word for _, _, documented, _ in DOCUMENTED for word in documented.split()}
    known |= {"data", "total", "success", "free_text_fields", "customer_groups", "title", "from", "to"}
    used = {member for found in walked(sample(name)) for member in found}
    assert {member for member in used if not (member.isdigit() or member.startswith("mf_") or "-" in member)} <= known


@pytest.mark.parametrize(
    ("meanings", "shown"),
    [
        (words.PAYMENT_STATUSES, locaboo_stock.LocabooPaymentStatus),
        (words.PAYMENT_TYPES, locaboo_stock.LocabooPaymentType),
        (words.STATUSES, locaboo_stock.LocabooInvoiceStatus),
        (words.ROW_TYPES, locaboo_stock.LocabooInvoiceRowType),
    ],
)
def test_every_meaning_of_a_word_is_in_the_graph(meanings: dict[str, str], shown: Any) -> None:
    """What a German word is read as is a value of the type's enum, and nothing else is but UNKNOWN."""
    assert {*meanings.values(), words.UNKNOWN} == {member.value for member in shown}
