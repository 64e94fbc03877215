"""A key stands for one change and one outcome, wherever keys are kept."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import StoreDown
from loaders.store.face import KEPT_SECONDS, Entry, State, Store

NOW = 1_800_000_000.0


def entry(digest: str = "digest", print_: str = "print") -> Entry:
    """Give what a change begins as."""
    return Entry(digest, print_, State.RUNNING, NOW)


async def begin(store: Store, key: str, print_: str = "print") -> None:
    """Begin a change of a key nobody knows."""
    assert await store.keys.begin(key, entry(print_=print_), NOW, 30) is None


async def test_a_key_begins_once(store: Store) -> None:
    """The second who begins with a key is told what is known of the first, and changes none of it."""
    await begin(store, "key")
    assert await store.keys.begin("key", entry("other", "else"), NOW + 1, 30) == entry()
    assert await store.keys.look("key", NOW + 1) == entry()
    assert await store.keys.look("another", NOW) is None


async def test_of_many_at_once_one_begins(store: Store) -> None:
    """A hundred phones with one key: one change."""
    begun = await asyncio.gather(*(store.keys.begin("key", entry(str(at)), NOW, 30) for at in range(100)))
    assert begun.count(None) == 1


async def test_an_outcome_is_kept(store: Store) -> None:
    """Whoever comes with the key of a finished change gets its outcome."""
    await begin(store, "key")
    assert await store.keys.finish("key", b"\x00outcome", "booking:1", NOW + 1)
    done = Entry("digest", "print", State.DONE, NOW, b"\x00outcome")
    assert await store.keys.begin("key", entry(), NOW + 2, 30) == done
    assert await store.keys.look("key", NOW + KEPT_SECONDS - 1) == done


async def test_a_maker_that_falls_silent_is_lost(store: Store) -> None:
    """RUNNING is believed for as long as its lease; every beat makes it longer."""
    await begin(store, "key")
    await store.keys.beat("key", NOW + 20, 30)
    running, lost = await store.keys.look("key", NOW + 49), await store.keys.look("key", NOW + 50)
    assert running is not None
    assert running.state is State.RUNNING
    assert lost == Entry("digest", "print", State.LOST, NOW)
    assert await store.keys.begin("key", entry(), NOW + 50, 30) == lost


async def test_a_lost_answer_is_noted_and_may_be_found(store: Store) -> None:
    """LOST stays so, whatever its maker says later, until its outcome is known."""
    await begin(store, "key")
    await store.keys.lose("key", NOW + 1)
    await store.keys.beat("key", NOW + 2, 30)
    known = await store.keys.look("key", NOW + 3)
    assert known is not None
    assert known.state is State.LOST
    assert await store.keys.finish("key", b"found", None, NOW + 4)
    await store.keys.lose("key", NOW + 5)
    known = await store.keys.look("key", NOW + 5)
    assert known is not None
    assert (known.state, known.outcome) == (State.DONE, b"found")


async def test_a_thing_is_made_by_one_key(store: Store) -> None:
    """Two keys that find the same thing at the vendor: the second is told so, and stays as it was."""
    await begin(store, "first")
    await begin(store, "second")
    assert await store.keys.finish("first", b"outcome", "booking:1", NOW)
    assert not await store.keys.finish("second", b"outcome", "booking:1", NOW)
    assert await store.keys.look("second", NOW) == entry()
    assert await store.keys.makers(["booking:1", "booking:2"]) == ["first", None]
    assert await store.keys.finish("second", b"outcome", "booking:2", NOW)
    assert await store.keys.makers(["booking:2", "booking:1"]) == ["second", "first"]
    assert await store.keys.makers([]) == []


async def test_a_key_has_one_outcome(store: Store) -> None:
    """The first outcome stays; told again it is fine, another one is refused."""
    await begin(store, "key")
    assert await store.keys.finish("key", b"first", "booking:1", NOW)
    assert await store.keys.finish("key", b"first", "booking:1", NOW)
    assert not await store.keys.finish("key", b"second", "booking:2", NOW)
    assert await store.keys.makers(["booking:1", "booking:2"]) == ["key", None]


async def test_things_without_a_name_do_not_meet(store: Store) -> None:
    """Changes that make nothing (an update) finish side by side."""
    for key in ("first", "second"):
        await begin(store, key)
        assert await store.keys.finish(key, b"outcome", None, NOW)


async def test_what_is_not_known_cannot_finish(store: Store) -> None:
    """A record that is gone is told of, not made up."""
    with pytest.raises(StoreDown, match="no longer has the record"):
        await store.keys.finish("key", b"outcome", None, NOW)
    await store.keys.beat("key", NOW, 30)
    await store.keys.lose("key", NOW)
    await store.keys.release("key")
    assert await store.keys.look("key", NOW) is None


async def test_a_change_that_did_not_happen_frees_its_key(store: Store) -> None:
    """After a release the key begins anew; what happened is not released."""
    await begin(store, "key")
    await store.keys.release("key")
    assert await store.keys.rivals("print", "other", NOW) == 0
    await begin(store, "key")
    assert await store.keys.finish("key", b"outcome", None, NOW)
    await store.keys.release("key")
    known = await store.keys.look("key", NOW)
    assert known is not None
    assert known.state is State.DONE


async def test_rivals_are_those_that_may_have_made_the_same(store: Store) -> None:
    """Others of the same print count while they are RUNNING or LOST; the key itself, other prints and DONE do not."""
    for key, print_ in (
        ("me", "print"),
        ("running", "print"),
        ("silent", "print"),
        ("lost", "print"),
        ("done", "print"),
    ):
        await begin(store, key, print_)
    await begin(store, "elsewhere", "other")
    await store.keys.beat("running", NOW, 300)
    await store.keys.lose("lost", NOW)
    assert await store.keys.finish("done", b"outcome", None, NOW)
    assert await store.keys.rivals("print", "me", NOW + 60) == 3
    assert await store.keys.rivals("print", "nobody", NOW + 60) == 4


async def test_a_key_is_kept_for_a_day(store: Store) -> None:
    """After that it begins anew, and what it made is nobody's."""
    await begin(store, "key")
    await begin(store, "open")
    assert await store.keys.finish("key", b"outcome", "booking:1", NOW)
    later = NOW + KEPT_SECONDS
    assert await store.keys.look("key", later) is None
    assert await store.keys.rivals("print", "key", later) == 0
    assert await store.keys.begin("key", entry(), later, 30) is None
    assert await store.keys.makers(["booking:1"]) == [None]
