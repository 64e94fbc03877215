"""Whether two customers are the same: by normalised e-mail address, else by telephone number; never by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

import phonenumbers

from loaders.records import Customer, Record


def email_key(email: str | None) -> str | None:
    """Normalise an e-mail address; None for what is none."""
    bare = (email or "").strip().casefold()
    return bare if "@" in bare.strip("@") else None


def phone_key(phone: str | None, zone: ZoneInfo) -> str | None:
    """Normalise a telephone number to E.164; None for what is none.

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
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


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
    """The customers of one source, found by e-mail address or telephone number."""

    def __init__(self, rows: Iterable[Record], zone: ZoneInfo) -> None:
        """Index customers of a source whose venues are in a zone."""
        self._by_email: dict[str, list[Customer]] = {}
        self._by_phone: dict[str, list[Customer]] = {}
        for row in rows:
            if isinstance(row, Customer):
                _file(self._by_email, email_key(row.email), row)
                _file(self._by_phone, phone_key(row.phone, zone), row)

    def find(self, email: str | None, phone: str | None) -> Sequence[Customer]:
        """Find who has this address or, where nobody has, this number; both normalised."""
        return _found(self._by_email, email) or _found(self._by_phone, phone)


def _file(index: dict[str, list[Customer]], key: str | None, row: Customer) -> None:
    if key is not None:
        index.setdefault(key, []).append(row)


def _found(index: Mapping[str, list[Customer]], key: str | None) -> Sequence[Customer]:
    return index.get(key, ()) if key is not None else ()
