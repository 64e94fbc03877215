"""Planning includes and sparse fields from what an operation reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.inquiry import Selection, Tree
from loaders.jsonapi.include import Hop, Plan, View, plan

VIEWS = {
    "event": View(
        "event",
        "events",
        fields={"name": ("name",), "period": ("start_date", "start_time"), "category": ("revenue_summaries",)},
        edges={
            "space": (Hop("space", "space"),),
            "booking": (Hop("booking", "booking"),),
            "details": (Hop("event_details"),),
        },
        always=("name",),
    ),
    "event_details": View(
        "event_temple.events",
        "events",
        fields={"notes": ("notes",)},
        edges={"summaries": (Hop("summary", "revenue_summaries"),)},
    ),
    "booking": View(
        "booking",
        "bookings",
        fields={"reference": ("unique_id",), "total": ("total",)},
        edges={
            "customer": (Hop("contact", "contact"), Hop("account", "account")),
            "payer": (Hop("account", "account"),),
            "owner": (Hop("owner", "owner", must=True),),
            "administration": (Hop("owner", "administration", offer=False),),
        },
        always=("status",),
    ),
    "contact": View("customer", "contacts", fields={"name": ("name",)}, always=("email",)),
    "account": View("customer", "accounts", fields={"name": ("name",), "phone": ("phone_number",)}, always=("fax",)),
    "space": View("space", "spaces", fields={"name": ("name",)}, always=("color",)),
    "summary": View("event_temple.summaries", "revenue_summaries", fields={"amount": ("amount",)}, always=("amount",)),
    "owner": View(
        "owner",
        "owners",
        fields={"name": ("name",)},
        edges={"bookings": (Hop("booking", "bookings", must=True),)},
        always=("id_nr",),
    ),
}


def reads(**kinds: str) -> dict[str, frozenset[str]]:
    """Give what is read of each kind, written as words."""
    return {kind: frozenset(words.split()) for kind, words in kinds.items()}


def test_what_is_read_of_the_root_is_asked_for() -> None:
    """A record attribute asks for all the vendor's attributes it is made of, and nothing unknown is asked for."""
    made = plan(VIEWS, "event", Selection(reads(event="period someone_elses", booking="total")))
    assert made == Plan((), {"events": ("name", "start_date", "start_time")})


def test_an_attribute_may_be_made_of_a_relationship() -> None:
    """An attribute that is made of linkage asks for the relationship as a field."""
    assert plan(VIEWS, "event", Selection(reads(event="category"))).fields == {"events": ("name", "revenue_summaries")}


def test_walked_edges_are_included_step_by_step() -> None:
    """A deep edge lists each step of its path, and each type that comes has its fields, linkage among them."""
    selection = Selection(
        reads(event="booking", booking="customer total", customer="name"), {"event": {"booking": {"customer": {}}}}
    )
    assert plan(VIEWS, "event", selection) == Plan(
        ("booking", "booking.account", "booking.contact"),
        {
            "accounts": ("fax", "name"),
            "bookings": ("account", "contact", "status", "total"),
            "contacts": ("email", "name"),
            "events": ("booking", "name"),
        },
    )


def test_an_edge_read_elsewhere_brings_its_linkage_only() -> None:
    """An edge that is read, though not walked from here, has its linkage in the fields and is not included."""
    made = plan(VIEWS, "event", Selection(reads(event="space")))
    assert made == Plan((), {"events": ("name", "space")})


def test_two_edges_of_one_relationship_are_one_path() -> None:
    """Edges that share a relationship ask for it once."""
    selection = Selection(reads(booking="customer payer", customer="phone"), {"booking": {"customer": {}, "payer": {}}})
    made = plan(VIEWS, "booking", selection)
    assert made.include == ("account", "contact")
    assert made.fields["bookings"] == ("account", "contact", "status")


