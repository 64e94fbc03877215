"""What pydantic finds wrong, said as faults."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from gateway.settings.faults import Fault, Place, Shown, escaped, fault_at, spell, value_at
from gateway.settings.holds import did_you_mean
from gateway.settings.keys import advice, model_at, table_words, tables_of, vendor_of, words_for
from gateway.settings.models import Settings
from gateway.settings.references import unresolved
from gateway.settings.sources import AnySource

VENDORS = tuple(vendor_of(model) or "" for model in tables_of(Settings, "sources"))
"""Every vendor there is."""

_NOBODY = ""
"""Stands where the vendor would in the location of an error."""


class _SourceOfNobody(AnySource):
    """A source whose vendor is not known: what every source has can still be looked at."""

    model_config = ConfigDict(extra="ignore")


def validate(tree: object, folder: Path) -> Settings | list[Fault]:
    """Make settings of a tree whose references are resolved, or answer all that is wrong with its keys and values.

    `folder` is where relative paths start.
    """
    try:
        return Settings.model_validate(tree, context={"folder": folder})
    except ValidationError as error:
        faults = dict(_faults(tree, error))
        unknown = {_without_vendor(entry["loc"])[0] for entry in _entries(error) if entry["type"] == "extra_forbidden"}
    # A reference that leads nowhere is the fault itself, unless it stands where there is no key to need it.
    for place, reference in unresolved(tree):
        if not any(place[:length] in unknown for length in range(1, len(place) + 1)):
            faults[place] = Fault(spell(place), f"«{escaped(reference.origin)}», {reference.why}", reference.expected)
    return list(faults.values())


def _entries(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _faults(tree: object, error: ValidationError, within: Place = ()) -> Iterator[tuple[Place, Fault]]:
    for entry in _entries(error):
        place, vendor = _without_vendor((*within, *entry["loc"]))
        yield from _fault(tree, entry, place, vendor)


def _without_vendor(loc: Place) -> tuple[Place, str | None]:
    """Take the vendor out of `("sources", 0, "locaboo", "window")`: it tells the model, it is no key of the file."""
    match loc:
        case ("sources", int(), str(vendor), *_):
            return loc[:2] + loc[3:], vendor
        case _:
            return loc, None


def _fault(tree: object, entry: ErrorDetails, place: Place, vendor: str | None) -> Iterator[tuple[Place, Fault]]:
    context = entry.get("ctx", {})
    match entry["type"]:
        case "holds":
            yield place, fault_at(tree, place, context["words"], context["shown"])
        case "missing":
            *table, key = place
            yield place, fault_at(tree, place, words_for(model_at(tuple(table), vendor), str(key)))
        case "extra_forbidden":
            *table, key = place
            expected = f"nothing: there is no such key{advice(model_at(tuple(table), vendor), str(key))}"
            yield place, fault_at(tree, place, expected)
        case "union_tag_invalid" | "union_tag_not_found":
            yield from _of_nobody(tree, place)
        case "default_factory_not_called":
            return  # its value follows from another key, and that key has its own fault
        case _:
            model = _SourceOfNobody if vendor is None and place[0] == "sources" else model_at(place, vendor)
            yield place, fault_at(tree, place, table_words(model))


def _of_nobody(tree: object, place: Place) -> Iterator[tuple[Place, Fault]]:
    held = value_at(tree, (*place, "vendor"))
    suggestion = did_you_mean(held, VENDORS) if type(held) is str else ""
    expected = f"one of {', '.join(VENDORS)}{suggestion}"
    yield (*place, "vendor"), fault_at(tree, (*place, "vendor"), expected, Shown.WHOLE)
    try:
        _SourceOfNobody.model_validate(value_at(tree, place))
    except ValidationError as error:
        yield from _faults(tree, error, (*place, _NOBODY))
