"""A record that came along serves the operation wherever it is met, so a type's fields are those of all its views."""

from __future__ import annotations

from loaders.inquiry import Selection
from loaders.jsonapi.include import Hop, View, plan

VIEWS = {
    "event": View("event", "events", {"name": ("name",)}, {"guest": (Hop("guest", "contact"),)}, ("name",)),
    "guest": View("customer", "contacts", {"name": ("full_name",)}, {}, ("full_name",)),
    "own": View("vendor.contacts", "contacts", {"job": ("job_title",)}, {"boss": (Hop("own", "boss"),)}),
}


def test_a_type_brings_what_is_read_of_it_under_another_view() -> None:
    """Contacts that come along as guests carry what the operation reads of contacts as the vendor's own, elsewhere."""
    selection = Selection(
        {
            "event": frozenset(("guest",)),
            "customer": frozenset(("name",)),
            "vendor.contacts": frozenset(("job", "boss")),
        },
        {"event": {"guest": {}}},
    )
    planned = plan(VIEWS, "event", selection)
    assert planned.include == ("contact",)
    assert planned.fields["contacts"] == ("boss", "full_name", "job_title")


def test_a_view_nobody_reads_adds_nothing() -> None:
    """What the operation does not read under a view is not asked for because of it."""
    selection = Selection({"event": frozenset(("guest",)), "customer": frozenset(("name",))}, {"event": {"guest": {}}})
    assert plan(VIEWS, "event", selection).fields["contacts"] == ("full_name",)
