"""What is open behind the front, from one configuration to the next.

A reload opens what it changes. The store stays where it is configured as before, with the keys clients have given to
their changes: a repetition is known as one before and after. So does a source, with what it has read and what it has
counted of its vendor's limits: a change elsewhere in the file must not cost its vendor a call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web

from gateway.app import make_app
from gateway.assembly import open_sources, open_store
from gateway.settings import Settings
from gateway.telemetry.telemetry import Telemetry
from loaders.port import Source
from loaders.store.face import Store
from schema.build import build_schema


class House:
    """The sources that are open, and the application made of them.

    Args:
        draining: whether the process is about to end.

    """

    def __init__(self, draining: Callable[[], bool]) -> None:
        self._draining = draining
        self._telemetry = Telemetry()
        self._settings: Settings | None = None
        self._sources: Mapping[str, Source] = {}
        self._store: Store | None = None

    def app(self, settings: Settings) -> web.Application:
        """Make the application of these settings. Those before leave open what this one goes on with.

        Raises:
            ConfigurationError: what is configured cannot be opened; all stays as it is.

        """
        schema = build_schema(introspection=settings.server.introspection)
        store = (self._store if self._same_store(settings) else None) or open_store(settings)
        sources = open_sources(settings, store, kept=self._as_before(settings), witness=self._telemetry.vendor_call)

        def stays(one: Source | Store) -> bool:
            return self._sources is not sources and any(one is used for used in (self._store, *self._sources.values()))

        app = make_app(
            schema,
            sources,
            settings.server,
            store,
            draining=self._draining,
            stays=stays,
            telemetry=self._telemetry,
        )
        self._settings, self._sources, self._store = settings, sources, store
        return app

    def _same_store(self, settings: Settings) -> bool:
        return self._settings is not None and self._settings.store == settings.store

    def _as_before(self, settings: Settings) -> dict[str, Source]:
        before = self._settings
        if before is None or not self._same_store(settings):
            return {}
        same = [source for source in settings.sources if source in before.sources]
        return {source.name: self._sources[source.name] for source in same}
