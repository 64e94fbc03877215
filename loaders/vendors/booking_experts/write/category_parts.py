"""What is sent of a category [004:5191-5332], and what can be wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from loaders.errors import Blame
from loaders.given import TEXT, Path, count_faults, quoted, text_faults
from loaders.vendors.booking_experts.write.check import id_faults, locale, locale_faults
from loaders.vendors.booking_experts.write.sent import Part, linkage
from loaders.writes import CreateSpaceType, LocalizedText

OWN: Final = "booking_experts"
"""Where the input has what only this vendor takes."""

_CLOSES: Final = "same_day_booking_closing_time"

LINES: Final = (
    "reference",
    "summer_video_id",
    "winter_video_id",
    "whole_year_video_id",
    _CLOSES,
    "address",
    "postal_code",
)
FLAGS: Final = ("highlighted", "same_day_bookings_allowed")
COUNTS: Final = (
    "minimum_number_of_nights",
    "maximum_number_of_nights",
    "number_of_bedrooms",
    "number_of_beds",
    "number_of_showers",
    "number_of_toilets",
    "number_of_bathrooms",
    "number_of_parking_spots",
    "number_of_child_beds",
    "number_of_child_chairs",
)
NUMBERS: Final[Mapping[str, float]] = {
    "master_price_list_price_factor": 1e9,
    "master_price_list_fixed_rate": 1e9,
    "latitude": 90,
    "longitude": 180,
}
"""What is a number, and how far from zero it may be."""

TIMES: Final = ("checkin_times_for_week", "checkout_times_for_week")
ONE: Final[Mapping[str, str]] = {
    "city": "city",
    "terms": "terms",
    "rentable_segment": "rentable_segment",
    "master_price_list": "master_price_list",
}
"""A relationship to one thing → the vendor's type of it."""

LIMITS: Final = "guest_group_limits"
GIVEN: Final = frozenset({*LINES, *FLAGS, *COUNTS, *NUMBERS, *TIMES, *ONE, LIMITS, "short_description", "usps"})
"""What the input's own part may hold."""

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?Z?", re.ASCII)
_LARGEST: Final = 10**9


def parts(write: CreateSpaceType) -> tuple[Part, ...]:
    """Give the parts of what is sent: what was given, and nothing else."""
    own = write.booking_experts
    area = () if write.area is None else (Part("attributes/surface_area", int(write.area), ("area",)),)
    plain = (
        Part(f"attributes/{name}", _json(own[name]), (OWN, name))
        for name in (*LINES, *FLAGS, *COUNTS, *NUMBERS, *TIMES)
        if own.get(name) is not None
    )
    return (
        *_localized("name", _pairs(write.names), ("names",)),
        *_localized("description", _pairs(write.descriptions), ("descriptions",)),
        *_localized("short_description", _texts(own.get("short_description")), (OWN, "short_description")),
        *_localized("usps", _texts(own.get("usps")), (OWN, "usps")),
        *area,
        *plain,
        *_links(own),
    )


def part_faults(write: CreateSpaceType) -> Iterator[Blame]:
    """Tell what is wrong with what was given of a category."""
    own = write.booking_experts
    if not write.names:
        yield Blame(("names",), "expected a name in at least one language")
    yield from _localized_faults(_pairs(write.names), ("names",), needed=True)
    yield from _localized_faults(_pairs(write.descriptions), ("descriptions",))
    yield from _localized_faults(_texts(own.get("short_description")), (OWN, "short_description"))
    yield from _localized_faults(_texts(own.get("usps")), (OWN, "usps"))
    if write.max_people is not None:
        yield Blame(
            ("max_people",), "Booking Experts works out for how many people a kind of space is, and cannot be told"
        )
    area = write.area
    if area is not None and not (area.is_finite() and 0 <= area <= _LARGEST and area == area.to_integral_value()):
        yield Blame(("area",), f"expected whole square metres, not {area}")
    yield from _own_faults(own)


