"""One cell of the matrix: clients that want one change in one sort of trouble, and whether what they heard is true."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from loaders.records import Ref
from sandbox.server import Running
from tests.faults.changes import KINDS, WRITING, Kind, Wanted

CLIENTS = {"retries": 1, "five at once": 5}
"""How many clients send the change at the same time; afterwards each cell's change is sent once more."""

DONE, UNKNOWN, NOTHING = "done", "unknown", "no answer"

VENDORS = tuple(WRITING)


@dataclass(slots=True)
class Heard:
    """What one client heard: `done` with the vendor's id, `unknown`, an error's code, or no answer at all."""

    word: str
    key: str | None = None
    message: str = ""


@dataclass(slots=True)
class Cell:
    """One change, its clients, and what they heard.

    Args:
        kind: of the change.
        clients: how many send it at once.
        wanted: the change.
        first: what they heard while there was trouble.
        there: what of it was at the vendor then.
        later: what was heard afterwards, with the same key.

    """

    kind: Kind
    clients: str
    wanted: Wanted
    first: list[Heard] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    later: list[Heard] = field(default_factory=list)

    async def send(self, client: aiohttp.ClientSession, url: str) -> list[Heard]:
        """Have every client send it."""
        return list(await asyncio.gather(*(send(client, url, self.wanted) for _ in range(CLIENTS[self.clients]))))

    def faults(self) -> list[str]:
        """Tell everything that is not true, or there twice."""
        found = self.wanted.effects()
        said = [*untrue(self.first, self.there, self.wanted), *untrue(self.later, found, self.wanted)]
        keys = {one.key for one in (*self.first, *self.later) if one.word == DONE}
        if len(keys) > 1:
            said.append(f"one key has outcomes {keys}")
        if self.wanted.keyed and self.there and found != self.there:
            said.append(f"there was {self.there}, then {found}")
        return [f"{self.kind.mutation} of {self.kind.vendor}, {self.clients}: {one}" for one in said]

    def told(self) -> str:
        """Write what was heard, and how many effects there are."""
        first, later = (" ".join(sorted({one.word for one in heard})) for heard in (self.first, self.later))
        return f"{first} → {later} ({len(self.wanted.effects())})"


def untrue(heard: Sequence[Heard], there: Sequence[str], wanted: Wanted) -> list[str]:
    """Tell which answers are not true of what is there."""
    said = [f"it is there {len(there)} times"] if len(there) > 1 else []
    for one in heard:
        if one.word == DONE and [one.key] != list(there):
            said.append(f"heard that {one.key} is done, and there is {there}")
        elif one.word not in {DONE, UNKNOWN, NOTHING} and there and not (wanted.gone and one.word == "NOT_FOUND"):
            said.append(f"heard {one.word} ({one.message}), and there is {there}")
    return said


async def send(client: aiohttp.ClientSession, url: str, wanted: Wanted) -> Heard:
    """Send a change and give what is heard of it."""
    body = {"query": wanted.document, "variables": {"input": wanted.input}}
    try:
        async with client.post(f"{url}/graphql", json=body) as response:
            answer = await response.json(content_type=None)
    except aiohttp.ClientError:
        return Heard(NOTHING)
    if "errors" in answer or answer.get("data") is None:
        return Heard("INTERNAL", message=str(answer))
    payload: dict[str, Any] = answer["data"][wanted.answer]
    if payload["userErrors"]:
        (error,) = payload["userErrors"]
        code = error["code"]
        return Heard(UNKNOWN if code == "OUTCOME_UNKNOWN" else code, message=error["message"])
    name, at = wanted.shows
    shown = payload[name]
    if name == "deletedId":
        ref = Ref.decode(shown)
        return Heard(DONE, None if ref is None else ref.id)
    return Heard(DONE, shown[at])


async def prepared(vendors: dict[str, Running], suffix: str = "", first: int = 0) -> list[Cell]:
    """Prepare a cell for every write and every sort of clients.

    Args:
        vendors: source name → its running vendor.
        suffix: of the names of the sources to take.
        first: the number of the first change.

    """
    sources = {one.vendor.name: (name, one) for name, one in vendors.items() if name.endswith(suffix)}
    cells = []
    for kind in KINDS:
        name, running = sources[kind.vendor]
        for clients in CLIENTS:
            cells.append(Cell(kind, clients, await kind.wanted(running, name, first + len(cells))))
    return cells


def trouble(running: Running, fault: dict[str, Any]) -> None:
    """Have every write of a vendor meet a fault."""
    for call in WRITING[running.vendor.name]:
        running.faults.add(**fault, **call)


def table(rows: Sequence[tuple[str, Sequence[Cell]]]) -> str:
    """Write the matrix, a line a write and trouble: what was heard → what was heard later (effects at the vendor)."""
    lines = ["| change | trouble | " + " | ".join(CLIENTS) + " |", "| --- | --- |" + " --- |" * len(CLIENTS)]
    for at, kind in enumerate(KINDS):
        for name, cells in rows:
            pair = cells[at * len(CLIENTS) : (at + 1) * len(CLIENTS)]
            lines.append(
                f"| {kind.mutation} ({kind.vendor}) | {name} | " + " | ".join(cell.told() for cell in pair) + " |"
            )
    return "\n".join(lines)
