"""What an operation reads, worked out before anything is fetched. No source is asked, and none is needed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

import pytest

from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry, Selection
from schema.context import Context
from schema.limits import Limits
from schema.measure import MOST
from schema.selection import MOST_PLACES
from tests.house import SCHEMA

UNLIMITED = Limits(MOST, MOST, MOST, MOST)


async def selected(query: str, variables: Mapping[str, Any] | None = None) -> Selection:
    """Run an operation against no sources and give what it was found to read."""
    inquiry = Inquiry(Deadline.after(60))
    await SCHEMA.execute(
        query,
        variable_values=dict(variables or {}),
        context_value=Context({}, inquiry, Loaders({}, inquiry), allowed=UNLIMITED),
    )
    return inquiry.selection


async def test_attributes_and_edges_are_read_by_their_record_names() -> None:
    """Fields in camelCase become the records' names, and a nested record's fields stand under its own kind."""
    found = await selected("{ bookings { nodes { amountPaid { amount } customer { firstName } } } }")
    assert found.reads("booking") == {"amount_paid", "customer"}
    assert found.reads("customer") == {"first_name"}
    assert found.trees == {"booking": {"customer": {}}, "customer": {}}


async def test_aliases_and_depths_are_united() -> None:
    """What any alias reads of a kind, all of them read; what any goes on to, all go on to."""
    found = await selected("""{
      a: bookings { nodes { name } }
      b: bookings { nodes { x: reference y: customer { email } } }
      venue(id: "dmVudWU6YTox") { bookings { nodes { venue { name } } } }
    }""")
    assert found.reads("booking") == {"name", "reference", "customer", "venue"}
    assert found.tree("booking") == {"customer": {}, "venue": {}}
    assert found.tree("venue") == {"bookings": {"venue": {}}}


async def test_the_same_fragment_serves_every_place_it_stands_in() -> None:
    """A fragment spread at two places adds its edges to both."""
    found = await selected("""
      { events { nodes { venue { ...V } booking { venue { ...V } } } } }
      fragment V on Venue { name spaces { nodes { name } } }
    """)
    assert found.tree("event") == {"venue": {"spaces": {}}, "booking": {"venue": {"spaces": {}}}}


@pytest.mark.parametrize(
    ("variables", "read"),
    [
        ({}, {"name"}),
        ({"x": False}, {"name"}),
        ({"x": True}, {"reference", "comments", "total"}),
    ],
)
async def test_what_is_skipped_is_not_read(variables: dict[str, bool], read: set[str]) -> None:
    """@skip and @include are honoured on fields, inline fragments and spreads, with variables and their defaults."""
    found = await selected(
        """
        query ($x: Boolean = false) {
          bookings { nodes {
            reference @include(if: $x)
            name @skip(if: $x)
            ... @include(if: $x) { comments }
            ...T @include(if: $x)
            createdAt @skip(if: true)
            updatedAt @include(if: true) @skip(if: true)
          } }
        }
        fragment T on Booking { total { amount } }
        """,
        variables,
    )
    assert found.reads("booking") == read


async def test_a_fragment_is_walked_where_it_is_wanted_even_if_it_was_skipped_before() -> None:
    """A spread that is skipped does not hide the same spread beside it."""
    found = await selected("""
      { bookings { nodes { ...T @skip(if: true) ...T } } }
      fragment T on Booking { comments }
    """)
    assert found.reads("booking") == {"comments"}


async def test_a_field_of_an_interface_is_read_of_all_that_implement_it() -> None:
    """What is asked of sources is asked of each vendor's, and what hangs off them is known as theirs."""
    found = await selected("{ sources { venues { name } } }")
    assert found.reads("source") == {"venues"}
    assert found.tree("source") == {"venues": {}}
    assert found.reads("venue") == {"name"}


async def test_a_fragment_on_an_interface_or_a_member_narrows() -> None:
    """`node` is followed into each type it is narrowed to, and into no other."""
    found = await selected("""{
      node(id: "Ym9va2luZzphOjE") {
        __typename
        ... on Record { vendorId }
        ... on Booking { name details { ... on EventTempleBooking { dealValue { amount } group { name } } } }
        ... on Customer { email }
      }
    }""")
    assert found.reads("booking") == {"name", "details"}
    assert found.reads("customer") == {"email"}
    assert found.reads("event_temple.bookings") == {"deal_value", "group"}
    assert found.tree("booking") == {"details": {"group": {}}}
    assert "event" not in found.fields


async def test_references_of_other_subgraphs_are_walked_like_nodes() -> None:
    """The selections on `_entities` are known as those of the records they are on."""
    found = await selected("""{
      _entities(representations: [{ __typename: "Booking", id: "Ym9va2luZzphOjE" }]) {
        ... on Booking { customer { name } }
      }
    }""")
    assert found.reads("booking") == {"customer"}
    assert found.tree("booking") == {"customer": {}}


