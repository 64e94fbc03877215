"""What is sent of an event request [000:25-48]: documented fields only, of which only those that were given. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from loaders.clock import shown
from loaders.given import Path
from loaders.writes import Contact, PostalAddress, RequestEvent

LOCALES: Final[Mapping[str, str]] = {"nl": "nl_NL", "en": "en_US"}
"""A language without a country → what the vendor calls it [000:32]."""

_LOCALE: Final = re.compile("([A-Za-z]{2})[-_]([A-Za-z]{2})")
_NUMBER: Final = re.compile("0|[1-9][0-9]{0,17}", re.ASCII)


class Field(NamedTuple):
    """A field that is sent.

    Args:
        name: what the vendor calls it.
        value: what is sent, as JSON has it.
        path: where in the input it came from; empty where it came from the gateway.

    """

    name: str
    value: object
    path: Path


def fields(write: RequestEvent, reference: str, zone: ZoneInfo) -> list[Field]:
    """Give the fields of a request.

    Args:
        write: what was given.
        reference: what the gateway calls it, sent where the client calls it nothing.
        zone: the zone in whose wall clock moments are written.

    """
    own = Field("reference", write.reference, ("reference",)) if write.reference else Field("reference", reference, ())
    answers = [{"question": one.question, "answer": one.answer} for one in write.extra_fields]
    every = (
        Field("datetime_start", _wall(write.from_, zone), ("from_",)),
        Field("datetime_end", _wall(write.to, zone), ("to",)),
        Field("name", write.name, ("name",)),
        Field("group_name", write.group_name, ("group_name",)),
        Field("noticeboard_name", write.noticeboard_name, ("noticeboard_name",)),
        Field("guests", write.people, ("people",)),
        Field("locale", None if write.locale is None else locale(write.locale), ("locale",)),
        own,
        *_contact(write.contact),
        Field("message", write.internal_notes, ("internal_notes",)),
        Field("booking_message", write.message, ("message",)),
        Field("location_id", number(write.location_id), ("location_id",)),
        Field("event_type_id", number(write.event_type_id), ("event_type_id",)),
        Field("source", write.form_name, ("form_name",)),
        Field("extra_fields", answers or None, ("extra_fields",)),
    )
    return [field for field in every if field.value is not None]


def locale(given: str) -> str | None:
    """Give the vendor's locale that was meant, language and country; None where the country cannot be known."""
    written = _LOCALE.fullmatch(given)
    return f"{written[1].lower()}_{written[2].upper()}" if written else LOCALES.get(given.lower())


def number(given: str | None) -> int | None:
    """Read an id of the vendor's, which is a number [000:46-47]; None where it is none."""
    return int(given) if given is not None and _NUMBER.fullmatch(given) else None


def _wall(moment: dt.datetime | None, zone: ZoneInfo) -> str | None:
    """Write a moment as the wall clock of a zone shows it; the document names no form."""
    return None if moment is None else shown(moment, zone).replace(tzinfo=None).isoformat(timespec="seconds")


def _contact(contact: Contact | None) -> Iterator[Field]:
    if contact is None:
        return
    yield Field("company", contact.company, ("contact", "company"))
    yield from _address(contact.address)
    yield Field("contact_first_name", contact.first_name, ("contact", "first_name"))
    yield Field("contact_last_name", contact.last_name, ("contact", "last_name"))
    yield Field("contact_phone", contact.phone, ("contact", "phone"))
    yield Field("contact_email", contact.email, ("contact", "email"))


def _address(address: PostalAddress | None) -> Iterator[Field]:
    """Give an address: the street and the house number on the first line [000:35], all further lines on the second."""
    if address is None:
        return
    above: Path = ("contact", "address")
    street, *further = address.lines or ("",)
    first = " ".join(part for part in (street, address.house_number) if part)
    yield Field("address_line_1", first or None, (*above, "lines" if street else "house_number"))
    yield Field("address_line_2", ", ".join(further) or None, (*above, "lines"))
    yield Field("postalcode", address.postal_code, (*above, "postal_code"))
    yield Field("city", address.city, (*above, "city"))
    yield Field("country", address.country, (*above, "country"))