def _own_faults(own: Mapping[str, object]) -> Iterator[Blame]:
    for name in LINES:
        yield from text_faults(_line(own.get(name)), (OWN, name))
    closing = _line(own.get(_CLOSES))
    if closing and not _TIME.fullmatch(closing):
        yield Blame((OWN, _CLOSES), f"expected a time like 18:00, not {quoted(closing)}")
    yield from _number_faults(own)
    for name in TIMES:
        for number, time in enumerate(_several(own.get(name))):
            yield from text_faults(str(time), (OWN, name, str(number)), needed=True)
    for name in ONE:
        yield from id_faults(_line(own.get(name)), (OWN, name))
    for number, key in enumerate(_several(own.get(LIMITS))):
        yield from id_faults(str(key), (OWN, LIMITS, str(number)))


def _number_faults(own: Mapping[str, object]) -> Iterator[Blame]:
    counts = {name: count for name in COUNTS if isinstance(count := own.get(name), int)}
    for name, count in counts.items():
        yield from count_faults(count, (OWN, name))
    least, most = counts.get("minimum_number_of_nights"), counts.get("maximum_number_of_nights")
    if least is not None and most is not None and most < least:
        yield Blame((OWN, "maximum_number_of_nights"), f"expected no fewer nights than {least}, not {most}")
    for name, far in NUMBERS.items():
        number = own.get(name)
        if isinstance(number, int | float | Decimal) and not abs(float(number)) <= far:
            yield Blame((OWN, name), f"expected a number from {-far:g} to {far:g}, not {number}")


def _links(own: Mapping[str, object]) -> Iterator[Part]:
    for name, kind in ONE.items():
        if (key := own.get(name)) is not None:
            yield Part(f"relationships/{name}/data", linkage(kind, str(key)), (OWN, name))
    if own.get(LIMITS) is not None:
        ends = [linkage("guest_group_limit", str(key)) for key in _several(own[LIMITS])]
        yield Part(f"relationships/{LIMITS}/data", ends, (OWN, LIMITS))


def _localized(attribute: str, texts: Sequence[tuple[str, object]], path: Path) -> Iterator[Part]:
    for number, (given, told) in enumerate(texts):
        where = "texts" if isinstance(told, list) else "text"
        yield Part(f"attributes/{attribute}/{locale(given)}", told, (*path, str(number), where))


def _localized_faults(texts: Sequence[tuple[str, object]], path: Path, *, needed: bool = False) -> Iterator[Blame]:
    met: set[str] = set()
    for number, (given, told) in enumerate(texts):
        yield from locale_faults(given, (*path, str(number), "locale"))
        meant = locale(given)
        if meant in met:
            yield Blame((*path, str(number), "locale"), f"expected each language once, not {meant} again")
        met |= {meant} if meant else set()
        for at, one in enumerate(told) if isinstance(told, list) else ():
            yield from text_faults(str(one), (*path, str(number), "texts", str(at)), needed=True)
        if isinstance(told, str):
            yield from text_faults(told, (*path, str(number), "text"), most=TEXT, needed=needed)


def _pairs(texts: Sequence[LocalizedText]) -> list[tuple[str, object]]:
    return [(one.locale, one.text) for one in texts]


def _texts(given: object) -> list[tuple[str, object]]:
    """Read texts in several languages: each a mapping with its locale, and its text or texts."""
    entries = (one for one in _several(given) if isinstance(one, Mapping))
    return [(str(one["locale"]), one["text"] if "text" in one else list(_several(one.get("texts")))) for one in entries]


def _several(given: object) -> Sequence[object]:
    return given if isinstance(given, list | tuple) else ()


def _line(given: object) -> str | None:
    return given if isinstance(given, str) else None


def _json(given: object) -> object:
    if isinstance(given, Decimal):
        return float(given)
    return list(given) if isinstance(given, tuple) else given
