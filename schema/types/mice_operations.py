"""MICE Operations' own: sources at this vendor, and what may be requested of them."""

from enum import Enum
from typing import Any

import strawberry
from strawberry.types.info import Info

from loaders.records import Ref, Resource, Rows
from schema.context import open_context
from schema.edge import attribute
from schema.enums import described
from schema.reads import note
from schema.resource import ResourceView
from schema.types.source import Source, Vendor, source_type

__all__ = ["MiceOperationsSource"]


class MiceOperationsFieldType(Enum):
    """What a field of an event request holds."""

    TEXT = "TEXT"
    DATE_TIME = "DATE_TIME"
    NUMBER = "NUMBER"
    LOCALE = "LOCALE"
    ID = "ID"
    ANSWERS = "ANSWERS"


described(
    MiceOperationsFieldType,
    "What a field of an event request holds.",
    {
        "TEXT": "A text.",
        "DATE_TIME": "A date and a time of day.",
        "NUMBER": "A whole number.",
        "LOCALE": "A language and a country, e.g. nl_NL or en_US.",
        "ID": "A number that the vendor gave a thing; its staff can look it up.",
        "ANSWERS": "A list of questions, each with its answer.",
    },
)


def _type(root: Any) -> MiceOperationsFieldType:
    return MiceOperationsFieldType(root.record.attributes["type"])


@strawberry.type(description="A field that an event request to MICE Operations may have; all of them may be left out.")
class MiceOperationsRequestField(ResourceView):
    """A field that an event request may have."""

    name: str = attribute("What the vendor calls it.")
    type: MiceOperationsFieldType = strawberry.field(
        resolver=_type, description="What it holds.", metadata=note("type")
    )
    description: str = attribute("What it means.")


async def _request_fields(root: Source, info: Info[Any, Any]) -> Any:
    name = root.source.name
    found = await open_context(info).loaders.load(Ref("mice_operations.request_field@source", name, name))
    rows = found.rows if isinstance(found, Rows) else ()
    return [MiceOperationsRequestField.of(row) for row in rows if isinstance(row, Resource)]


@source_type(Vendor.MICE_OPERATIONS)
@strawberry.type(description="An account at MICE Operations. It takes event requests; nothing can be read from it.")
class MiceOperationsSource(Source):
    """An account at MICE Operations."""

    request_fields: list[MiceOperationsRequestField] = strawberry.field(
        resolver=_request_fields,
        description="The fields that the vendor documents of an event request.",
        metadata=note("request_fields"),
    )
