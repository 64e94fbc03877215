"""Which tables and keys a configuration may have, read from the models themselves."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from gateway.settings.faults import Place
from gateway.settings.holds import Holds, did_you_mean
from gateway.settings.models import Settings


def tables(model: type[BaseModel] = Settings, name: str = "") -> Iterator[tuple[str, type[BaseModel]]]:
    """Walk all tables as (`server.auth.tokens`, its model); `sources` and its tables come once a vendor."""
    yield name, model
    for key in model.model_fields:
        for inner in tables_of(model, key):
            yield from tables(inner, f"{name}.{key}" if name else key)


def tables_of(model: type[BaseModel], key: str) -> list[type[BaseModel]]:
    """Answer the models of the table, or of the tables in a list, that a key holds; empty for a plain value."""
    return _models_in(model.model_fields[key].annotation)


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]


def vendor_of(model: type[BaseModel]) -> str | None:
    """Answer the vendor a source's model is for, or None for any other table."""
    vendor = model.model_fields.get("vendor")
    return get_args(vendor.annotation)[0] if vendor else None


def model_at(place: Place, vendor: str | None) -> type[BaseModel]:
    """Answer the model of the table at a place; within `sources[…]` the one for `vendor`."""
    model: type[BaseModel] = Settings
    for key in place:
        if isinstance(key, str):
            choices = tables_of(model, key)
            model = next((choice for choice in choices if vendor_of(choice) == vendor), choices[0])
    return model


def words_for(model: type[BaseModel], key: str) -> str:
    """Say what a key should hold."""
    holds = [words.words for words in model.model_fields[key].metadata if isinstance(words, Holds)]
    return holds[0] if holds else table_words(tables_of(model, key)[0])


def table_words(model: type[BaseModel]) -> str:
    """Say what a table should hold: the keys that must be there."""
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    return f"a table with {' and '.join(needed)}" if needed else "a table"


def advice(model: type[BaseModel], key: str) -> str:
    """Say what may have been meant by a key `model` does not know: where it belongs, the nearest, or all there are."""
    here = {name for name, known in tables() if known is model}
    elsewhere = [(name, known) for name, known in tables() if key in known.model_fields]
    near = did_you_mean(key, list(model.model_fields))
    if away := [name for name, _ in elsewhere if name not in here]:
        return f"; it belongs to [{away[0]}]" if away[0] else "; it belongs before all tables"
    if near:
        return near
    if others := [vendor for _, known in elsewhere if (vendor := vendor_of(known))]:
        return f"; it is a key of {' and '.join(others)}"
    return f"; known here: {', '.join(sorted(model.model_fields))}"
