"""Puts the house together: sources from settings, and the schema. The only file that knows every room."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from gateway.settings import ConfigurationError, Fault, Settings, SourceSettings
from loaders import vendors
from loaders.errors import BadInput
from loaders.port import Options, Source
from loaders.readings.larder import Larder
from loaders.store.face import Store
from loaders.store.memory import MemoryStore
from loaders.store.open import open_store as open_shelves

_SHARED: Final = frozenset(
    {"name", "vendor", "base_url", "time_zone", "currency", "venue_name", "credentials", "cache", "budget"}
)


def open_sources(
    settings: Settings,
    store: Store | None = None,
    *,
    kept: Mapping[str, Source] = MappingProxyType({}),
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> dict[str, Source]:
    """Open every configured source; no vendor is called.

    Args:
        settings: what is configured.
        store: where what outlives an operation is kept; without one, this process's memory.
        kept: sources that are open already, by name.
        clock: the seconds that ages are counted in.
        now: the moment, in UTC; windows go by it.

    Raises:
        ConfigurationError: a source's vendor is none that this version speaks to.

    """
    unspoken = [
        Fault(f"sources[{index}].vendor", source.vendor, f"one of {', '.join(vendors.ROSTER)}")
        for index, source in enumerate(settings.sources)
        if source.vendor not in vendors.ROSTER
    ]
    if unspoken:
        raise ConfigurationError(unspoken)
    shelves, larder = store or MemoryStore(), Larder(settings.store.max_bytes * 3 // 4)
    share = 1 if shelves.shared else settings.server.workers

    def opened(source: SourceSettings) -> Source:
        options = replace(_options(source, clock, now), store=shelves, larder=larder, share=share)
        return vendors.vendor(source.vendor).open(options)

    return {source.name: kept.get(source.name) or opened(source) for source in settings.sources}


def open_store(settings: Settings) -> Store:
    """Open the store that is configured; nothing is connected before it is used.

    Raises:
        ConfigurationError: its address is of no store.

    """
    configured = settings.store
    try:
        return open_shelves(configured.url.get_secret_value(), configured.journal, configured.max_bytes // 4)
    except BadInput as fault:
        raise ConfigurationError([Fault("store.url", "another address", str(fault))]) from None


async def close_sources(sources: Mapping[str, Source]) -> None:
    """Close every source's connections."""
    for source in sources.values():
        await source.close()


def _options(source: SourceSettings, clock: Callable[[], float], now: Callable[[], dt.datetime]) -> Options:
    windows = source.budget.windows
    credentials: dict[str, Any] = source.credentials.model_dump(exclude_none=True)
    return Options(
        name=source.name,
        base_url=source.base_url,
        zone=ZoneInfo(source.time_zone),
        credentials={
            name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for name, value in credentials.items()
        },
        currency=source.currency,
        venue_name=getattr(source, "venue_name", None),
        fresh=source.cache.fresh,
        stale=source.cache.stale,
        windows=None if windows is None else tuple((window.limit, int(window.seconds)) for window in windows),
        timeout_seconds=source.budget.timeout_seconds,
        max_concurrent=source.budget.max_concurrent,
        further={name: value for name, value in source.model_dump().items() if name not in _SHARED},
        clock=clock,
        now=now,
    )
