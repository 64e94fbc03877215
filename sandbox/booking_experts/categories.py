"""Categories: the kinds of accommodation that a park lets. The document calls them deprecated, and knows no other."""

from __future__ import annotations

from typing import Final

from sandbox.booking_experts.park import in_locales
from sandbox.booking_experts.plan import ACTIVE_CATEGORIES, FIRST_CATEGORY, Plan
from sandbox.booking_experts.resources import CATEGORY_STAMPS
from sandbox.chance import day, stamp
from sandbox.jsonapi.resources import Row, link, links

KINDS: Final = (
    ("Bungalow for {}", "Bungalow voor {} personen", "Bungalow für {} Personen", "Bungalow pour {} personnes"),
    ("Beach house for {}", "Strandhuis voor {} personen", "Strandhaus für {} Personen", "Maison de plage pour {}"),
    ("Tree house for {}", "Boomhut voor {} personen", "Baumhaus für {} Personen", "Cabane pour {} personnes"),
    ("Group lodge for {}", "Groepshuis voor {} personen", "Gruppenhaus für {} Personen", "Gîte pour {} personnes"),
    ("Tiny house for {}", "Tiny house voor {}", "Tiny House für {}", "Mini-maison pour {}"),
    ("Pitch for {}", "Kampeerplek voor {} personen", "Stellplatz für {} Personen", "Emplacement pour {} personnes"),
)
_ENERGY: Final = ("A++++", "A++", "A", "B", "C", "F", None, "H")


def category(plan: Plan, number: int) -> Row:
    """Write a kind of accommodation. One a park is archived."""
    rng, today = plan.rng("category", number), plan.site.today
    people = rng.choice((2, 4, 6, 8, 12))
    names = [name.format(people) for name in KINDS[number % len(KINDS)]]
    archived = number not in range(FIRST_CATEGORY, FIRST_CATEGORY + ACTIVE_CATEGORIES)
    counts = {
        f"number_of_{name}": rng.randrange(4)
        for name in ("showers", "toilets", "bathrooms", "parking_spots", "child_beds", "child_chairs")
    }
    limits = {f"max_number_of_{name}": people for name in ("seniors", "adults", "adolescents", "children")}
    key = plan.id(number)
    return {
        "id": key,
        "type": "category",
        "attributes": {
            "name": in_locales(plan, *names),
            "description": in_locales(
                plan,
                f"{names[0]}, close to the dunes.",
                f"{names[1]}, vlak bij de duinen.",
                f"{names[2]}, nahe den Dünen.",
                f"{names[3]}, près des dunes.",
            ),
            "short_description": in_locales(plan, "Close to the dunes", "Vlak bij de duinen", "Nahe den Dünen"),
            "usps": in_locales(plan, ["Terrace", "Fireplace"], ["Terras", "Open haard"], ["Terrasse", "Kamin"]),
            "highlighted": number % 3 == 0,
            "reference": rng.choice((None, f"C{number}")),
            "minimum_number_of_nights": rng.choice((1, 2, 3)),
            "maximum_number_of_nights": rng.choice((None, 28)),
            "number_of_bedrooms": people // 2,
            "number_of_beds": people,
            **counts,
            "surface_area": 12 * people,
            "summer_video_id": None,
            "winter_video_id": None,
            "whole_year_video_id": rng.choice((None, f"v{key}")),
            "master_price_list_price_factor": rng.choice((1.0, 1.1, 0.95)),
            "master_price_list_fixed_rate": rng.choice((0.0, 5.0, -2.5)),
            "same_day_bookings_allowed": number % 2 == 0,
            "same_day_booking_closing_time": "16:00:00Z" if number % 2 == 0 else None,
            "address": "Duinweg 1",
            "postal_code": "2042 LM",
            "latitude": round(52.37 + number / 1000, 6),
            "longitude": round(4.53 + number / 1000, 6),
            "checkin_times_for_week": ["15:00"] * 7,
            "checkout_times_for_week": ["10:30"] * 6 + ["18:00"],
            "energy_label": _ENERGY[number % len(_ENERGY)],
            "virtual": number == FIRST_CATEGORY + 3,
            "archived": archived,
            "max_number_of_people": people,
            **limits,
            "max_number_of_babies": 2,
            "max_number_of_pets": number % 3,
            **{name: stamp(today, -rng.randrange(1, 60), rng) for name in CATEGORY_STAMPS},
            "max_baby_age": 2,
            "max_child_age": 12,
            "max_adolescent_age": 17,
            "min_senior_age": 55,
            "pets_allowed": ("none", "some", "all")[number % 3],
            "host_image_url": None,
            "last_date_with_price": None if archived else day(today, 500),
            "city": in_locales(plan, "Zandvoort", "Zandvoort", "Zandvoort", "Zandvoort"),
            "region": in_locales(plan, "North Holland", "Noord-Holland", "Nordholland", "Hollande-Septentrionale"),
            "country_code": "NL",
            "location_is_exact": number % 2 == 1,
            "has_current_or_future_owner_that_should_check_reservations": False,
            "created_at": stamp(today, -1500, rng),
            "updated_at": stamp(today, -rng.randrange(1, 300), rng),
            "rentable_type": "Bungalow",
        },
        "links": {"parkcms_url": f"https://park{plan.administration}.example.com/types/{key}"},
        "relationships": {
            "city": link("city", plan.id(1)),
            "terms": link("terms", plan.id(1)),
            "rentable_segment": link("rentable_segment", plan.id(1 + number % len(KINDS))),
            "master_price_list": link("master_price_list", plan.id(1)) if number % 2 else {"data": None},
            "guest_group_limits": links("guest_group_limit", [plan.id(1)] if number % 3 == 0 else []),
            "administration": link("administration", plan.administration),
            "rent_earned_ledger_account": link("ledger_account", plan.id(1)),
            "images": links("image", (plan.id(2 * number - 1), plan.id(2 * number))),
            "rooms": links("room", (plan.id(1), plan.id(2))),
            "rentable_type_amenities": links("rentable_type_amenity", (plan.id(1), plan.id(2))),
            "optional_amenities": links("optional_amenity", [plan.id(1)] if number % 2 else []),
            "attachments": links("attachment", []),
            "accommodation_type": link("accommodation_type", plan.id(1)),
            "category_amenities": links("category_amenity", [plan.id(1)]),
        },
    }