def test_all_views_of_a_type_ask_together() -> None:
    """A resource seen as two kinds asks for what is read of both, and both kinds' edges start at the same place."""
    selection = Selection(
        {"event": frozenset({"name", "details"}), "event_temple.events": frozenset({"notes", "summaries"})},
        {"event": {"details": {"summaries": {}}}},
    )
    assert plan(VIEWS, "event", selection) == Plan(
        ("revenue_summaries",),
        {"events": ("name", "notes", "revenue_summaries"), "revenue_summaries": ("amount",)},
    )


def test_another_kind_read_elsewhere_is_asked_for_here() -> None:
    """A record met here may be read as its other kind elsewhere, so it comes with that kind's fields."""
    selection = Selection({"event": frozenset({"details"}), "event_temple.events": frozenset({"notes"})})
    assert plan(VIEWS, "event", selection).fields == {"events": ("name", "notes")}


def test_without_hints_only_what_must_be_is_included() -> None:
    """Hints off: linkage is still asked for, a hop that must be included is, nothing else is."""
    selection = Selection(reads(booking="customer owner"), {"booking": {"customer": {}, "owner": {}}})
    assert plan(VIEWS, "booking", selection, hints=False) == Plan(
        ("owner",), {"bookings": ("account", "contact", "owner", "status"), "owners": ("id_nr",)}
    )


def test_a_hop_that_must_be_is_included_where_its_edge_is_read() -> None:
    """A linkage that comes only with its resource is included though its edge is walked somewhere else."""
    made = plan(VIEWS, "booking", Selection(reads(booking="owner")))
    assert made.include == ("owner",)


def test_a_hop_that_must_be_is_left_out_where_its_edge_is_not_read() -> None:
    """What must be included with its edge is not, when nobody reads the edge."""
    assert plan(VIEWS, "booking", Selection(reads(booking="total"))).include == ()


def test_hops_that_must_be_end_where_they_come_back() -> None:
    """A circle of hops that must be included ends before it returns to where it began."""
    made = plan(VIEWS, "booking", Selection(reads(booking="owner", owner="bookings")))
    assert made.include == ("owner",)
    assert made.fields["owners"] == ("bookings", "id_nr")


def test_a_hop_not_offered_is_never_included() -> None:
    """Where only the linkage is wanted the resource stays away, walked or not, and its type asks for no fields."""
    selection = Selection(reads(booking="administration"), {"booking": {"administration": {}}})
    assert plan(VIEWS, "booking", selection) == Plan((), {"bookings": ("administration", "status")})


def test_extra_paths_come_whatever_is_read() -> None:
    """An extra path is included with every step, hints or not, its relationships and types among the fields."""
    made = plan(VIEWS, "event", Selection(), hints=False, extra=["booking.account"])
    assert made == Plan(
        ("booking", "booking.account"),
        {"accounts": ("fax",), "bookings": ("account", "status"), "events": ("booking", "name")},
    )


def test_an_extra_path_may_belong_to_another_kind_of_the_resource() -> None:
    """A relationship that only another view of the same resource knows is known."""
    assert plan(VIEWS, "event", Selection(), extra=["revenue_summaries"]).include == ("revenue_summaries",)


def test_an_unknown_extra_path_is_refused() -> None:
    """An extra path no view knows is a mistake in the vendor's folder and says so."""
    sentence = "^the include path booking.cook cannot be planned: no view of bookings leads on by cook$"
    with pytest.raises(ValueError, match=sentence):
        plan(VIEWS, "event", Selection(), extra=["booking.cook"])


def test_a_hop_cannot_be_must_and_never() -> None:
    """A hop that must be included and never is to be is refused where it is written."""
    with pytest.raises(ValueError, match=r"^the hop to owner must be included and is never to be: it cannot be both$"):
        Hop("owner", "owner", must=True, offer=False)


def test_the_tree_may_be_given() -> None:
    """A tree given counts instead of the one the selection has for the root's kind."""
    selection = Selection(reads(event="space booking"), {"event": {"space": {}}})
    assert plan(VIEWS, "event", selection, tree={"booking": {}}).include == ("booking",)


