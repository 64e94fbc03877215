"""Event Temple's own: contacts, accounts and their addresses, users, and the values people pick from lists."""

import datetime as dt
from typing import Annotated

import strawberry

from schema.edge import attribute, edge
from schema.resource import ResourceView
from schema.types.node import Record


@strawberry.type(description="A value that a field of Event Temple's forms offers to pick from.")
class EventTemplePickable(Record, ResourceView, kind="event_temple.pickables"):
    """A value to pick from."""

    value: str | None = attribute("The value, as people see it.")
    field_name: str | None = attribute("The field that offers it: market_segment, account_type, referral_source, ….")


@strawberry.type(description="Somebody of the hotel's own staff who works with Event Temple.")
class EventTempleUser(Record, ResourceView, kind="event_temple.users"):
    """Somebody of the hotel's own staff."""

    name: str | None = attribute("The whole name.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    email: str | None = attribute("The e-mail address.")


@strawberry.type(description="An account's address in Event Temple.")
class EventTempleAddress(Record, ResourceView, kind="event_temple.addresses"):
    """An account's address."""

    street1: str | None = attribute("Street and house number.")
    street2: str | None = attribute("What else stands in the street's lines.")
    city: str | None = attribute("The town.")
    state: str | None = attribute("The state or province.")
    zipcode: str | None = attribute("The postal code.")
    country: str | None = attribute("The country's name.")
    country_code: str | None = attribute("The country's code, as the vendor writes it.")
    full_address: str | None = attribute("The whole address in one text.")
    longitude: float | None = attribute("Degrees east.")
    latitude: float | None = attribute("Degrees north.")


@strawberry.type(description="A person in Event Temple.")
class EventTempleContact(Record, ResourceView, kind="event_temple.contacts"):
    """A person."""

    external_id: str | None = attribute("Its id in a system outside Event Temple.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    first_name: str | None = attribute("The first name.")
    last_name: str | None = attribute("The last name.")
    email: str | None = attribute("The e-mail address.")
    name: str | None = attribute("The whole name.")
    phone_number: str | None = attribute("The telephone number.")
    job_title: str | None = attribute("Their position in the company.")


@strawberry.type(description="A company in Event Temple, on whose behalf its contacts book.")
class EventTempleAccount(Record, ResourceView, kind="event_temple.accounts"):
    """A company."""

    external_id: str | None = attribute("Its id in a system outside Event Temple.")
    created_at: dt.datetime | None = attribute("When it was created.")
    updated_at: dt.datetime | None = attribute("When it was last changed.")
    name: str | None = attribute("What it is called.")
    iata_number: str | None = attribute("The number that a travel agent has from IATA.")
    website: str | None = attribute("Its website.")
    email: str | None = attribute("The e-mail address.")
    phone_number: str | None = attribute("The telephone number.")
    fax: str | None = attribute("The fax number.")
    is_travel_agent: bool | None = attribute("Whether it is a travel agent.")
    is_key_account: bool | None = attribute("Whether it is a key account of the hotel.")
    market_segment: EventTemplePickable | None = edge("market_segment", "The market it belongs to.")
    account_type: EventTemplePickable | None = edge("account_type", "What kind of account it is.")
    referral_source: EventTemplePickable | None = edge("referral_source", "How it came to the hotel.")
    user: EventTempleUser | None = edge("user", "Who looks after it.")
    primary_contact: EventTempleContact | None = edge("primary_contact", "Whom to talk to first.")
    parent_account: Annotated["EventTempleAccount", strawberry.lazy("schema.types.event_temple_crm")] | None = edge(
        "parent_account", "The account above it."
    )
    address: EventTempleAddress | None = edge("address", "Where it is.")
