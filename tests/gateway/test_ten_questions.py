"""The table of ten questions in docs/architecture.md: how many vendor calls each takes, counted by the vendors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from loaders.records import BOOKING, Ref
from tests.planned import Office, office

PAPER: Final = Path(__file__).parents[2] / "docs" / "architecture.md"
DAY: Final = '{ from: "2026-06-15T00:00:00+02:00", to: "2026-06-16T00:00:00+02:00" }'
GUESTS: Final = ", ".join(f'"{Ref(BOOKING, "museum", str(700_000 + number)).encode()}"' for number in range(1, 11))

QUESTIONS: Final = {
    "the next twenty bookings and who booked them": """
        bookings(first: 20) { nodes { reference customer { name } } }""",
    "a day's bookings in one order, with guests and places": f"""
        bookings(first: 100, filter: {{ overlaps: {DAY} }}, orderBy: {{ field: STARTS_AT }}) {{
          nodes {{ reference period {{ startDate }} customer {{ name }} allocations {{ space {{ name }} }} }}
        }}""",
    "a day's events in one order, with where they are": f"""
        events(first: 100, filter: {{ overlaps: {DAY} }}, orderBy: {{ field: STARTS_AT }}) {{
          nodes {{ name space {{ name }} venue {{ name }} }}
        }}""",
    "one booking of a park, with guest and lodging": f"""
        booking(id: "{Ref(BOOKING, "park", "5").encode()}") {{
          reference period {{ startDate }} customer {{ name email }} allocations {{ space {{ name }} }}
        }}""",
    "a park's spaces and when they are free": f"""
        spaces(first: 25, filter: {{ sources: ["park"] }}) {{
          nodes {{ name availability(between: {DAY}) {{ slots {{ from }} }} }}
        }}""",
    "a hall's thirty spaces and when they are free": f"""
        spaces(first: 30, filter: {{ sources: ["hall"] }}) {{
          nodes {{ name availability(between: {DAY}) {{ slots {{ from }} }} }}
        }}""",
    "fifty events of a hotel, with space, booking and customer": """
        events(first: 50, filter: { sources: ["hotel"] }) {
          nodes { name space { name } booking { reference customer { name } } }
        }""",
    "ten bookings of a museum by their ids": f"""
        nodes(ids: [{GUESTS}]) {{ ... on Booking {{ name customer {{ name }} }} }}""",
    "what else the guests of five bookings have booked": """
        bookings(first: 5, filter: { sources: ["park"] }) {
          nodes { customer { name bookings(first: 10) { nodes { reference } } } }
        }""",
    "every venue, its first spaces and its first customers": """
        venues { nodes { name spaces(first: 5) { nodes { name } } customers(first: 5) { nodes { name } } } }""",
}


async def test_the_table_is_true() -> None:
    """Cold, asked again, under three aliases and with hints off: each count is what the vendors saw, logins aside."""
    async with office() as it:
        planned = {name: it.plan(f"{{ {field} }}").calls for name, field in QUESTIONS.items()}
        rows = [await _row(it, name, field, planned[name]) for name, field in QUESTIONS.items()]
    table = [line for line in PAPER.read_text("utf-8").splitlines() if line.startswith("| ") and " | " in line]
    missing = [row for row in rows if row not in table]
    assert not missing, "\n".join(["docs/architecture.md should say:", *rows])


async def _row(it: Office, name: str, field: str, planned: int) -> str:
    """Write a question's row of the table."""
    question = f"{{ {field} }}"
    await it.forget()
    cold = await _calls(it, question)
    warm = await _calls(it, question)
    await it.forget()
    aliases = await _calls(it, f"{{ a: {field} b: {field} c: {field} }}")
    await it.forget()
    plain = await _calls(it, question, hints=False)
    assert cold <= planned
    return f"| {name} | {planned} | {cold} | {warm} | {aliases} | {plain} |"


async def _calls(it: Office, question: str, *, hints: bool = True) -> int:
    return sum((await it.ask(question, hints=hints))[0].values())
