"""Invented people, companies and places of the Netherlands, Germany, Belgium and Austria."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Final

FIRST_NAMES: Final = (
    "Anneke", "Bas", "Carlijn", "Daan", "Elske", "Femke", "Gijs", "Hanneke", "Ilse", "Joost", "Karin", "Lars",
    "Marieke", "Niels", "Olga", "Pieter", "Renske", "Sjoerd", "Tessa", "Wouter", "Anja", "Björn", "Claudia", "Dörte",
    "Emil", "Franziska", "Günther", "Heike", "Ines", "Jürgen", "Katrin", "Lukas", "Matthias", "Nadine", "Oskar",
    "Petra", "Ruth", "Sören", "Ulrike", "Vera", "Yvonne", "Zoë",
)  # fmt: skip
LAST_NAMES: Final = (
    "de Vries", "van den Berg", "Bakker", "Jansen", "Visser", "Smit", "Meijer", "de Groot", "Bos", "Mulder", "Dekker",
    "Brouwer", "van Dijk", "Hendriks", "Peeters", "Claes", "Müller", "Schmidt", "Schneider", "Fischer", "Weber",
    "Schäfer", "Koch", "Richter", "Wolf", "Schröder", "Krüger", "Lange", "Weiß", "Köhler", "Gruber", "Huber",
    "O'Brien", "Núñez", "Dupont", "Łukaszewicz",
)  # fmt: skip
TRADES: Final = (
    "Bouwgroep", "Uitgeverij", "Kliniek", "Tuinbouw", "Adviesbureau", "Maschinenbau", "Versicherung", "Verlag",
    "Stiftung", "Brauerei", "Logistik", "Software", "Weinhandel", "Orchester", "Sportverein", "Akademie",
)  # fmt: skip
FORMS: Final = ("B.V.", "N.V.", "GmbH", "AG", "GmbH & Co. KG", "e.V.", "Stichting", "VOF")
STREETS: Final = (
    "Kerkstraat", "Dorpsweg", "Molenlaan", "Havenkade", "Lindenallee", "Bahnhofstraße", "Am Markt", "Schulweg",
    "Zeedijk", "Parklaan", "Goethestraße", "Duinweg",
)  # fmt: skip
TOWNS: Final = (
    ("Utrecht", "3511 AX", "NL", "Netherlands"), ("Zandvoort", "2042 LM", "NL", "Netherlands"),
    ("Groningen", "9712 HC", "NL", "Netherlands"), ("Renesse", "4325 GD", "NL", "Netherlands"),
    ("Antwerpen", "2000", "BE", "Belgium"), ("Gent", "9000", "BE", "Belgium"), ("Köln", "50667", "DE", "Germany"),
    ("Münster", "48143", "DE", "Germany"), ("Lübeck", "23552", "DE", "Germany"), ("Freiburg", "79098", "DE", "Germany"),
    ("Graz", "8010", "AT", "Austria"), ("Salzburg", "5020", "AT", "Austria"),
)  # fmt: skip
DIALLING: Final = {"NL": "+31", "BE": "+32", "DE": "+49", "AT": "+43"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who books."""

    first_name: str
    last_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives or works."""

    street: str
    number: str
    town: str
    postal_code: str
    country_code: str
    country: str


def person(rng: Random) -> Person:
    """Invent a person, reachable at an address that is reserved for examples."""
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    country = rng.choice(("NL", "DE", "BE", "AT"))
    return Person(
        first,
        last,
        f"{_plain(first)}.{_plain(last)}{rng.randrange(100)}@example.{rng.choice(('com', 'org', 'net'))}",
        f"{DIALLING[country]} {rng.randrange(10, 100)} {rng.randrange(1_000_000, 9_999_999)}",
    )


def company(rng: Random) -> str:
    """Invent a company's name."""
    return f"{rng.choice(TRADES)} {rng.choice(LAST_NAMES).split()[-1]} {rng.choice(FORMS)}"


def place(rng: Random) -> Place:
    """Invent an address."""
    town, code, country_code, country = rng.choice(TOWNS)
    number = f"{rng.randrange(1, 240)}{rng.choice(('', '', '', 'a', ' bis'))}"
    return Place(rng.choice(STREETS), number, town, code, country_code, country)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("Ł", "L"))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha()).lower()
