"""A change happens at most once, and its answer is true, whatever is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from loaders.errors import (
    Blame,
    Conflict,
    InputRejected,
    OutcomeUnknown,
    Refused,
    StoreDown,
    Unreachable,
    Unsupported,
)
from loaders.store.face import State
from loaders.writes import CreateBooking, Written
from loaders.writing.changes import LEASE
from loaders.writing.digest import key_of, reference_of
from tests.loaders.writing.office import Desk, Office, booking, fine, lost_after, lost_before, not_reached, refused


async def test_a_retry_gets_the_first_outcome_without_a_call() -> None:
    """The same key with the same input is answered from what was written down."""
    desk = Desk()
    first = await desk.make()
    again = await desk.make()
    assert (again.ref, again.record) == (first.ref, first.record)
    assert len(desk.office.attempts) == 1
    assert desk.told == [first.ref]


async def test_five_at_once_are_one() -> None:
    """Five clients with one key, while the first is still under way: one attempt, five equal answers."""
    desk = Desk()
    desk.office.gate.clear()
    five = [asyncio.create_task(desk.make()) for _ in range(5)]
    await desk.office.heard.wait()
    desk.office.gate.set()
    assert len({written.ref for written in await asyncio.gather(*five)}) == 1
    assert len(desk.office.attempts) == 1


async def test_another_process_waits_for_the_first() -> None:
    """A change that another process makes is waited for, and its outcome given."""
    one = Desk()
    other = Desk(one.keys, one.office)
    one.office.gate.clear()
    first = asyncio.create_task(one.make())
    await one.office.heard.wait()
    second = asyncio.create_task(other.make())
    for _ in range(20):
        await asyncio.sleep(0)
    one.office.gate.set()
    assert (await first).ref == (await second).ref
    assert len(one.office.attempts) == 1


async def test_another_input_under_the_same_key_is_a_conflict() -> None:
    """A key stands for one change; nobody is asked."""
    desk = Desk()
    await desk.make()
    with pytest.raises(Conflict):
        await desk.make(title="Wake")
    assert len(desk.office.attempts) == 1


async def test_a_key_is_its_callers_own() -> None:
    """Two callers who think of the same key make two changes, and neither sees the other's."""
    desk = Desk()
    mine, theirs = await desk.make(caller="app"), await desk.make(caller="kiosk")
    assert mine.ref != theirs.ref


@pytest.mark.parametrize(("answer", "fault"), [(not_reached, Unreachable), (refused, InputRejected)])
async def test_what_did_not_happen_frees_its_key(answer: Any, fault: type[Exception]) -> None:
    """A vendor that was not reached, or refused: the same key may try again, and is sent again."""
    desk = Desk()
    desk.office.answers.append(answer)
    with pytest.raises(fault):
        await desk.make()
    assert desk.office.searches == 0
    await desk.make()
    assert len(desk.office.made) == 1


async def test_a_lost_answer_is_looked_for_and_found() -> None:
    """It happened, its answer was lost: the vendor shows it, and it is the answer; a retry gets it without a call."""
    desk = Desk()
    desk.office.answers.append(lost_after)
    first = await desk.make()
    again = await desk.make()
    assert first.ref == again.ref
    assert (len(desk.office.made), len(desk.office.attempts), desk.office.searches) == (1, 1, 1)


async def test_what_cannot_be_found_is_unknown_and_never_sent_again() -> None:
    """The answer was lost and the vendor shows nothing: unknown, with the reference; retries only look."""
    desk = Desk()
    desk.office.answers.append(lost_before)
    for _ in range(3):
        with pytest.raises(OutcomeUnknown) as unknown:
            await desk.make()
        assert reference_of(key_of("app", "CREATE_BOOKING", "k")) in str(unknown.value)
        assert unknown.value.retryable
    assert (len(desk.office.attempts), desk.office.searches, desk.office.made) == (1, 3, [])


@pytest.mark.parametrize("key", ["k", None])
async def test_what_may_have_happened_is_not_read_from_what_was_kept(key: str | None) -> None:
    """Who is told to look sees the vendor as it is now: what was kept is dropped before the answer goes out."""
    desk = Desk()
    await desk.make("before")
    assert desk.doubts == 0
    desk.office.answers.append(lost_before)
    with pytest.raises(OutcomeUnknown):
        await desk.make(key, title="Wake")
    assert desk.doubts == 1


