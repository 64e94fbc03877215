"""The writes about customers: add, edit, add addresses [002:1274-1540]; and the customer of a saved booking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sandbox.locaboo.answers import nothing
from sandbox.locaboo.customers import BERLIN, blank

if TYPE_CHECKING:
    from sandbox.locaboo.answers import Row
    from sandbox.locaboo.office import Office
    from sandbox.locaboo.parameters import Parameters

FIELDS: Final = frozenset(
    """
    color customer_number customer_number_prefix customer_account_number debtor_account_number customer_group_id
    customer_tags default_customer_group company_name customer_department matriculation_number salutation
    salutation_title customer_function first_name last_name show_name street house_number zip city country ust_id email
    phone website mobile customer_newsletter bank_owner iban bic mandate internal_comment reference_sign_shown_invoice
    reference_sign financial_number_shown_invoice financial_number cost_centre_shown_invoice cost_centre
    reference_number_shown_invoice reference_number master_id primion_id
    """.split()  # noqa: SIM905 - a list of 43 strings reads worse
)
"""What can be told of a customer. Only some of it is in `customer_list`; the rest goes in and is never shown."""

ADDRESS_FIELDS: Final = frozenset(
    """
    company_name salutation salutation_title function first_name last_name street house_number zip city country UstID
    address_type phone email mobile
    """.split()  # noqa: SIM905 - the same
)
_LISTED: Final = frozenset(blank()) & FIELDS
_BINARY: Final = ("salutation", "salutation_title", "customer_newsletter")


def add(office: Office, sent: Parameters) -> Row:
    """Create a customer; no field is required."""
    told = _told(sent)
    sent.settle()
    key = _register(office, told)
    return {"id": int(key), "message": "Successfully Added"}


def edit(office: Office, sent: Parameters, *, replaces: bool) -> Row:
    """Change a customer: what is sent, or with `replaces` everything. The document does not say which."""
    key = str(sent.needed_number("customer_id"))
    told = _told(sent)
    sent.settle()
    if key not in office.customers:
        raise nothing("customer", key)
    row = office.customers[key]
    if replaces:
        row.update(dict.fromkeys(_LISTED) | {"group_id": 0})
        office.further.pop(key, None)
    _tell(office, key, told)
    return {"id": int(key), "message": "Edited successfully"}


def add_addresses(office: Office, sent: Parameters) -> Row:
    """Add addresses to a customer. No endpoint shows them."""
    key = str(sent.needed_number("customer_id"))
    sent.map("address", required=True)
    addresses = sent.under("address")
    rows: list[Row] = []
    for place in addresses.form:
        one = addresses.under(place)
        one.choice("address_type", ("", "secondary"), "")
        for name in ("salutation", "salutation_title"):
            one.choice(name, ("", "0", "1"), "")
        rows.append({name: one.text(name) or "" for name in one.form if name in ADDRESS_FIELDS})
    sent.settle()
    if key not in office.customers:
        raise nothing("customer", key)
    office.addresses.setdefault(key, []).extend(rows)
    return {"id": int(key), "message": "Successfully Added"}


def customer_of(office: Office, sent: Parameters, salutation: str) -> str | None:
    """Find whom `booking_save` tells of by the e-mail address, or register them; None if it tells of nobody."""
    told = {
        name: sent.text(f"customer_{name}")
        for name in ("first_name", "last_name", "email", "street", "zip", "phone", "city")
    }
    told |= {"company_name": sent.text("customer_company"), "salutation": salutation or None}
    known = {name: value for name, value in told.items() if value is not None}
    if not known:
        return None
    email = known.get("email", "").casefold()
    for key in office.customers if email else ():
        if str(office.customers[key].get("email") or "").casefold() == email:
            return key
    return _register(office, known)


def _told(sent: Parameters) -> dict[str, str]:
    """Read what is told of a customer; a field that is sent empty is told to be empty."""
    told = {name: value for name in sorted(FIELDS & sent.form.keys()) if isinstance(value := sent.form[name], str)}
    for name in FIELDS & sent.form.keys() - told.keys() - {"customer_tags"}:
        sent.wrong(name, f"The {name} must be a text.")
    for name in _BINARY:
        sent.choice(name, ("", "0", "1"), "")
    sent.colour("color")
    sent.number("customer_group_id", least=0)
    return told


def _register(office: Office, told: dict[str, str]) -> str:
    key = office.customers.next_id()
    made = office.site.now().astimezone(BERLIN).isoformat(timespec="seconds")
    office.customers[key] = blank() | {"id": int(key), "created": made, "email": "", "company_name": ""}
    _tell(office, key, told)
    row = office.customers[key]
    name = " ".join(part for part in (row["first_name"], row["last_name"]) if part)
    row["show_name"] = row["show_name"] or row["company_name"] or name
    return key


def _tell(office: Office, key: str, told: dict[str, str]) -> None:
    office.customers[key].update({name: value for name, value in told.items() if name in _LISTED})
    if "customer_group_id" in told:
        office.customers[key]["group_id"] = int(told["customer_group_id"] or 0)
    office.further.setdefault(key, {}).update(
        {name: value for name, value in told.items() if name not in _LISTED | {"customer_group_id"}}
    )
