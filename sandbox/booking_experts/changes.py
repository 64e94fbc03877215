"""What a request may change: blocks of the calendar, a booking's customer, and new categories.

Everything is checked before anything is changed. The document tells no rule about periods that overlap, so they may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.booking_experts.bodies import (
    check_days,
    check_id,
    check_text,
    invalid,
    is_date,
    writable_attributes,
    writable_links,
)
from sandbox.booking_experts.resources import CATEGORY_WRITABLE, LOCALES, LOCALIZED, TYPES
from sandbox.booking_experts.tables import Parks
from sandbox.jsonapi.refusal import RefusalError
from sandbox.jsonapi.resources import Row, Tables, linked
from sandbox.vendor import Site

KINDS: Final[Mapping[str, str]] = {
    "external_blocked_agenda_periods": "ExternalBlockedAgendaPeriod",
    "maintenance_agenda_periods": "MaintenanceAgendaPeriod",
}
"""The path decides about a period's kind; those of other kinds cannot be changed."""

_PERIOD_WRITABLE: Final = frozenset({"label", "start_date", "end_date"})
_PRIVATE: Final = frozenset({"iban", "bic", "has_custom_invoice_details", "custom_invoice_details"})
_CUSTOMER_WRITABLE: Final = (TYPES["customer"].attributes - {"debtor_code"}) | _PRIVATE
_CATEGORY_LINKS: Final = frozenset({"city", "terms", "rentable_segment", "master_price_list", "guest_group_limits"})
_INVOICE_MEMBERS: Final = frozenset({"name", "address", "postalcode", "city", "country_code", "email"})
_TITLES: Final = frozenset({"mr", "ms", "family", "", None})
_FLAGS: Final = frozenset({"is_company", "receive_newsletter", "has_custom_invoice_details"})


def create_period(parks: Parks, park: Tables, path: str, site: Site, body: Row) -> Row:
    """Block a rentable's calendar."""
    attributes = writable_attributes(body, _PERIOD_WRITABLE)
    rentable = _rentable(park, body)
    if rentable is None:
        raise invalid("rentable must exist", "/data/relationships/rentable")
    check_days(attributes.get("start_date"), attributes.get("end_date"))
    check_text(attributes, ("label",))
    moment = _stamp(site)
    return park.add(
        {
            "id": parks.new_id("agenda_period"),
            "type": "agenda_period",
            "attributes": {
                "label": attributes.get("label"),
                "start_date": attributes["start_date"],
                "end_date": attributes["end_date"],
                "type": KINDS[path],
                "ical_uid": None,
                "created_at": moment,
                "updated_at": moment,
            },
            "relationships": {
                "rentable": {"data": {"id": rentable, "type": "rentable"}},
                "reservation": {"data": None},
            },
        }
    )


def update_period(park: Tables, path: str, key: str, site: Site, body: Row) -> Row:
    """Change a block. Its path must be its kind's."""
    row = _period(park, path, key)
    check_id(body, key)
    attributes = writable_attributes(body, _PERIOD_WRITABLE)
    rentable = _rentable(park, body)
    after = row["attributes"] | attributes
    check_days(after.get("start_date"), after.get("end_date"))
    check_text(attributes, ("label",))
    row["attributes"] = after | {"updated_at": _stamp(site)}
    if rentable is not None:
        row["relationships"]["rentable"] = {"data": {"id": rentable, "type": "rentable"}}
    return row


def delete_period(park: Tables, path: str, key: str) -> None:
    """Lift a block."""
    _period(park, path, key)
    del park["agenda_period"][key]


def update_customer(parks: Parks, park: Tables, booking: str, body: Row) -> Row:
    """Change the customer of a booking. Bank and invoice details are taken and never shown."""
    owner = park.find("booking", booking)
    named = next(linked(owner, "customer"), None) if owner is not None else None
    row = parks.find(*named) if named is not None else None
    if row is None:
        raise RefusalError(404, f"There is no customer of a booking {booking}")
    check_id(body, row["id"])
    attributes = writable_attributes(body, _CUSTOMER_WRITABLE)
    _check_customer(attributes)
    labels = writable_links(park, body, frozenset({"labels"}))
    private = {name: attributes.pop(name) for name in _PRIVATE & attributes.keys()}
    parks.payment_details.setdefault(booking, {}).update(private)
    row["attributes"] = row["attributes"] | attributes
    row["relationships"] = row["relationships"] | labels
    return row


def create_category(parks: Parks, park: Tables, administration: str, site: Site, body: Row) -> Row:
    """Add a category. What only the vendor decides starts out empty."""
    attributes = writable_attributes(body, CATEGORY_WRITABLE)
    for name in LOCALIZED["category"] & attributes.keys():
        if not isinstance(attributes[name], dict) or not attributes[name].keys() <= set(LOCALES):
            raise invalid(f"{name} must be an object of locales", f"/data/attributes/{name}")
    if not any((attributes.get("name") or {}).values()):
        raise invalid("name can't be blank", "/data/attributes/name")
    given = writable_links(park, body, _CATEGORY_LINKS)
    moment, of = _stamp(site), TYPES["category"]
    empty: dict[str, Any] = dict.fromkeys(sorted(of.attributes))
    linkage: dict[str, Row] = {name: {"data": [] if name in of.to_many else None} for name in of.relationships}
    linkage["administration"] = {"data": {"id": administration, "type": "administration"}}
    return park.add(
        {
            "id": parks.new_id("category"),
            "type": "category",
            "attributes": empty
            | {"virtual": False, "archived": False, "created_at": moment, "updated_at": moment}
            | attributes,
            "links": {"parkcms_url": None},
            "relationships": linkage | given,
        }
    )


def _period(park: Tables, path: str, key: str) -> Row:
    row = park.find("agenda_period", key)
    if row is None or row["attributes"]["type"] != KINDS[path]:
        raise RefusalError(404, f"There is no {key} among the {path}")
    return row


def _rentable(park: Tables, body: Row) -> str | None:
    """Return the rentable that a body names, or None where it names none. A null is refused."""
    found = writable_links(park, body, frozenset({"rentable"})).get("rentable")
    if found is not None and found["data"] is None:
        raise invalid("rentable must exist", "/data/relationships/rentable")
    return None if found is None else str(found["data"]["id"])


def _check_customer(attributes: Row) -> None:
    check_text(attributes, attributes.keys() - _FLAGS - {"custom_invoice_details"})
    for name in _FLAGS & attributes.keys():
        if not isinstance(attributes[name], bool):
            raise invalid(f"{name} must be true or false", f"/data/attributes/{name}")
    if attributes.get("title") not in _TITLES:
        raise invalid("title is not included in the list", "/data/attributes/title")
    email = attributes.get("email")
    if email and "@" not in email:
        raise invalid("email is invalid", "/data/attributes/email")
    born = attributes.get("date_of_birth")
    if born is not None and not is_date(born):
        raise invalid("date_of_birth is no date", "/data/attributes/date_of_birth")
    if attributes.get("locale") not in (None, *LOCALES):
        raise invalid("locale is not included in the list", "/data/attributes/locale")
    details = attributes.get("custom_invoice_details", {})
    if not isinstance(details, dict) or not details.keys() <= _INVOICE_MEMBERS:
        raise invalid("custom_invoice_details is invalid", "/data/attributes/custom_invoice_details")


def _stamp(site: Site) -> str:
    return site.now().strftime("%Y-%m-%dT%H:%M:%SZ")