async def test_what_shows_later_is_found_later() -> None:
    """A vendor that was slow to do it: the retry finds what the first did not."""
    desk = Desk()
    desk.office.answers.append(lost_before)
    with pytest.raises(OutcomeUnknown):
        await desk.make()
    desk.office.put(booking())
    assert (await desk.make()).ref.id == "1"
    assert len(desk.office.attempts) == 1


async def test_a_vendor_that_cannot_be_asked_leaves_it_unknown() -> None:
    """Where nothing can be read, a lost answer stays lost."""
    desk = Desk()
    desk.office.searchable = False
    desk.office.answers.append(lost_after)
    with pytest.raises(OutcomeUnknown):
        await desk.make()
    with pytest.raises(OutcomeUnknown):
        await desk.make()
    assert len(desk.office.made) == 1


async def test_another_keys_thing_is_not_ours() -> None:
    """What another key made is not taken for ours, however alike."""
    desk = Desk()
    await desk.make("theirs")
    desk.office.answers.append(lost_before)
    with pytest.raises(OutcomeUnknown):
        await desk.make("ours")


async def test_two_lost_and_one_thing_is_nobodys() -> None:
    """Two lost changes look alike and the vendor shows one thing: neither is told that it is its."""
    desk = Desk()
    desk.office.searchable = False
    desk.office.answers.extend([lost_after, lost_before])
    for key in ("a", "b"):
        with pytest.raises(OutcomeUnknown):
            await desk.make(key)
    desk.office.searchable = True
    for key in ("a", "b"):
        with pytest.raises(OutcomeUnknown):
            await desk.make(key)


async def test_two_lost_and_two_things_are_one_each() -> None:
    """Two lost changes, two things: each key gets one of its own."""
    desk = Desk()
    desk.office.searchable = False
    desk.office.answers.extend([lost_after, lost_after])
    for key in ("a", "b"):
        with pytest.raises(OutcomeUnknown):
            await desk.make(key)
    desk.office.searchable = True
    assert {(await desk.make(key)).ref.id for key in ("a", "b")} == {"1", "2"}


async def test_a_maker_that_died_leaves_a_change_to_look_for() -> None:
    """After a crash mid-write the lease ends, and a retry looks instead of sending."""
    desk = Desk()
    desk.office.gate.clear()
    desk.office.answers.append(fine)
    first = asyncio.create_task(desk.make())
    await desk.office.heard.wait()
    restarted = Desk(desk.keys)
    restarted.now = desk.now + LEASE + 1
    with pytest.raises(OutcomeUnknown):
        await restarted.make()
    assert restarted.office.attempts == []
    desk.office.gate.set()
    await first


async def test_a_client_that_leaves_leaves_no_half_change() -> None:
    """The change goes on without its client, and the retry gets its outcome."""
    desk = Desk()
    desk.office.gate.clear()
    first = asyncio.create_task(desk.make())
    await desk.office.heard.wait()
    first.cancel()
    await asyncio.wait((first,))
    desk.office.gate.set()
    await desk.changes.close()
    entry = await desk.keys.look(key_of("app", "CREATE_BOOKING", "k"), desk.now)
    assert entry is not None
    assert entry.state is State.DONE
    assert (await desk.make()).ref.id == "1"
    assert len(desk.office.attempts) == 1


async def test_who_runs_out_of_time_is_told_that_it_is_under_way() -> None:
    """A deadline that ends first says unknown and retryable; the change is made all the same."""
    desk = Desk()
    desk.office.gate.clear()
    with pytest.raises(OutcomeUnknown) as unknown:
        await desk.make(seconds=0.001)
    assert unknown.value.retryable
    desk.office.gate.set()
    await desk.changes.close()
    assert (await desk.make()).ref.id == "1"


async def test_what_the_vendor_cannot_do_is_said_first() -> None:
    """Capability before input, input before the vendor, all faults of the input at once."""
    desk = Desk()
    desk.office.blames = [Blame(("title",), "too long"), Blame(("to",), "before from")]
    with pytest.raises(Refused) as wrong:
        await desk.make()
    assert wrong.value.blames == tuple(desk.office.blames)
    desk.source.capabilities = frozenset()
    with pytest.raises(Unsupported, match="create bookings"):
        await desk.make()
    assert desk.office.attempts == []
    assert await desk.keys.look(key_of("app", "CREATE_BOOKING", "k"), desk.now) is None


