"""Opens the account behind a JSON:API source: its layers, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from loaders.jsonapi.account import Account, Scope
from loaders.jsonapi.include import View
from loaders.jsonapi.shelf import Translate, Views
from loaders.layers import open_layers
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
    layers = open_layers(options, vendor=vendor, headers={"Accept": MEDIA_TYPE, **headers}, windows=windows)
    return Account(
        name=options.name,
        vendor=vendor,
        zone=options.zone,
        capabilities=capabilities,
        scopes=tuple(scopes),
        views=Views(views),
        translate=translate,
        layers=layers,
        send=layers.send,
        clock=options.clock,
        now=options.now,
    )
