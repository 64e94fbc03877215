"""What the loaders of one operation promise to whoever asks them."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from loaders.batch import Loader, Loaders
from loaders.errors import BadInput, FoyerError, NotThere, VendorDown
from loaders.health import Health
from loaders.inquiry import Deadline, Inquiry
from loaders.port import Capability, Check, Found, Gathered, Listing, Page, Spot
from loaders.records import CUSTOMER, SPACE, Record, Ref, Space

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def ref(number: object, kind: str = SPACE, source: str = "hall") -> Ref:
    """Make a reference."""
    return Ref(kind, source, str(number))


def space(of: Ref, name: str = "") -> Space:
    """Make a record."""
    return Space(of, NOON, {}, name=name or f"Space {of.id}")


class Hall:
    """A source that has every space with a number, and does what a test tells it to."""

    vendor = "locaboo"
    zone = ZoneInfo("Europe/Berlin")
    capabilities: frozenset[Capability] = frozenset()

    def __init__(self, name: str = "hall") -> None:
        self.name = name
        self.health = Health()
        self.asked: list[tuple[str, list[str]]] = []
        self.faults: dict[str, FoyerError] = {}
        self.beside: Mapping[Ref, Record] = {}
        self.before: Callable[[], Awaitable[None]] | None = None

    async def get(self, kind: str, ids: Sequence[str], _: Inquiry) -> Found:
        """Look spaces up: those with a number exist."""
        self.asked.append((kind, list(ids)))
        if self.before is not None:
            await self.before()
        found = {each: space(ref(each, kind, self.name)) for each in ids if each.isdecimal()}
        return Found(found | self.faults, self.beside)

    async def page(self, listing: Listing, after: Spot | None, limit: int, inquiry: Inquiry) -> Page | None:
        """List nothing."""
        raise NotImplementedError(listing, after, limit, inquiry)

    async def gather(self, listing: Listing, inquiry: Inquiry) -> Gathered:
        """Gather nothing."""
        raise NotImplementedError(listing, inquiry)

    async def check(self, inquiry: Inquiry) -> Sequence[Check]:
        """Check nothing."""
        raise NotImplementedError(inquiry)

    async def close(self) -> None:
        """Close nothing."""


def loaders(*sources: Hall, **options: int) -> Loaders:
    """Make the loaders of an operation that may ask these sources."""
    return Loaders({source.name: source for source in sources}, Inquiry(Deadline.after(60)), **options)


async def ticks(count: int) -> None:
    """Let the loop go round so many times."""
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def complaints() -> Iterator[list[dict[str, object]]]:
    """See that asyncio has nothing to complain about: no exception unretrieved, no task destroyed while pending."""
    heard: list[dict[str, object]] = []
    yield heard
    gc.collect()
    assert heard == []


@pytest.fixture(autouse=True)
async def _listening(complaints: list[dict[str, object]]) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))


# One batch


async def test_loads_of_the_same_time_are_one_ask() -> None:
    """Three loads of one source and kind, one of them twice: one call with each id once."""
    hall = Hall()
    known = loaders(hall)
    records = await asyncio.gather(*(known.load(ref(number)) for number in (1, 2, 3, 2)))
    assert [record.ref.id for record in records if record is not None] == ["1", "2", "3", "2"]
    assert records[1] is records[3]
    assert hall.asked == [(SPACE, ["1", "2", "3"])]


async def test_each_source_and_kind_is_asked_for_itself() -> None:
    """Two sources and two kinds are three batches, whatever the order of the loads."""
    hall, park = Hall("hall"), Hall("park")
    known = loaders(hall, park)
    wanted = [ref(1), ref(1, source="park"), ref(2), ref(7, CUSTOMER), ref(2, source="park")]
    records = await asyncio.gather(*(known.load(each) for each in wanted))
    assert [record.ref for record in records if record is not None] == wanted
    assert hall.asked == [(SPACE, ["1", "2"]), (CUSTOMER, ["7"])]
    assert park.asked == [(SPACE, ["1", "2"])]


async def test_loads_a_few_ticks_apart_are_one_ask() -> None:
    """Resolvers that arrive up to five ticks after each other still share a batch."""
    hall = Hall()
    known = loaders(hall)

    async def late(number: int) -> Record | None:
        await ticks(number)
        return await known.load(ref(number))

    await asyncio.gather(*(late(number) for number in range(6)))
    assert hall.asked == [(SPACE, ["0", "1", "2", "3", "4", "5"])]


async def test_a_load_after_the_batch_has_left_is_another() -> None:
    """Waiting for company ends: what comes while the vendor is asked is asked next, and neither disturbs the other."""
    hall = Hall()
    gate, asked = asyncio.Event(), asyncio.Event()

    async def before() -> None:
        asked.set()
        await gate.wait()

    hall.before = before
    known = loaders(hall)
    first = known.load(ref(1))
    await asked.wait()
    second = known.load(ref(2))
    again = known.load(ref(1))
    await ticks(10)
    gate.set()
    assert await first is await again
    assert await second is not None
    assert hall.asked == [(SPACE, ["1"]), (SPACE, ["2"])]


async def test_a_batch_holds_no_more_than_it_may() -> None:
    """With a largest size, a full batch leaves at once and the rest follows."""
    hall = Hall()
    known = loaders(hall, max_batch_size=2)
    await asyncio.gather(*(known.load(ref(number)) for number in range(5)))
    assert [ids for _, ids in hall.asked] == [["0", "1"], ["2", "3"], ["4"]]


async def test_no_settling_is_the_next_tick() -> None:
    """With settle=0 a batch leaves in the next tick."""
    hall = Hall()
    known = loaders(hall, settle=0)
    first = known.load(ref(1))
    await ticks(2)
    assert hall.asked == [(SPACE, ["1"])]
    await first


# One answer a reference


async def test_a_slot_is_asked_once() -> None:
    """A record, nothing and a fault are all remembered: loading again asks nobody and starts no task."""
    hall = Hall()
    hall.faults["down"] = VendorDown("hall is out of order", source="hall", vendor="locaboo")
    known = loaders(hall)
    wanted = [ref(1), ref("nothing"), ref("down")]
    first = await asyncio.gather(*(known.load(each) for each in wanted), return_exceptions=True)
    before = asyncio.all_tasks()
    again = [known.load(each) for each in wanted]
    assert all(future.done() for future in again)
    assert await asyncio.gather(*again, return_exceptions=True) == first
    assert first == [space(ref(1)), None, hall.faults["down"]]
    assert asyncio.all_tasks() == before
    assert len(hall.asked) == 1


async def test_a_failure_is_a_value_in_its_slot() -> None:
    """One bad key fails itself and nobody else in its batch."""
    hall = Hall()
    hall.faults = {"2": NotThere("hall knows no 2", source="hall", vendor="locaboo")}
    known = loaders(hall)
    good, bad, nothing = await asyncio.gather(
        *(known.load(ref(each)) for each in ("1", "2", "x")), return_exceptions=True
    )
    assert (good, bad, nothing) == (space(ref(1)), hall.faults["2"], None)


async def test_an_exception_no_future_can_raise_fails_only_its_slot() -> None:
    """A StopIteration or a cancellation among the slots is a RuntimeError there; the slots behind it are served."""

    async def batch(_: Sequence[Ref]) -> Sequence[object]:
        return [StopIteration(), asyncio.CancelledError(), space(ref(3))]

    loader = Loader(batch)  # type: ignore[arg-type]  # wrong on purpose
    stopped, cancelled, good = await asyncio.gather(
        *(loader.load(ref(number)) for number in (1, 2, 3)), return_exceptions=True
    )
    assert (repr(stopped), repr(cancelled)) == (
        "RuntimeError('a slot held StopIteration')",
        "RuntimeError('a slot held CancelledError')",
    )
    assert good == space(ref(3))


# Askers who go


async def test_a_cancelled_asker_poisons_nobody() -> None:
    """One of two askers of the same record is cancelled: the other has it, and so has whoever asks later."""
    hall = Hall()
    known = loaders(hall)

    async def ask() -> Record | None:
        return await known.load(ref(1))

    goes, stays = asyncio.ensure_future(ask()), asyncio.ensure_future(ask())
    await ticks(1)
    goes.cancel()
    assert await stays == space(ref(1))
    assert await known.load(ref(1)) == space(ref(1))
    assert goes.cancelled()
    assert len(hall.asked) == 1


async def test_a_fault_nobody_collects_is_no_complaint() -> None:
    """Loads that are dropped, cancelled or never awaited leave asyncio nothing to report, even if they fail."""
    hall = Hall()
    hall.faults["x"] = VendorDown("hall is out of order", source="hall", vendor="locaboo")
    known = loaders(hall)
    known.load(ref("x"))
    known.load(ref("x")).cancel()
    known.load(ref(1, source="nowhere"))
    await ticks(10)
    assert len(hall.asked) == 1


async def test_twenty_thousand_askers_of_one_record_may_all_go() -> None:
    """The one that stays is answered, however many go."""
    known = loaders(Hall())
    askers = [known.load(ref(1)) for _ in range(20_000)]
    for asker in askers[1:]:
        asker.cancel()
    assert await askers[0] == space(ref(1))


async def test_a_closed_operation_asks_no_more() -> None:
    """Close calls off what is under way and what was about to leave; open loads raise, and the source is told."""
    hall = Hall()
    asked, told = asyncio.Event(), asyncio.Event()

    async def before() -> None:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            told.set()

    hall.before = before
    known = loaders(hall)
    first = known.load(ref(1))
    await asked.wait()
    second = known.load(ref(2))
    known.close()
    for load in (first, second):
        with pytest.raises(RuntimeError, match=r"^the batch was called off before it was answered$"):
            await load
    assert told.is_set()
    assert len(hall.asked) == 1


# Sources with a bug


async def test_a_source_that_raises_fails_each_slot_with_that() -> None:
    """A bug in a source is what each of its slots raises, remembered; another source's slots are served."""
    hall, park = Hall("hall"), Hall("park")
    bug = KeyError("bug")

    async def before() -> None:
        raise bug

    hall.before = before
    known = loaders(hall, park)
    wanted = [ref(1), ref(2), ref(1, source="park")]
    assert await asyncio.gather(*(known.load(each) for each in wanted), return_exceptions=True) == [
        bug,
        bug,
        space(wanted[2]),
    ]
    with pytest.raises(KeyError):
        await known.load(ref(1))
    assert len(hall.asked) == 1


