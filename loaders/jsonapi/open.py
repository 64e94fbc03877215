"""Opens the account behind a JSON:API source: its session, its layers, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from loaders.health import Health
from loaders.http.budget import Budget
from loaders.http.session import Session
from loaders.http.wire import wire
from loaders.jsonapi.account import Account, Scope
from loaders.jsonapi.include import View
from loaders.jsonapi.shelf import Translate, Views
from loaders.port import Capability, Options

MEDIA_TYPE: Final = "application/vnd.api+json"


def open_account(  # noqa: PLR0913  # what a vendor adds to its options, each by name
    options: Options,
    *,
    vendor: str,
    headers: Mapping[str, str],
    windows: Sequence[tuple[int, int]],
    scopes: Sequence[Scope],
    views: Mapping[str, View],
    translate: Translate,
    capabilities: frozenset[Capability],
) -> Account:
    """Open an account; no call is made.

    Args:
        options: what the configuration says.
        vendor: the vendor's name.
        headers: the credentials' headers.
        windows: (calls, seconds) windows the vendor documents; the configuration's count instead where it names any.
        scopes: its venues and their paths.
        views: how its records are seen in the vendor's types.
        translate: makes records of resources.
        capabilities: what can be asked of it.

    """
    session = Session(
        options.base_url,
        source=options.name,
        vendor=vendor,
        timeout_seconds=options.timeout_seconds,
        max_concurrent=options.max_concurrent,
        witness=options.witness,
    )
    health = Health()
    budget = Budget(
        options.store.windows,
        source=options.name,
        vendor=vendor,
        credentials=options.credentials,
        windows=windows if options.windows is None else options.windows,
        slots=options.max_concurrent,
        now=options.now,
    )
    layers = wire(
        session.send,
        source=options.name,
        vendor=vendor,
        headers={"Accept": MEDIA_TYPE, **headers},
        health=health,
        budget=budget,
        now=options.now,
        clock=options.clock,
        chance=options.chance,
    )
    return Account(
        name=options.name,
        vendor=vendor,
        zone=options.zone,
        capabilities=capabilities,
        scopes=tuple(scopes),
        views=Views(views),
        translate=translate,
        send=layers.send,
        forget=layers.forget,
        close=session.close,
        health=health,
        fresh=options.fresh,
        clock=options.clock,
        now=options.now,
    )