async def test_without_a_store_nothing_is_begun() -> None:
    """A change that must not happen twice is not begun when its key cannot be written down."""

    class Away(type(Desk().keys)):  # type: ignore[misc]  # the memory's keys, but for one
        async def begin(self, *_: object) -> None:
            raise StoreDown("the store is away")

    desk = Desk(Away())
    with pytest.raises(StoreDown):
        await desk.make()
    assert desk.office.attempts == []


async def test_what_was_begun_is_not_told_as_not_begun() -> None:
    """The store goes away while the answer is lost, or while another makes it: unknown, not "nothing was begun"."""

    class Going(type(Desk().keys)):  # type: ignore[misc]  # the memory's keys, but for two
        away = False

        async def begin(self, *arguments: Any) -> Any:
            if self.away:
                raise StoreDown("the store is away")
            return await super().begin(*arguments)

        async def makers(self, *arguments: Any) -> Any:
            if self.away:
                raise StoreDown("the store is away")
            return await super().makers(*arguments)

    keys = Going()
    desk = Desk(keys)
    other = Desk(keys, desk.office)
    desk.office.gate.clear()
    desk.office.answers.append(lost_after)
    first = asyncio.create_task(desk.make())
    await desk.office.heard.wait()
    second = asyncio.create_task(other.make())
    for _ in range(20):
        await asyncio.sleep(0)
    keys.away = True
    desk.office.gate.set()
    for waiting in (first, second):
        with pytest.raises(OutcomeUnknown):
            await waiting
    keys.away = False
    assert (await desk.make()).ref.id == "1"
    assert len(desk.office.attempts) == 1


@pytest.mark.parametrize("key", ["k", None])
async def test_a_fault_of_the_gateway_leaves_it_in_doubt(key: str | None, caplog: pytest.LogCaptureFixture) -> None:
    """What nobody expects, in the middle of it: looked for, else unknown; one line in the log, without what it held."""

    def stumbles(office: Office, write: CreateBooking) -> None:
        office.put(write)
        raise ValueError("secret")

    desk = Desk()
    desk.office.answers.append(stumbles)
    assert (await desk.make(key)).ref.id == "1"
    (line,) = caplog.messages
    assert line.startswith("a change failed in the gateway: ValueError at test_changes.py:")
    desk.office.searchable = False
    desk.office.answers.append(stumbles)
    with pytest.raises(OutcomeUnknown):
        await desk.make(None if key is None else "other")
    assert "secret" not in caplog.text


async def test_looking_that_fails_leaves_it_in_doubt() -> None:
    """A vendor that refuses to be looked at says nothing about the change, which may have happened."""
    desk = Desk()
    desk.office.answers.append(lost_after)

    async def refuses(*_: object) -> Sequence[Written]:
        raise Refused([Blame(("space",), "nowhere")])

    desk.office.find = refuses  # type: ignore[method-assign]  # the test's own
    with pytest.raises(OutcomeUnknown):
        await desk.make()


async def test_an_outcome_that_cannot_be_written_down_is_still_the_answer() -> None:
    """The store went away in between: it happened, the client is told so, and the key is never sent again."""

    class Going(type(Desk().keys)):  # type: ignore[misc]  # the memory's keys, but for one
        away = False

        async def finish(self, *arguments: Any) -> bool:
            if self.away:
                raise StoreDown("the store is away")
            return bool(await super().finish(*arguments))

    keys = Going()
    desk = Desk(keys)
    keys.away = True
    assert (await desk.make()).ref.id == "1"
    keys.away = False
    desk.now += LEASE + 1
    assert (await desk.make()).ref.id == "1"
    assert (len(desk.office.attempts), desk.office.searches) == (1, 1)


@pytest.mark.parametrize(("answer", "made"), [(lost_after, 1), (lost_before, 0)])
async def test_without_a_key_it_is_sent_once_too(answer: Any, made: int) -> None:
    """A change without a key is sent once; a lost answer is looked for, and else unknown."""
    desk = Desk()
    desk.office.answers.append(answer)
    if made:
        assert (await desk.make(None)).ref.id == "1"
    else:
        with pytest.raises(OutcomeUnknown) as unknown:
            await desk.make(None)
        assert not unknown.value.retryable
    assert (len(desk.office.attempts), len(desk.office.made)) == (1, made)
