"""What clients name things by: global ids, and the names of sources."""

from collections.abc import Iterable
from typing import Final

from loaders.errors import BadInput
from loaders.port import Source
from loaders.records import BOOKING, CUSTOMER, EVENT, SOURCE, SPACE, SPACE_BLOCK, SPACE_TYPE, VENUE, Ref
from schema.edge import VIEWS
from schema.quote import quoted

ANYTHING: Final = "anything"

_ARTICLES: Final = {
    SOURCE: "a source",
    VENUE: "a venue",
    SPACE: "a space",
    SPACE_TYPE: "a kind of space",
    SPACE_BLOCK: "a block of a space",
    EVENT: "an event",
    BOOKING: "a booking",
    CUSTOMER: "a customer",
}


def parse_id(global_id: str, kind: str, field: str) -> Ref:
    """Read a global id.

    Args:
        global_id: what a client sent.
        kind: of what kind it must be; ANYTHING for any.
        field: where it stood, for the refusal.

    Raises:
        BadInput: it is not one of ours, or of another kind.

    """
    ref = Ref.decode(global_id)
    if ref is None or (ref.kind != SOURCE and ref.kind not in VIEWS):
        wanted = "a global id" if kind == ANYTHING else f"the id of {_called(kind)}"
        raise BadInput(f"{field}: expected {wanted}; got {quoted(global_id)}, not an id of ours.")
    if kind not in {ANYTHING, ref.kind}:
        raise BadInput(f"{field}: expected the id of {_called(kind)}; got the id of {_called(ref.kind)}.")
    return ref


def _called(kind: str) -> str:
    """Say what is of a kind; what is a vendor's own has no name that all would understand."""
    return _ARTICLES.get(kind, f"something else ({kind})")


def named_source(name: str, sources: Iterable[Source], field: str) -> Source:
    """Find a source by its name.

    Raises:
        BadInput: there is none; the message names those there are.

    """
    known = {source.name: source for source in sources}
    if name not in known:
        there = ", ".join(known) or "none"
        raise BadInput(f"{field}: expected one of {there}; got {quoted(name)}.")
    return known[name]
