"""The document's examples of resources, customers and the account become exactly these records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from locaboo_desk import HERE, berlin, listed, one, ref

from loaders.records import (
    Address,
    Closure,
    Customer,
    OpeningHours,
    Resource,
    Space,
    SpaceType,
    Venue,
)

if TYPE_CHECKING:
    from locaboo_desk import Open


ZONE = "Europe/Berlin"


async def test_a_main_resource_is_a_venue(open_hall: Open) -> None:
    """By name it comes from the list; the rest, once somebody reads it, from the resource alone."""
    source, desk = await open_hall()
    assert await one(source, "venue", "51", venue=("name",)) == Venue(ref("venue", "51"), HERE, "Matthias Dome", ZONE)
    assert desk.paths() == ["resource_list"]
    assert await one(source, "venue", "51", venue=("address",)) == Venue(
        ref("venue", "51"),
        HERE,
        "Matthias Dome",
        ZONE,
        address=Address(country_code="DE"),
        image_url="https://app.locaboo/files/location/51/thumb_Buzz%20Aldrin%20on%20the%20moon_HD.jpg",
        open_today=(OpeningHours("10:30", "23:59"),),
        closures=(Closure("New Holiday", dt.date(2020, 7, 6), dt.date(2020, 7, 6)),),
    )
    assert desk.paths() == ["resource/51"]


async def test_a_main_resource_and_its_parts_are_spaces(open_hall: Open) -> None:
    """The whole is the parent of its parts; a main resource without parts is a whole, too."""
    source, _ = await open_hall()
    rows = await listed(source, "space")
    assert [row.ref.id for row in rows] == ["5721", "8795", "48", "49", "50", "51", "52", "53", "47"]
    spaces = {row.ref.id: row for row in rows}
    assert spaces["48"] == Space(
        ref("space", "48"),
        HERE,
        {
            "venue": ref("venue", "48"),
            "parent": None,
            "parts": (ref("space", "49"), ref("space", "50")),
            "space_type": ref("space_type@space", "48"),
        },
        "Stefan Test",
    )
    assert spaces["50"] == Space(
        ref("space", "50"),
        HERE,
        {
            "venue": ref("venue", "48"),
            "parent": ref("space", "48"),
            "parts": (),
            "space_type": ref("space_type@space", "50"),
        },
        "Große Halle",
    )
    assert (spaces["47"].links["parent"], spaces["47"].links["parts"]) == (None, ())


async def test_a_category_is_a_kind_of_space(open_hall: Open) -> None:
    """What a resource alone tells of its category is found from the space, and by its own id."""
    source, _ = await open_hall({f"resource/{key}": {"data": [], "success": True} for key in ("5721", "48", "47")})
    box = SpaceType(ref("space_type", "564"), HERE, {}, {"und": "Box"}, {})
    assert await one(source, "space_type@space", "51") == box
    assert await one(source, "space_type", "564") == box


async def test_a_customer(open_hall: Open) -> None:
    """A customer is called what the vendor shows; stamps keep their moment, empty texts are nothing."""
    source, _ = await open_hall()
    rows = await listed(source, "customer")
    assert [row.ref.id for row in rows] == ["41", "48", "54"]
    created, last_login = berlin(2015, 5, 13, 14, 49, 41), berlin(2017, 3, 10, 16, 34, 37)
    nothing = dict.fromkeys(
        ("street", "zip", "city", "phone", "noletter", "color", "salutation", "country", "customer_number", "active")
    )
    assert rows[0] == Customer(
        ref("customer", "41"),
        HERE,
        {},
        name="Locaboo G",
        first_name="Matthias",
        last_name="Dillmann",
        company="Locaboo G",
        email="matthias1@loy.info",
        created_at=created,
        details=Resource(
            ref("locaboo.customers", "41"),
            HERE,
            {
                "email": "matthias1@loy.info",
                "company_name": "Locaboo G",
                "first_name": "Matthias",
                "last_name": "Dillmann",
                "show_name": "Locaboo G",
                "group_id": "145",
                "created": created,
                "last_login": last_login,
                **nothing,
            },
        ),
    )
    other: Any = rows[1]
    assert (other.details.attributes["group_id"], other.details.attributes["last_login"]) == (None, None)


async def test_the_account(open_hall: Open) -> None:
    """The profile has no id of its own; the fields of resources have."""
    source, _ = await open_hall()
    profile = await one(source, "locaboo.profile", "profile")
    assert profile == Resource(
        ref("locaboo.profile", "profile"),
        HERE,
        {
            "first_name": "LOY",
            "last_name": "Manager",
            "company_name": "The Manager",
            "email": "manager@locaboo.com",
            "logo": "https://app.locaboo/files/user/46/28227338c515a8369c92800f3299d4bc-d9sxx8q.jpg",
            "logo_thumbnail": "https://app.locaboo/files/user/46/thumb_28227338c515a8369c92800f3299d4bc-d9sxx8q.jpg",
            "currency": "EUR",
            "language": "en",
            "created": dt.date(2016, 6, 2),
            "age": 3,
            "zip": "55555",
            "city": "Testhausen",
            "country": "DE",
            "phone": "123456789456",
            "fax": "123456789123",
            "address": "Test-Str. 1",
        },
    )
    fields = await listed(source, "locaboo.free_text_fields")
    assert fields[1] == Resource(
        ref("locaboo.free_text_fields", "2"), HERE, {"name": "Seat Type", "type": "select", "options": ("A", "B")}
    )


async def test_a_resource_with_all_that_is_told_of_it(open_hall: Open) -> None:
    """What no venue or space shows is on the vendor's own type."""
    source, _ = await open_hall()
    found = await one(source, "locaboo.resources", "51")
    assert (found.attributes["manager"], found.attributes["category_id"], found.attributes["fax"]) == (
        "46",
        "564",
        None,
    )
    assert found.attributes["today_opening_times"] == (OpeningHours("10:30", "23:59"),)
    assert found.links == {"space": ref("space", "51")}
