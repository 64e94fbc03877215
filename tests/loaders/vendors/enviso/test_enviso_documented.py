"""Nothing that Enviso documents is left out: not on the wire and not in the graph."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from enviso_house import sample
from strawberry.types.base import get_object_definition

from loaders.vendors.enviso import wire
from schema.types import enviso

if TYPE_CHECKING:
    from pydantic import BaseModel

DOCUMENTED: list[tuple[type[BaseModel], type[Any], str]] = [
    (
        wire.Booking,
        enviso.EnvisoBooking,
        (
            "id status bookingDate visitorFirstName visitorLastName eventId eventName eventDescription eventStartDate "
            "eventEndDate orderId bookingLines"
        ),
    ),
    (
        wire.BookingLine,
        enviso.EnvisoBookingLine,
        "id bookingId offerId status numberOfVisitors guideLanguage visit",
    ),
    (wire.Visit, enviso.EnvisoVisit, "start end"),
    (
        wire.Task,
        enviso.EnvisoTask,
        "id title description location status languages type linkedBookings taskGuide",
    ),
    (wire.LinkedBooking, enviso.EnvisoLinkedBooking, "bookingId bookingLineId"),
    (wire.TaskGuide, enviso.EnvisoGuide, "id firstName lastName"),
]


@pytest.mark.parametrize(("model", "shown", "names"), DOCUMENTED, ids=[model.__name__ for model, _, _ in DOCUMENTED])
def test_every_attribute_is_read_and_served(model: type[BaseModel], shown: type[Any], names: str) -> None:
    """Each attribute the document has is read from the wire and served under its own name, an id as vendorId."""
    assert {field.alias for field in model.model_fields.values()} == set(names.split())
    served = {_camel(field.python_name) for field in get_object_definition(shown, strict=True).fields}
    assert {"vendorId" if name == "id" else name for name in names.split()} <= served


def test_the_samples_hold_no_more_than_is_known() -> None:
    """What the document's samples show is what the table above says, so that nothing in them goes unread."""
    tables = {model: set(names.split()) for model, _, names in DOCUMENTED}
    booking, task = sample("booking"), sample("task")
    shown = {
        wire.Booking: booking,
        wire.BookingLine: booking["bookingLines"][0],
        wire.Visit: booking["bookingLines"][0]["visit"],
        wire.Task: task,
        wire.LinkedBooking: task["linkedBookings"][0],
        wire.TaskGuide: task["taskGuide"],
    }
    assert {model: set(part) for model, part in shown.items()} == tables


def test_every_sample_is_json() -> None:
    """The samples are the document's own, and are read as they stand."""
    folder = files("loaders.vendors.enviso").joinpath("samples")
    for path in folder.iterdir():
        assert json.loads(path.read_text(encoding="utf-8")), path.name


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
