"""How a table and a kind of value are declared: what is accepted, and the words that tell an operator so."""

import difflib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    SecretStr,
    ValidationError,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from gateway.settings.faults import Shown, quoted
from gateway.settings.references import Reference

_Value = TypeVar("_Value")


class Table(BaseModel):
    """A table of the file: frozen, without keys it does not know, and silent about what it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


@dataclass(frozen=True, slots=True)
class Holds:
    """Annotation: say what a key holds in these words, whatever is wrong with the value itself.

    What is wrong further in, with one item of a list or one key of a table, keeps its own words. The value is told only
    where it is said to be `shown`, for it may be a secret in the wrong place.
    """

    words: str
    shown: Shown = Shown.KIND
    among: Callable[[], Collection[str]] | None = None

    def __get_pydantic_core_schema__(self, source: type[object], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._check, handler(source))

    def _check(self, value: object, inner: ValidatorFunctionWrapHandler) -> object:
        try:
            return inner(value)
        except ValidationError as error:
            if any(entry["loc"] for entry in error.errors(include_url=False, include_input=False)):
                raise
        words = self.words + self._nearest(value)
        raise PydanticCustomError("holds", "{words}", {"words": words, "shown": self.shown})

    def _nearest(self, value: object) -> str:
        if self.among is None or not isinstance(value, str) or isinstance(value, Reference):
            return ""
        return did_you_mean(value, self.among())


def one_of(words: tuple[str, ...]) -> Holds:
    """Annotation of a Literal: name its words."""
    spelled = ", ".join(quoted(word) for word in words[:-1])
    return Holds(f"{spelled} or {quoted(words[-1])}", Shown.WHOLE, among=lambda: words)


def did_you_mean(text: str, known: Collection[str]) -> str:
    """Suggest the nearest of the `known` words, whatever its capitals; empty where none is near."""
    spellings = {word.lower(): word for word in known}
    near = difflib.get_close_matches(text.lower(), spellings, n=1, cutoff=0.75)
    return f"; did you mean {quoted(spellings[near[0]])}?" if near else ""


def only(holds: Callable[[str], bool]) -> AfterValidator:
    """Annotation: refuse the texts, secret or not, of which `holds` is not true."""

    def check(value: _Value) -> _Value:
        if not holds(value.get_secret_value() if isinstance(value, SecretStr) else str(value)):
            raise ValueError
        return value

    return AfterValidator(check)


def at_least_one(values: tuple[_Value, ...]) -> tuple[_Value, ...]:
    """Refuse an empty list. Asked of a list whose items are all good, so that a bad one is told as itself."""
    if not values:
        raise ValueError
    return values


def each_once(values: tuple[_Value, ...]) -> tuple[_Value, ...]:
    """Refuse a list that names something twice."""
    if len(set(values)) < len(values):
        raise ValueError
    return values
