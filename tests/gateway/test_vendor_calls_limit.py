"""`max_vendor_calls`: a question that may need more is refused before the first call, with both numbers."""

from __future__ import annotations

from typing import Any

from tests.gateway.test_auth import TOKENS, bearer
from tests.house import house

ORDERED = "{ bookings(orderBy: { field: CREATED_AT }) { nodes { name } } }"
"""Eight calls: four pages of either vendor's bookings."""


def limited(calls: int, **further: Any) -> dict[str, Any]:
    """Configure a limit."""
    return {"limits": {"max_vendor_calls": calls}, **further}


async def test_what_may_need_too_many_calls_is_refused_before_the_first() -> None:
    """QUERY_TOO_COMPLEX with asked and allowed, the source and the field that need most named; no vendor is asked."""
    async with house(server=limited(7), size=20) as running:
        answer = await running.ask(ORDERED)
        (error,) = answer["errors"]
        assert error["extensions"] == {
            "code": "QUERY_TOO_COMPLEX",
            "limit": "vendorCalls",
            "asked": 8,
            "allowed": 7,
        }
        assert error["message"] == (
            "The query may take 8 vendor calls; at most 7 are allowed. Most of them, 4, go to hotel for bookings."
        )
        assert "data" not in answer or answer["data"] is None
        assert answer["extensions"]["cost"]["vendorCalls"] == {"planned": 8, "allowed": 7}
        assert [running.calls(name) for name in running.vendors] == [[], []]


async def test_what_is_just_within_is_answered() -> None:
    """At the limit itself the question is asked, and the answer says what was planned."""
    async with house(server=limited(8), size=20) as running:
        answer = await running.ask(ORDERED)
        assert "errors" not in answer
        assert answer["extensions"]["cost"]["vendorCalls"] == {"planned": 8, "allowed": 8}
        assert sum(len(running.calls(name)) for name in running.vendors) <= 8


async def test_only_sources_the_question_can_reach_count() -> None:
    """Whoever names fewer sources needs fewer calls."""
    async with house(server=limited(7), size=20) as running:
        named = ORDERED.replace("(", '(filter: { sources: ["park"] }, ', 1)
        assert "errors" not in await running.ask(named)
        assert running.calls("hotel") == []


async def test_only_sources_the_caller_may_see_count() -> None:
    """A caller with a token for one source is not refused because of the others."""
    async with house(server=limited(7, auth={"tokens": TOKENS}), size=20) as running:
        both = await running.ask(ORDERED, headers=bearer("office-token"))
        assert both["errors"][0]["extensions"]["asked"] == 8
        alone = await running.ask(ORDERED, headers=bearer("front-desk-token"))
        assert "errors" not in alone
        assert alone["extensions"]["cost"]["vendorCalls"] == {"planned": 4, "allowed": 7}


async def test_each_value_of_a_variable_is_planned() -> None:
    """What a document may need with one value does not decide for another."""
    query = """query ($n: Int!) { bookings(first: $n, filter: { sources: ["park"] }) {
      nodes { allocations { people } } } }"""
    async with house(server=limited(3), size=20) as running:
        answers = [await running.ask(query, {"n": number}) for number in (10, 100, 10)]
        assert ["errors" in answer for answer in answers] == [False, True, False]
