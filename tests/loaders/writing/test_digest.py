"""Prints are equal where a vendor could take one change for another, and differ where it could not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from loaders.records import CUSTOMER, SPACE, VENUE, Ref
from loaders.writes import (
    BlockSpace,
    CreateCustomer,
    CreateSpaceType,
    Daily,
    LocalizedText,
    Recurrence,
    WritableBlockKind,
    Write,
)
from loaders.writing.digest import print_of
from tests.loaders.writing.office import booking

HOUR = dt.timedelta(hours=1)
HALL = Ref(SPACE, "office", "1")
DAY = dt.date(2026, 6, 15)
WEEK = Recurrence(daily=Daily("09:00", "10:00"))
BLOCK = BlockSpace(HALL, WritableBlockKind.MAINTENANCE, DAY, DAY + dt.timedelta(days=1), "Floor")
PERSON = CreateCustomer("office", last_name="Byron", email="ada@example.org")
KIND = CreateSpaceType(Ref(VENUE, "office", "1"), (LocalizedText("en", "Tent"),))

ALIKE: tuple[tuple[Write, Write], ...] = (
    (booking(title="Ball"), booking(title=" BALL ")),
    (booking(), booking(internal_comments="hush", color="#ff0000")),
    (booking(all_day=True), booking(all_day=True, to=booking().to + HOUR)),
    (booking(recurrence=WEEK), booking(recurrence=WEEK, to=booking().to + HOUR)),
    (BLOCK, replace(BLOCK, label="floor ")),
    (PERSON, replace(PERSON, email="ADA@example.org", company="")),
    (PERSON, replace(PERSON, locale="de")),
    (KIND, replace(KIND, names=(*KIND.names, LocalizedText("nl", "Tent")))),
)

UNLIKE: tuple[tuple[Write, Write], ...] = (
    (booking(), booking(title="Wake")),
    (booking(), booking(comments="loud")),
    (booking(), booking(customer=Ref(CUSTOMER, "office", "1"))),
    (booking(), booking(to=booking().to + HOUR)),
    (BLOCK, replace(BLOCK, kind=WritableBlockKind.EXTERNAL)),
    (BLOCK, replace(BLOCK, label=None)),
    (PERSON, replace(PERSON, email=None)),
    (PERSON, replace(PERSON, first_name="Ada")),
    (KIND, replace(KIND, names=(LocalizedText("en", "Tipi"),))),
)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_alike_is_a_rival(one: Write, other: Write) -> None:
    """Two lost changes that a vendor shows alike compete for what it shows."""
    assert print_of(one) == print_of(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_can_be_told_apart_is_none(one: Write, other: Write) -> None:
    """A lost change does not keep another, which can be told from it, from being found."""
    assert print_of(one) != print_of(other)
