"""Types that have hardly more than a name, as far as the sandbox goes: the document links to them and stops there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sandbox.booking_experts.bookings import CHANNELS, LABELS, SOURCES
from sandbox.booking_experts.park import in_locales
from sandbox.booking_experts.plan import RENTABLES, Plan
from sandbox.jsonapi.resources import Row

_AMENITIES: Final = (
    ("Swimming pool", "Zwembad", "Schwimmbad"), ("Sauna", "Sauna", "Sauna"), ("Wifi", "Wifi", "WLAN"),
    ("Restaurant", "Restaurant", "Restaurant"), ("Bicycle hire", "Fietsverhuur", "Fahrradverleih"),
    ("Playground", "Speeltuin", "Spielplatz"), ("Distance to beach", "Afstand tot strand", "Entfernung zum Strand"),
    ("Charging points", "Laadpalen", "Ladesäulen"), ("Supermarket", "Supermarkt", "Supermarkt"),
    ("Laundry", "Wasserette", "Waschsalon"), ("Dogs", "Honden", "Hunde"),
    ("Meeting room", "Vergaderzaal", "Tagungsraum"),
)  # fmt: skip
NAMES: Final[Mapping[str, tuple[str | tuple[str, str, str], ...]]] = {
    "amenity": _AMENITIES,
    "label": tuple((label, label, label) for label in LABELS),
    "city": (("Zandvoort", "Zandvoort", "Zandvoort"),),
    "channel": CHANNELS,
    "traffic_source": SOURCES,
    "rentable_identity": tuple(f"Object {number}" for number in range(1, RENTABLES + 1)),
    "terms": ("Algemene voorwaarden",),
    "rentable_segment": ("bungalow", "beach_house", "tree_house", "group_lodge", "tiny_house", "pitch"),
    "master_price_list": ("Prijslijst",),
    "ledger_account": ("8000 Huuropbrengst",),
    "room": ("Woonkamer", "Slaapkamer"),
    "rentable_type_amenity": ("Vaatwasser", "Houtkachel"),
    "optional_amenity": ("Hottub",),
    "accommodation_type": ("bungalow",),
    "category_amenity": ("Terras",),
    "commission_agreement": ("20 % commissie",),
}
"""By type, the names there are: one text, or one each in English, Dutch and German."""


def named(kind: str, plan: Plan, number: int) -> Row:
    """Write one of the resources that `NAMES` lists."""
    name = NAMES[kind][number - 1]
    shown = name if isinstance(name, str) else in_locales(plan, *name)
    return {"id": plan.id(number), "type": kind, "attributes": {"name": shown}}


def image(plan: Plan, number: int) -> Row:
    """Write a picture."""
    key = plan.id(number)
    return {"id": key, "type": "image", "attributes": {"url": f"https://img.example.com/{key}.jpg"}}


def guest_group_limit(plan: Plan, number: int) -> Row:
    """Write how many guests a group may have."""
    return {"id": plan.id(number), "type": "guest_group_limit", "attributes": {"minimum": 1, "maximum": 12}}
