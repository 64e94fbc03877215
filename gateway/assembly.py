"""Puts the house together: sources from settings, and the schema. The only file that knows every room."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from gateway.settings import ConfigurationError, Fault, Settings, SourceSettings
from loaders import vendors
from loaders.port import Options, Source
from loaders.store.face import Store
from loaders.store.open import open_store

_SHARED: Final = frozenset(
    {"name", "vendor", "base_url", "time_zone", "currency", "venue_name", "credentials", "cache", "budget"}
)


def open_sources(
    settings: Settings,
    *,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> dict[str, Source]:
    """Open every configured source; no vendor is called.

    Args:
        settings: what is configured.
        clock: the seconds that ages and windows are counted in.
        now: the moment, in UTC.

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
    return {
        source.name: vendors.vendor(source.vendor).open(_options(source, clock, now)) for source in settings.sources
    }


def open_keeping(settings: Settings) -> Store:
    """Open the store that outlives operations; nothing is read or connected before it is used."""
    store = settings.store
    return open_store(store.url.get_secret_value(), store.journal, store.max_bytes)


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
        windows=None if windows is None else tuple((window.limit, int(window.seconds)) for window in windows),
        timeout_seconds=source.budget.timeout_seconds,
        max_concurrent=source.budget.max_concurrent,
        further={name: value for name, value in source.model_dump().items() if name not in _SHARED},
        clock=clock,
        now=now,
    )
