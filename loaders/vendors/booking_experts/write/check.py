"""What can be wrong with what was given for Booking Experts, known without a call. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from loaders.errors import Blame
from loaders.given import Path, quoted
from loaders.locale import fallbacks
from loaders.records import Ref
from loaders.vendors.booking_experts.desk import LOCALES
from loaders.vendors.booking_experts.pushdown import well_formed

_COUNTRY: Final = re.compile("[A-Za-z]{2}")


def ref_faults(ref: Ref | None, source: str, kind: str, path: Path) -> Iterator[Blame]:
    """Tell what is wrong with a reference: it must be to such a thing of this source.

    An id with letters that no id of the vendor's has would be another path there.
    """
    if ref is None:
        return
    called = kind.replace("_", " ")
    if ref.source != source or ref.kind != kind:
        yield Blame(path, f"expected the id of a {called} of {source}")
    elif not well_formed((ref.id,)):
        yield Blame(path, f"{source} has no {called} with such an id")


def locale(given: str) -> str | None:
    """Give the vendor's locale [004:380] that was meant, e.g. nl-BE by nl_be; None where it has none."""
    meant = fallbacks(given)[0] if given else ""
    return meant if meant in LOCALES else None


def locale_faults(given: str | None, path: Path) -> Iterator[Blame]:
    """Tell whether the vendor has a locale."""
    if given is not None and locale(given) is None:
        yield Blame(path, f"expected one of {', '.join(sorted(LOCALES))}, not {quoted(given)}")


def country_faults(given: str | None, path: Path) -> Iterator[Blame]:
    """Tell whether a country is given by its code, the only way the vendor knows it; an empty one takes it away."""
    if given and not _COUNTRY.fullmatch(given):
        yield Blame(path, f"expected a country by its two letters, ISO 3166-1, like NL, not {quoted(given)}")


def id_faults(given: str | None, path: Path) -> Iterator[Blame]:
    """Tell whether something of the vendor's own can have an id."""
    if given is not None and not well_formed((given,)):
        yield Blame(path, f"expected an id of the vendor's, not {quoted(given)}")
