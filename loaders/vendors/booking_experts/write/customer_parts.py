"""What is sent of a customer [004:3027-3066], and what can be wrong with it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from loaders.errors import Blame
from loaders.given import Path, email_faults, quoted, text_faults
from loaders.vendors.booking_experts.write.check import country_faults, id_faults, locale, locale_faults
from loaders.vendors.booking_experts.write.sent import Part, linkage
from loaders.writes import UpdateCustomer

OWN: Final = "booking_experts"
"""Where the input has what only this vendor takes."""

TEXTS: Final = ("title", "vat_nr", "country_code", "iban", "bic")
FLAGS: Final = ("receive_newsletter", "is_company", "has_custom_invoice_details")
INVOICE: Final = ("name", "address", "postalcode", "city", "country_code", "email")
GIVEN: Final = frozenset({*TEXTS, *FLAGS, "date_of_birth", "custom_invoice_details", "labels"})
"""What the input's own part may hold."""

TITLES: Final = ("mr", "ms", "family")
UNREADABLE: Final = frozenset({"iban", "bic", "has_custom_invoice_details", "custom_invoice_details"})
"""What the vendor takes and never shows: its answer has no such attributes [004:3124-3141]."""

_SECRET: Final = frozenset({"iban", "bic"})
_PLAIN: Final = ("first_name", "last_name", "company", "email", "phone")


def parts(write: UpdateCustomer) -> tuple[Part, ...]:
    """Give the parts of what is sent: what was given, and nothing else."""
    return (*_common(write), *_address(write), *_own(write.booking_experts))


def part_faults(write: UpdateCustomer) -> Iterator[Blame]:
    """Tell what is wrong with what was given of a customer."""
    for name in _PLAIN:
        yield from text_faults(getattr(write, name), (name,))
    yield from email_faults(write.email, ("email",))
    yield from locale_faults(write.locale, ("locale",))
    yield from _address_faults(write)
    yield from _own_faults(write.booking_experts)


def _common(write: UpdateCustomer) -> Iterator[Part]:
    for name in _PLAIN:
        if (value := getattr(write, name)) is not None:
            yield Part(f"attributes/{name}", value, (name,))
    if write.locale is not None:
        yield Part("attributes/locale", locale(write.locale), ("locale",))


def _address(write: UpdateCustomer) -> Iterator[Part]:
    address = write.address
    if address is None:
        return
    given = {
        ("address", "lines"): ("address", None if address.lines is None else ", ".join(address.lines)),
        ("address", "house_number"): ("number", address.house_number),
        ("address", "postal_code"): ("postalcode", address.postal_code),
        ("address", "city"): ("city", address.city),
        ("address", "country"): ("country_code", None if address.country is None else address.country.upper()),
    }
    for path, (name, value) in given.items():
        if value is not None:
            yield Part(f"attributes/{name}", value, path)


def _own(given: Mapping[str, object]) -> Iterator[Part]:
    for name in (*TEXTS, *FLAGS, "date_of_birth"):
        value = given.get(name)
        if value is None or (name == "title" and value == ""):
            continue
        if name == "country_code":
            value = str(value).upper()
        told = value.isoformat() if isinstance(value, dt.date) else value
        yield Part(f"attributes/{name}", told, (OWN, name), secret=name in _SECRET)
    invoice = _members(given)
    for name in INVOICE:
        if (value := invoice.get(name)) is not None:
            told = str(value).upper() if name == "country_code" else value
            yield Part(f"attributes/custom_invoice_details/{name}", told, (OWN, "custom_invoice_details", name))
    labels = given.get("labels")
    if labels is not None:
        yield Part("relationships/labels/data", [linkage("label", key) for key in _ids(labels)], (OWN, "labels"))


def _address_faults(write: UpdateCustomer) -> Iterator[Blame]:
    address = write.address
    if address is None:
        return
    for number, line in enumerate(address.lines or ()):
        yield from text_faults(line, ("address", "lines", str(number)))
    for name in ("house_number", "postal_code", "city"):
        yield from text_faults(getattr(address, name), ("address", name))
    yield from country_faults(address.country, ("address", "country"))
    again = write.booking_experts.get("country_code")
    if address.country is not None and again is not None and address.country.upper() != str(again).upper():
        yield Blame((OWN, "country_code"), f"expected the country of the address, not {quoted(again)}")


def _own_faults(given: Mapping[str, object]) -> Iterator[Blame]:
    for name in TEXTS:
        yield from text_faults(_text(given.get(name)), (OWN, name))
    title = given.get("title")
    if title and title not in TITLES:
        yield Blame((OWN, "title"), f"expected one of {', '.join(TITLES)}, not {quoted(title)}")
    yield from country_faults(_text(given.get("country_code")), (OWN, "country_code"))
    within: Path = (OWN, "custom_invoice_details")
    invoice = _members(given)
    for name in INVOICE:
        yield from text_faults(_text(invoice.get(name)), (*within, name))
    yield from country_faults(_text(invoice.get("country_code")), (*within, "country_code"))
    yield from email_faults(_text(invoice.get("email")), (*within, "email"))
    for number, key in enumerate(_ids(given.get("labels"))):
        yield from id_faults(key, (OWN, "labels", str(number)))


def _members(given: Mapping[str, object]) -> Mapping[str, object]:
    invoice = given.get("custom_invoice_details")
    return invoice if isinstance(invoice, Mapping) else {}


def _ids(given: object) -> Sequence[str]:
    return [str(key) for key in given] if isinstance(given, list | tuple) else []


def _text(given: object) -> str | None:
    return given if isinstance(given, str) else None
