"""Main resources and their parts: ids from one row of numbers, opening times, holidays, and what fits in.

Custom fields that resources can be searched by are `free_text_fields` [002:63-78]; every resource has its values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from sandbox.chance import chance, day
from sandbox.people import place

if TYPE_CHECKING:
    from sandbox.locaboo.answers import Row
    from sandbox.vendor import Site

Hours: TypeAlias = tuple[tuple[str, str], ...]
"""From and to, H:i, of each time a day that a resource is open."""

MANAGER: Final = 46
FIRST_MAIN: Final = 2001
_EVERY_DAY: Final[tuple[Hours, ...]] = ((("08:00", "22:00"),),) * 7
_OFFICE: Final[tuple[Hours, ...]] = (*((("07:00", "23:00"),),) * 5, (("09:00", "20:00"),), ())
_SPLIT: Final[tuple[Hours, ...]] = (*((("09:00", "12:30"), ("14:00", "21:00")),) * 6, (("10:00", "18:00"),))
_LATE: Final[tuple[Hours, ...]] = ((("10:30", "23:59"),),) * 7
_HALLS: Final = (
    "Stadthalle", "Bürgerhaus", "Sporthalle Nord", "Kulturzentrum Alte Mühle", "Wijkcentrum De Schakel", "Aula",
    "Dorfgemeinschaftshaus", "Sportpark Süd", "Festhalle", "Congrescentrum",
)  # fmt: skip
_ROOMS: Final = (
    "Großer Saal", "Kleiner Saal", "Foyer", "Seminarraum 1", "Halle A", "Halle B", "Bühne", "Clubraum",
    "Vergaderzaal", "Gymnastikraum",
)  # fmt: skip
_CATEGORIES: Final = ((564, "Box"), (565, "Halle"), (566, "Seminarraum"), (567, "Sportplatz"))
_MOST_PARTS: Final = 5
_OFTEN: Final = 4

FIELDS: Final[tuple[Row, ...]] = (
    {"id": 3, "name": "Tische", "type": "numeric"},
    {"id": 4, "name": "Bestuhlung", "type": "select", "options": ["Reihe", "Parlament", "U-Form", "Bankett"]},
)
"""Fields beside the two that the document shows."""


@dataclass(slots=True)
class Resource:
    """A main resource, or a part of one."""

    id: int
    title: str
    main: int
    """The id of the main resource: a main resource's own."""
    details: Row
    """What `resource/<id>` answers, but for what is about today."""
    parts: list[int] = field(default_factory=list)
    week: tuple[Hours, ...] = _EVERY_DAY
    """Opening times from Monday to Sunday."""
    holidays: list[Row] = field(default_factory=list)
    """Title and first and last day, as `today_holidays` has them [002:106-112]."""
    values: dict[int, str] = field(default_factory=dict)
    """What the resource has in the custom fields that one can search by."""

    def hours(self, on: date) -> Hours:
        """Tell when it is open on a day: never on a holiday."""
        return () if self.closed(on) else self.week[on.weekday()]

    def closed(self, on: date) -> list[Row]:
        """List the holidays that a day belongs to."""
        return [holiday for holiday in self.holidays if holiday["from"] <= on.isoformat() <= holiday["to"]]


Tree: TypeAlias = dict[int, Resource]
"""Every resource by id, main resources in the order they are listed, each before its parts."""


def path(tree: Tree, key: int) -> str:
    """Write where a resource is: `Main > Part`, or the main resource's title alone."""
    resource = tree[key]
    return resource.title if resource.main == key else f"{tree[resource.main].title} > {resource.title}"


def bookable(tree: Tree, key: int) -> list[int]:
    """List what is asked for with an id: a main resource stands for its parts, where it has any [002:560-587]."""
    return tree[key].parts or [key]


def shown(tree: Tree, key: int, today: date) -> Row:
    """Write a resource's details. The document's own resource 51 brings its own day along."""
    resource = tree[key]
    about_today = {
        "today_opening_times": [list(hours) for hours in resource.week[today.weekday()]],
        "today_holidays": resource.closed(today),
    }
    return about_today | resource.details


def grow(site: Site, listed: list[Row], detailed: Row) -> Tree:
    """Lay out the document's resources and then others: 8, and one for every thousand bookings."""
    tree: Tree = {}
    for row in listed:
        _plant(tree, row["id"], row["title"], [(part["id"], part["title"]) for part in row["parts"]])
    for key in (detailed["id"], *tree[detailed["id"]].parts):
        tree[key].week = _LATE
    tree[detailed["id"]].details = detailed
    for number in range(8 + site.size // 1000):
        _invent(tree, site, number)
    return tree


def _plant(tree: Tree, key: int, title: str, parts: list[tuple[int, str]]) -> None:
    for place_, (own, name) in enumerate([(key, title), *parts]):
        values = {1: str(20 + 30 * place_), 2: "AB"[place_ % 2], 3: "10", 4: "Reihe"}
        tree[own] = Resource(own, name, key, _details(own, name), values=values)
    tree[key].parts = [own for own, _ in parts]


def _invent(tree: Tree, site: Site, number: int) -> None:
    rng, key = chance(site.seed, "locaboo/resource", number), FIRST_MAIN + 10 * number
    where = place(rng)
    titles = rng.sample(_ROOMS, number % _MOST_PARTS)
    hall = f"{_HALLS[number % len(_HALLS)]} {where.town}"
    _plant(tree, key, hall, [(key + 1 + index, title) for index, title in enumerate(titles)])
    category, name = rng.choice(_CATEGORIES)
    week = rng.choice((_EVERY_DAY, _OFFICE, _SPLIT))
    holidays = _holidays(site.today, number)
    for own in (key, *tree[key].parts):
        tree[own].week, tree[own].holidays = week, holidays
        tree[own].values = {
            1: str(rng.randrange(2, 60) * 5),
            2: rng.choice("AB"),
            3: str(rng.randrange(40)),
            4: rng.choice(("Reihe", "Parlament", "U-Form", "Bankett")),
        }
        tree[own].details |= {
            "image": rng.choice(("", f"https://app.locaboo/files/location/{own}/thumb_Blick in den Saal_HD.jpg")),
            "category_id": category,
            "category_name": name,
            "street_hnr": f"{where.street} {where.number}",
            "zip": where.postal_code,
            "city": where.town,
            "country": where.country_code,
            "phone": rng.choice(("", f"0{rng.randrange(200, 999)} {rng.randrange(10_000, 99_999)}")),
            "public_comment": rng.choice(("", "Schlüssel beim Hausmeister.", "Rolstoeltoegankelijk.")),
        }


def _holidays(today: date, number: int) -> list[Row]:
    if number % _OFTEN == 1:
        return [{"title": "Wartungsarbeiten", "from": day(today, -1), "to": day(today, 1)}]
    if number % _OFTEN == 3:  # noqa: PLR2004 - one main resource in four has a holiday to come
        return [{"title": "Betriebsferien", "from": day(today, 20), "to": (today + timedelta(33)).isoformat()}]
    return []


def _details(key: int, title: str) -> Row:
    empty = dict.fromkeys(("street_hnr", "zip", "city"), "")
    rest = dict.fromkeys(("phone", "fax", "public_comment"), "")
    named = {"id": key, "manager": MANAGER, "title": title, "image": "", "category_id": 564, "category_name": "Box"}
    return {**named, **empty, "country": "DE", **rest}