def test_a_plan_that_lacks_a_path_a_type_or_a_field_does_not_carry() -> None:
    """A plan carries another only with all its paths, types and fields."""
    full = Plan(("booking",), {"events": ("booking", "name"), "bookings": ("total",)})
    assert full.carries(Plan((), {"events": ("name",)}))
    assert not full.carries(Plan(("space",), {}))
    assert not full.carries(Plan((), {"spaces": ()}))
    assert not full.carries(Plan((), {"events": ("notes",)}))


EDGES = sorted({edge for view in VIEWS.values() for edge in view.edges})
NAMES = sorted({name for view in VIEWS.values() for name in view.fields} | set(EDGES))
KINDS = sorted({view.kind for view in VIEWS.values()})
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.just({}), lambda inner: st.dictionaries(st.sampled_from(EDGES), inner, max_size=3), max_leaves=8
)
FIELDS = st.dictionaries(st.sampled_from(KINDS), st.frozensets(st.sampled_from(NAMES), max_size=4), max_size=5)
SELECTIONS = st.builds(Selection, fields=FIELDS, trees=st.dictionaries(st.sampled_from(KINDS), TREES, max_size=3))
ROOTS = st.sampled_from(sorted(VIEWS))


def united(one: Tree, other: Tree) -> Tree:
    """Unite two trees."""
    return {edge: united(one.get(edge, {}), other.get(edge, {})) for edge in {*one, *other}}


def both(one: Selection, other: Selection) -> Selection:
    """Unite two selections."""
    return Selection(
        {kind: one.reads(kind) | other.reads(kind) for kind in {*one.fields, *other.fields}},
        {kind: united(one.tree(kind), other.tree(kind)) for kind in {*one.trees, *other.trees}},
    )


@given(ROOTS, SELECTIONS, SELECTIONS, st.booleans())
def test_reading_more_never_brings_less(root: str, one: Selection, other: Selection, hints: bool) -> None:  # noqa: FBT001  # drawn by hypothesis
    """The plan of two selections united carries the plan of each, and the union of both plans."""
    whole = plan(VIEWS, root, both(one, other), hints=hints)
    first, second = plan(VIEWS, root, one, hints=hints), plan(VIEWS, root, other, hints=hints)
    assert whole.carries(first)
    assert whole.carries(second)
    assert whole.carries(first | second)


@given(ROOTS, SELECTIONS)
def test_hints_only_add(root: str, selection: Selection) -> None:
    """A plan with hints carries the plan without."""
    assert plan(VIEWS, root, selection).carries(plan(VIEWS, root, selection, hints=False))


@given(ROOTS, SELECTIONS, SELECTIONS)
def test_a_union_carries_both(root: str, one: Selection, other: Selection) -> None:
    """Uniting plans loses nothing, whatever the order, and a plan united with itself is itself."""
    first, second = plan(VIEWS, root, one), plan(VIEWS, root, other)
    assert (first | second).carries(first)
    assert (first | second).carries(second)
    assert (first | second) == (second | first)
    assert (first | first) == first == plan(VIEWS, root, both(one, one))


@given(ROOTS, SELECTIONS, st.booleans())
def test_every_step_is_listed_and_linked(root: str, selection: Selection, hints: bool) -> None:  # noqa: FBT001  # drawn by hypothesis
    """Each path's beginning is a path too, and each step is a field of every type it can leave from."""
    made = plan(VIEWS, root, selection, hints=hints)
    assert list(made.include) == sorted(set(made.include))
    for path in made.include:
        steps = path.split(".")
        assert all(".".join(steps[:length]) in made.include for length in range(1, len(steps)))
        types = {VIEWS[root].type}
        for step in steps:
            assert all(step in made.fields[kind] for kind in types if led_by(step, {kind}))
            types = led_by(step, types)
            assert types
        assert types <= set(made.fields)


def led_by(step: str, types: set[str]) -> set[str]:
    """Give the types a relationship leads to from these types."""
    return {
        VIEWS[hop.view].type
        for view in VIEWS.values()
        if view.type in types
        for hops in view.edges.values()
        for hop in hops
        if hop.relationship == step
    }
