"""Whether two customers are the same: by normalised e-mail address, else by telephone number; never by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers

from loaders.records import Customer, Record

DIGITS: Final = 4
"""By how many last digits telephone numbers are filed; what is shorter without its prefix is nobody's number."""

_EXTENSION: Final = ";ext="
_NO_DIGITS: Final = re.compile(r"[^0-9]")
_PLAIN: Final = re.compile(r"\+?[0-9 ()./-]*[0-9]", re.ASCII)
"""A number without an extension, letters or anything else that has to be understood first."""


def email_key(email: str | None) -> str | None:
    """Normalise an e-mail address; None for what is none."""
    bare = (email or "").strip().casefold()
    return bare if "@" in bare.strip("@") else None


def phone_key(phone: str | None, zone: ZoneInfo) -> str | None:
    """Normalise a telephone number to E.164, with `;ext=` and its extension where it has one; None for what is none.

    Args:
        phone: the number as somebody wrote it.
        zone: the zone of the venue where it was written down: a number without a country's prefix is of that country.

    """
    if not phone:
        return None
    try:
        number = phonenumbers.parse(phone, country(zone.key))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or len(phonenumbers.national_significant_number(number)) < DIGITS:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written}{_EXTENSION}{number.extension}" if number.extension else written


@lru_cache(maxsize=64)
def country(zone: str) -> str | None:
    """Give the ISO 3166-1 alpha-2 code of the country a time zone is named after; None for zones of no country."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        fields = line.split("\t")
        if not line.startswith("#") and fields[2:3] == [zone]:
            return fields[0]
    return None


class Directory:
    """The customers of one source, found by e-mail address or telephone number.

    To normalise 50,000 telephone numbers would take a second in which nothing else is done. So customers are filed by
    the last digits of theirs, which everybody writes alike, and only those under the same ones are compared.
    """

    def __init__(self, rows: Iterable[Record], zone: ZoneInfo) -> None:
        """Index customers of a source whose venues are in a zone."""
        self._zone: Final = zone
        self._by_email: Final[dict[str, list[Customer]]] = {}
        self._by_digits: Final[dict[str, list[Customer]]] = {}
        for row in rows:
            if isinstance(row, Customer):
                _file(self._by_email, email_key(row.email), row)
                if row.phone:
                    _file(self._by_digits, self._digits(row.phone), row)

    def find(self, email: str | None, phone: str | None) -> Sequence[Customer]:
        """Find who has this address or, where nobody has, this number; both normalised."""
        found = self._by_email.get(email, ()) if email is not None else ()
        if found or phone is None:
            return found
        alike = self._by_digits.get(_last_digits(phone), ())
        return [row for row in alike if phone_key(row.phone, self._zone) == phone]

    def _digits(self, phone: str) -> str | None:
        """Give the last digits of a number as its normalised form has them, mostly without normalising it."""
        if _PLAIN.fullmatch(phone):
            return _last_digits(phone)
        key = phone_key(phone, self._zone)
        return None if key is None else _last_digits(key)


def _last_digits(number: str) -> str:
    return _NO_DIGITS.sub("", number.partition(_EXTENSION)[0])[-DIGITS:]


def _file(index: dict[str, list[Customer]], key: str | None, row: Customer) -> None:
    if key is not None:
        index.setdefault(key, []).append(row)
