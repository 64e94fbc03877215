"""What can be told of a customer and of an address [002:1274-1378, 002:1506-1530]: names, and how values are sent.

`salutation_title` 0 is Dr. [002:1345], so where there is none, nothing is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from loaders.errors import Blame
from loaders.vendors.locaboo.write import check
from loaders.vendors.locaboo.write.form import Part, flag

if TYPE_CHECKING:
    from loaders.vendors.locaboo.write.form import Path
    from loaders.writes import Contact, CreateCustomer, PostalAddress, UpdateCustomer

    People = Contact | CreateCustomer | UpdateCustomer

SALUTATIONS: Final = {"MR": "0", "MS": "1"}
TITLES: Final = {"DR": "0", "PROF": "1"}

PEOPLE: Final = {
    "first_name": "first_name",
    "last_name": "last_name",
    "company": "company_name",
    "email": "email",
    "phone": "phone",
}
PLACE: Final = {"house_number": "house_number", "postal_code": "zip", "city": "city", "country": "country"}
"""What the graph has for all vendors, and what it is called here; the lines of an address are the street."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {"salutation": SALUTATIONS, "salutation_title": TITLES}

FLAGS: Final = frozenset(
    """
    customer_newsletter reference_sign_shown_invoice financial_number_shown_invoice cost_centre_shown_invoice
    reference_number_shown_invoice
    """.split()  # noqa: SIM905  # names read better in a row
)
TEXTS: Final = {"vat_id": "ust_id"} | {
    name: name
    for name in """
    color customer_number customer_number_prefix customer_account_number debtor_account_number customer_group_id
    default_customer_group customer_department matriculation_number customer_function show_name website mobile
    bank_owner iban bic mandate internal_comment reference_sign financial_number cost_centre reference_number master_id
    primion_id
    """.split()  # noqa: SIM905  # the same
}
TAGS: Final = "customer_tags"

CUSTOMER: Final[Mapping[str, str]] = TEXTS | {name: name for name in (*CHOICES, *FLAGS, TAGS)}
"""What only this vendor takes of a customer, by its names in `locaboo`."""

ADDRESS: Final[Mapping[str, str]] = {
    "vat_id": "UstID",
    "function": "function",
    "mobile": "mobile",
    "salutation": "salutation",
    "salutation_title": "salutation_title",
}
"""The same of a further address."""


def people(told: People, path: Path = ()) -> Iterator[Part]:
    """Give what is sent of somebody."""
    for name, theirs in PEOPLE.items():
        value = getattr(told, name)
        if value is not None:
            yield Part(theirs, value, (*path, name))


def place(address: PostalAddress | None) -> Iterator[Part]:
    """Give what is sent of an address."""
    if address is None:
        return
    if address.lines is not None:
        yield Part("street", ", ".join(address.lines), ("address", "lines"))
    for name, theirs in PLACE.items():
        value = getattr(address, name)
        if value is not None:
            yield Part(theirs, value, ("address", name))


def own(told: Mapping[str, object], names: Mapping[str, str]) -> Iterator[Part]:
    """Give what is sent of what only this vendor takes."""
    for name, theirs in names.items():
        value, path = told.get(name), ("locaboo", name)
        if value is None:
            continue
        if name in CHOICES:
            yield Part(theirs, CHOICES[name][str(value)], path)
        elif name in FLAGS:
            yield Part(theirs, flag(value), path)
        elif name == TAGS and isinstance(value, Sequence) and not isinstance(value, str):
            yield from (Part(f"{theirs}[]", str(tag), (*path, str(index))) for index, tag in enumerate(value))
        else:
            yield Part(theirs, str(value), path)


def faults(parts: Iterator[Part]) -> Iterator[Blame]:
    """Say what of all that would be sent makes no sense."""
    for part in parts:
        if part.name == "internal_comment":
            yield from check.text(part.path, part.value)
            continue
        yield from check.line(part.path, part.value)
        if part.name == "email":
            yield from check.email(part.path, part.value)
        elif part.name == "color" and part.value:
            yield from check.color(part.path, part.value)
        elif part.name == "customer_group_id" and part.value not in {"", "0"}:
            yield from check.key(part.path, part.value)
