"""What `totalCount` says, and when it says nothing."""

from __future__ import annotations

from tests.house import house


async def test_a_list_nobody_can_give_has_no_total() -> None:
    """Where no source can list what is asked for, how many there are is not known: null, not none."""
    async with house("enviso", "mice_operations") as running:
        answer = await running.data("{ bookings { totalCount nodes { id } } venues { totalCount } }")
        assert answer == {"bookings": {"totalCount": None, "nodes": []}, "venues": {"totalCount": 2}}


async def test_no_sources_have_no_rows() -> None:
    """A filter that leaves no source leaves no rows, and that is known."""
    async with house("enviso") as running:
        answer = await running.data("{ bookings(filter: { sources: [] }) { totalCount sources { status } } }")
        assert answer == {"bookings": {"totalCount": 0, "sources": []}}
