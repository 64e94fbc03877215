"""What a configuration may ask for and this version does not do: it does not start, rather than do less than asked."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.settings import ConfigurationError, Fault, Settings


def refuse_unserved(settings: Settings) -> None:
    """Refuse what this version does not do.

    Raises:
        ConfigurationError: every key that asks for such a thing.

    """
    faults = list(_unserved(settings))
    if faults:
        raise ConfigurationError(faults)


def _unserved(settings: Settings) -> Iterator[Fault]:
    server = settings.server
    if server.auth is not None and server.auth.jwt is not None:
        yield Fault("server.auth.jwt", "a table", "nothing, as this version knows callers by tokens only")