async def test_what_hangs_off_a_records_source_is_none_of_the_records_edges() -> None:
    """A booking's source begins a tree of its own: its venues are not asked for along with the booking."""
    found = await selected("""{
      bookings { nodes { source { venues { events { nodes { name } } } } } sources { source { venues { name } } } }
    }""")
    assert found.tree("booking") == {}
    assert found.tree("source") == {"venues": {"events": {}}}


async def test_what_hangs_off_the_same_customer_elsewhere_begins_anew() -> None:
    """A customer's sameAs leads to other records: asked for by themselves."""
    found = await selected("{ bookings { nodes { customer { sameAs { bookings { nodes { name } } } } } } }")
    assert found.tree("booking") == {"customer": {}}
    assert found.tree("customer") == {"bookings": {}}
    assert found.reads("customer") == {"email", "phone", "bookings"}


async def test_locales_are_told_in_the_order_first_asked() -> None:
    """Locales come from literals, variables and their defaults, each once; null names none."""
    found = await selected(
        """
        query ($x: String = "de", $y: String) {
          source(name: "a") {
            ... on BookingExpertsSource {
              categories {
                nodes {
                  a: name(locale: "nl")
                  b: name(locale: $x)
                  c: description(locale: $y)
                  d: name(locale: null)
                  e: name
                  f: name(locale: "nl")
                }
              }
            }
          }
        }
        """,
        {"y": None},
    )
    assert found.locales == ("nl", "de")
    assert found.reads("space_type") == {"names", "descriptions"}


async def test_what_every_type_has_is_nobodys_attribute() -> None:
    """Introspection and __typename read nothing."""
    found = await selected("{ __typename bookings { __typename nodes { __typename } } __schema { types { name } } }")
    assert found.fields == {}


def doubling(depth: int) -> str:
    """Write a question whose fragments each stand at twice as many places as the one before."""
    fragments = "".join(
        f"fragment F{at} on Space {{ parent {{ ...F{at + 1} }} parts {{ ...F{at + 1} }} }}\n" for at in range(depth)
    )
    return f"{{ spaces {{ nodes {{ ...F0 }} }} }} {fragments} fragment F{depth} on Space {{ capacity }}"


async def test_nested_fragments_cost_what_they_say() -> None:
    """A short document that spells out 2 to the power of 45 places is walked all the same, to its last attribute."""
    found = await selected(doubling(45))
    assert found.reads("space") == {"parent", "parts", "capacity"}


async def test_no_more_places_are_told_apart_than_a_hint_is_worth() -> None:
    """The tree of edges stays small, however many places a document spells out; the first ones are told apart."""
    depth = 12
    tree = (await selected(doubling(depth))).tree("space")
    assert set(tree) == {"parent", "parts"}
    assert _size(tree) <= MOST_PLACES * depth


def _size(tree: Mapping[str, Any]) -> int:
    return sum(1 + _size(below) for below in tree.values())


async def test_many_aliases_lose_no_hint() -> None:
    """However many root fields ask alike, they are one place: each edge is still known to be walked."""
    one = 'booking(id: "Ym9va2luZzphOjE") { customer { name } venue { name } }'
    aliases = " ".join(f"b{at}: {one}" for at in range(300))
    found = await selected(f"{{ {aliases} }}")
    assert found.tree("booking") == {"customer": {}, "venue": {}}


async def selections(query: str) -> tuple[Selection, Selection]:
    """Begin an operation against no sources and give what its first part and all of it was found to read."""
    inquiry = Inquiry(Deadline.after(60))
    context = Context({}, inquiry, Loaders({}, inquiry), allowed=UNLIMITED)
    async with aclosing(await SCHEMA.stream(query, context_value=context)) as results:
        await anext(results)
        first = inquiry.selection
        async for _ in results:
            pass
    return first, inquiry.selection


async def test_what_is_deferred_is_brought_along_later() -> None:
    """The first part's trees are without the deferred edges; its records have the attributes; then all is brought."""
    first, whole = await selections("""{
      bookings { nodes { name venue { name } ... @defer { reference customer { bookings { nodes { id } } } ...V } } }
      ... @defer { events { nodes { space { name } } } }
    } fragment V on Booking { venue { spaces { nodes { name } } } }""")
    assert first.reads("booking") >= {"name", "venue", "reference", "customer"}
    assert first.tree("booking") == {"venue": {}}
    assert first.tree("event") == {}
    assert whole.tree("booking") == {"venue": {"spaces": {}}, "customer": {"bookings": {}}}
    assert whole.tree("event") == {"space": {}}
    assert whole.fields == first.fields


async def test_what_is_not_deferred_after_all_is_brought_along() -> None:
    """`if: false` is as if nothing were written; a stream's rows are brought along with the list."""
    first, whole = await selections(
        "{ bookings { nodes @stream { name ... @defer(if: false) { customer { name } } } } }"
    )
    assert first == whole
    assert first.tree("booking") == {"customer": {}}