async def test_a_source_that_is_cancelled_from_within_leaves_nobody_hanging() -> None:
    """A cancellation inside a source is a RuntimeError in each slot: no hang, and no cancellation of the asker."""
    hall = Hall()

    async def before() -> None:
        raise asyncio.CancelledError

    hall.before = before
    known = loaders(hall)
    async with asyncio.timeout(5):
        failed = await asyncio.gather(*(known.load(ref(number)) for number in (1, 2)), return_exceptions=True)
    assert [repr(each) for each in failed] == ["RuntimeError('the batch was called off before it was answered')"] * 2


async def test_a_batch_cancelled_before_it_begins_leaves_nobody_hanging() -> None:
    """Even a batch that is cancelled in the tick in which it leaves fails its slots."""
    known = loaders(Hall(), max_batch_size=1)
    before = asyncio.all_tasks()
    load = known.load(ref(1))
    (batch,) = asyncio.all_tasks() - before
    batch.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match=r"^the batch was called off before it was answered$"):
            await load


@pytest.mark.parametrize(
    ("slots", "sentence"),
    [
        ([], "a batch of 2 references was given 0 slots"),
        ([None, None, None], "a batch of 2 references was given 3 slots"),
        (None, "object of type 'NoneType' has no len()"),
    ],
)
async def test_a_batch_function_that_loses_count_fails_its_slots(slots: list[None] | None, sentence: str) -> None:
    """Too few slots, too many or none at all is a TypeError that repeats neither keys nor records."""

    async def batch(_: Sequence[Ref]) -> list[None] | None:
        return slots

    loader = Loader(batch)  # type: ignore[arg-type]  # wrong on purpose
    failed = await asyncio.gather(*(loader.load(ref(number)) for number in (1, 2)), return_exceptions=True)
    assert [type(each) for each in failed] == [TypeError, TypeError]
    assert [str(each) for each in failed] == [sentence] * 2


