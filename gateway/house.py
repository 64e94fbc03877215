"""What is open behind the front, from one configuration to the next.

A reload opens what it changes. A source that is configured as before stays open, with what it has read and what it has
counted of its vendor's limits: a change elsewhere in the file must not cost its vendor a call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web

from gateway.app import make_app
from gateway.assembly import open_sources
from gateway.settings import Settings
from loaders.port import Source
from schema.build import build_schema


class House:
    """The sources that are open, and the application made of them.

    Args:
        draining: whether the process is about to end.

    """

    def __init__(self, draining: Callable[[], bool]) -> None:
        self._draining = draining
        self._settings: Settings | None = None
        self._sources: Mapping[str, Source] = {}

    def app(self, settings: Settings) -> web.Application:
        """Make the application of these settings. Those before leave open what this one goes on with.

        Raises:
            ConfigurationError: what is configured cannot be opened; all stays as it is.

        """
        schema = build_schema(introspection=settings.server.introspection)
        sources = open_sources(settings, kept=self._as_before(settings))

        def stays(source: Source) -> bool:
            return self._sources is not sources and any(source is one for one in self._sources.values())

        app = make_app(schema, sources, settings.server, draining=self._draining, stays=stays)
        self._settings, self._sources = settings, sources
        return app

    def _as_before(self, settings: Settings) -> dict[str, Source]:
        before = self._settings
        if before is None or before.store != settings.store:
            return {}
        same = [source for source in settings.sources if source in before.sources]
        return {source.name: self._sources[source.name] for source in same}
