"""What is taken of resources and when: in bookings, and in the bookings that an event's documents mention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from loaders.vendors.locaboo.values import CustomField, Instance, Taken

if TYPE_CHECKING:
    from loaders.vendors.locaboo.translate.site import Site
    from loaders.vendors.locaboo.wire import bookings, events

    Told: TypeAlias = bookings.Taken | events.Taken


def taken(
    site: Site,
    told: Sequence[Told],
    whose: str,
    fields: Callable[[Any], tuple[CustomField, ...]] = lambda _: (),
) -> tuple[Taken, ...]:
    """Give what is taken of each main resource.

    Args:
        site: the source.
        told: what is told of it.
        whose: of what, for a fault.
        fields: reads the custom fields of an instance.

    Raises:
        BadResponse: an instance makes no sense.

    """
    return tuple(
        Taken(
            one.resource,
            site.space(one.resource_id),
            tuple(
                Instance(
                    row.id,
                    row.resource,
                    site.period(row.start, row.end, whose),
                    site.space(row.resource_id or one.resource_id),
                    fields(row),
                )
                for row in one.instances
            ),
        )
        for one in told
    )
