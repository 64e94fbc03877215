"""What can be wrong with an event request, known without a call. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.errors import Blame
from loaders.given import TEXT, count_faults, email_faults, quoted, text_faults
from loaders.vendors.mice_operations.request import locale, number
from loaders.writes import Contact, RequestEvent


def request_faults(write: RequestEvent, source: str) -> Iterator[Blame]:
    """Tell everything that is wrong with an event request to a source."""
    if write.source != source:
        yield Blame(("source",), f"expected {source}, not {quoted(write.source)}")
    if write.from_ is not None and write.to is not None and write.from_ >= write.to:
        yield Blame(("to",), f"expected from before to, not from {write.from_.isoformat()} to {write.to.isoformat()}")
    yield from text_faults(write.name, ("name",), needed=True)
    for name in ("group_name", "noticeboard_name", "reference", "form_name"):
        yield from text_faults(getattr(write, name), (name,))
    for name in ("internal_notes", "message"):
        yield from text_faults(getattr(write, name), (name,), most=TEXT)
    yield from count_faults(write.people, ("people",), least=1)
    if write.locale is not None and locale(write.locale) is None:
        told = f"expected a language and its country, like nl_NL or en_US, not {quoted(write.locale)}"
        yield Blame(("locale",), told)
    for name in ("location_id", "event_type_id"):
        given = getattr(write, name)
        if given is not None and number(given) is None:
            yield Blame((name,), f"expected the number that the venue's staff can look up, not {quoted(given)}")
    for at, one in enumerate(write.extra_fields):
        yield from text_faults(one.question, ("extra_fields", str(at), "question"), most=TEXT, needed=True)
        yield from text_faults(one.answer, ("extra_fields", str(at), "answer"), most=TEXT)
    if write.contact is not None:
        yield from _contact_faults(write.contact)


def _contact_faults(contact: Contact) -> Iterator[Blame]:
    for name in ("first_name", "last_name", "company", "email", "phone"):
        yield from text_faults(getattr(contact, name), ("contact", name))
    yield from email_faults(contact.email, ("contact", "email"))
    address = contact.address
    if address is None:
        return
    for at, line in enumerate(address.lines or ()):
        yield from text_faults(line, ("contact", "address", "lines", str(at)))
    for name in ("house_number", "postal_code", "city", "country"):
        yield from text_faults(getattr(address, name), ("contact", "address", name))