async def test_a_batch_function_that_is_not_async_fails_its_slots() -> None:
    """What raises before it can be awaited fails the slots, too."""

    def batch(_: Sequence[Ref]) -> Awaitable[list[None]]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Loader(batch).load(ref(1))


# Shelves


async def test_what_came_along_is_known() -> None:
    """A side-loaded record is there without a call: at once by peek, at once by load."""
    hall = Hall()
    hall.beside = {ref(7, CUSTOMER): space(ref(7, CUSTOMER))}
    known = loaders(hall)
    assert known.peek(ref(7, CUSTOMER)) is None
    await known.load(ref(1))
    assert known.peek(ref(7, CUSTOMER)) is hall.beside[ref(7, CUSTOMER)]
    load = known.load(ref(7, CUSTOMER))
    assert load.done()
    assert await load is hall.beside[ref(7, CUSTOMER)]
    assert len(hall.asked) == 1


async def test_what_was_loaded_can_be_peeked_at() -> None:
    """Peek gives what a load has brought; nothing's id and a fault are not known to it."""
    hall = Hall()
    hall.faults["down"] = VendorDown("hall is out of order", source="hall", vendor="locaboo")
    known = loaders(hall)
    await asyncio.gather(*(known.load(ref(each)) for each in ("1", "x", "down")), return_exceptions=True)
    assert [known.peek(ref(each)) for each in ("1", "x", "down")] == [space(ref(1)), None, None]


