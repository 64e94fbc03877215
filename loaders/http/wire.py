"""The layers of one source, stacked.

Outside in, and why each stands where it does:

deadline   a caller's wait ends with its own operation; it stands outside join, because a flight serves several
join       equal GETs share one call, each ask is logged; all below happens once a flight, not once a caller
retry      asks again what may be asked again; outside of all that looks at one attempt
breaker    leaves alone a source that keeps failing, before anything is paid
health     notes answers and faults; it stands outside verdict, which makes faults of bad statuses
verdict    makes faults of bad statuses; it stands outside budget, because a 429 tells what remains, too
budget     pays for what goes to the vendor, corrected by the answer's headers; gives out turns
sign       adds the credentials; inside of everything that keeps, compares or logs an ask
session    the wire

A cache of answers belongs between deadline and join: what it has costs nothing, and what it lacks is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.health import Gate
from loaders.http.ask import Send
from loaders.http.breaker import Breaker
from loaders.http.deadline import deadline
from loaders.http.health import health as watch
from loaders.http.join import Join
from loaders.http.retry import retry
from loaders.http.sign import sign
from loaders.http.verdict import verdict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from loaders.health import Health
    from loaders.http.budget import Budget


@dataclass(frozen=True, slots=True)
class Wire:
    """The layers of one source.

    Args:
        send: asks the vendor.
        forget: lets nobody share what was asked up to now.

    """

    send: Send
    forget: Callable[[], None]


def wire(  # noqa: PLR0913  # each is a part of one source, given by name
    session: Send,
    *,
    source: str,
    vendor: str,
    headers: Mapping[str, str],
    health: Health,
    budget: Budget,
    now: Callable[[], dt.datetime],
    clock: Callable[[], float],
    chance: Callable[[], float],
) -> Wire:
    """Stack the layers on a wire; the health then tells the windows and the breaker, too.

    Args:
        session: the wire: a Session's `send`, or that wrapped by a vendor who signs otherwise.
        source: the source's name in the configuration.
        vendor: the vendor's name.
        headers: what every call carries, credentials included.
        health: what the layers keep of how the source answers.
        budget: what may be asked.
        now: the moment, in UTC.
        clock: seconds on a clock that never goes back.
        chance: a number from 0 up to 1.

    """
    breaker = Breaker(source, clock=clock, chance=chance)
    health.windows, health.gate = budget.windows, lambda: breaker.gate
    judged = verdict(source, vendor, budget.layer(sign(headers, session)), now=now)
    guarded = breaker.layer(watch(health, judged, now=now))
    repeated = retry(guarded, chance=chance, worth=lambda: breaker.gate is Gate.CLOSED)
    joined = Join(source, vendor, repeated, hurried=budget.hurry)
    return Wire(deadline(source, vendor, joined.send), joined.forget)