async def test_a_shelf_is_not_copied() -> None:
    """A mapping is kept as it is: what appears in it later is seen, and it is never written to."""
    hall = Hall()
    shelf: dict[Ref, Record] = {ref(1): space(ref(1))}
    known = loaders(hall)
    known.shelve(shelf)
    shelf[ref(2)] = space(ref(2))
    assert known.peek(ref(2)) is shelf[ref(2)]
    await known.load(ref(3))
    assert list(shelf) == [ref(1), ref(2)]


async def test_the_newest_shelf_counts() -> None:
    """Of two shelves with the same record the later one is believed; shelving one again makes it the latest."""
    old, new = {ref(1): space(ref(1), "old")}, {ref(1): space(ref(1), "new")}
    known = loaders(Hall())
    known.shelve(old)
    known.shelve(new)
    known.shelve({})
    assert known.peek(ref(1)) is await known.load(ref(1)) is new[ref(1)]
    known.shelve(old)
    assert known.peek(ref(1)) is old[ref(1)]


async def test_a_shelf_that_comes_again_is_no_second_shelf() -> None:
    """A cached collection that every batch brings along costs one look, not one a batch."""
    looks: list[Ref] = []

    class Counting(dict[Ref, Record]):
        def get(self, key: Ref, default: object = None) -> object:  # type: ignore[override]  # a count is all it adds
            looks.append(key)
            return super().get(key, default)

    known = loaders(Hall())
    collection = Counting({ref(1): space(ref(1))})
    for _ in range(100):
        known.shelve(collection)
    known.peek(ref(2))
    assert looks == [ref(2)]


async def test_a_shelf_heals_what_could_not_be_loaded() -> None:
    """A reference whose load failed is known as soon as a shelf brings it."""
    hall = Hall()
    hall.faults["1"] = VendorDown("hall is out of order", source="hall", vendor="locaboo")
    known = loaders(hall)
    with pytest.raises(VendorDown):
        await known.load(ref(1))
    known.shelve({ref(1): space(ref(1))})
    assert await known.load(ref(1)) == space(ref(1))


async def test_what_is_shelved_while_a_batch_gathers_is_not_asked() -> None:
    """A record that arrives before its batch leaves is taken out of it; a batch left empty asks nobody."""
    hall = Hall()
    known = loaders(hall)
    loads = [known.load(ref(number)) for number in (1, 2)]
    known.shelve({ref(1): space(ref(1), "shelved")})
    assert await asyncio.gather(*loads) == [space(ref(1), "shelved"), space(ref(2))]
    alone = known.load(ref(3))
    known.shelve({ref(3): space(ref(3), "shelved")})
    assert await alone == space(ref(3), "shelved")
    assert hall.asked == [(SPACE, ["2"])]


# Wrong uses


@pytest.mark.parametrize(("names", "listed"), [((), "none"), (("hall",), "hall"), (("park", "hall"), "hall, park")])
async def test_an_unknown_source_is_bad_input(names: tuple[str, ...], listed: str) -> None:
    """The load raises, once awaited, naming the sources there are."""
    load = loaders(*(Hall(name) for name in names)).load(ref(1, source="nowhere"))
    with pytest.raises(BadInput) as caught:
        await load
    assert str(caught.value) == f"there is no source named 'nowhere'; the sources are: {listed}"


@pytest.mark.parametrize(("wrong", "kind"), [(None, "NoneType"), ("c3BhY2U", "str"), ((SPACE, "hall", "1"), "tuple")])
async def test_only_a_ref_can_be_loaded(wrong: object, kind: str) -> None:
    """A global id, a bare tuple or None is a mistake of the caller's."""
    with pytest.raises(TypeError, match=f"^load takes a Ref, not {kind}$"):
        loaders(Hall()).load(wrong)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("size", [0, -1])
async def test_a_batch_of_nothing_is_refused(size: int) -> None:
    """A largest size below one is a mistake."""

    async def batch(_: Sequence[Ref]) -> list[None]:
        return []

    with pytest.raises(ValueError, match=re.escape(f"a batch holds at least one reference, not {size}")):
        Loader(batch, max_batch_size=size)


def test_a_loader_lives_in_a_loop() -> None:
    """Outside a running event loop there is nobody to batch for."""

    async def batch(_: Sequence[Ref]) -> list[None]:
        return []

    with pytest.raises(RuntimeError, match=r"^no running event loop$"):
        Loader(batch)


# Size


async def test_twenty_thousand_loads_are_one_batch() -> None:
    """20,000 references are asked for in one batch, and are known then, beside a shelf of 50,000."""
    hall = Hall()
    known = loaders(hall)
    known.shelve({ref(number, CUSTOMER): space(ref(number, CUSTOMER)) for number in range(50_000)})
    refs = [ref(number) for number in range(20_000)]
    assert None not in await asyncio.gather(*map(known.load, refs))
    assert None not in [known.peek(each) for each in refs]
    assert len(hall.asked) == 1
