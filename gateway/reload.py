"""The configuration of a process that runs: what is in effect, when its files change, and what may take its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from gateway.settings import ConfigurationError, Fault, Settings, files_of, load
from gateway.settings.addresses import is_loopback

BOUND: Final = ("host", "port", "workers")
"""Keys of [server] that are settled when the process starts."""

_Stamp: TypeAlias = tuple[int, int, int] | None
"""When a file was written, its size, and which file it is; None where there is none."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Settings that may take effect, and a line for each key that cannot before a restart."""

    settings: Settings
    notes: tuple[str, ...]


class Configuration:
    """The settings in effect, and the files they came from.

    Args:
        path: the file; None for the one FOYER_CONFIG names, else ./foyer.toml.
        environ: the environment.
        documents: trusted documents that take the place of the configured ones.

    Raises:
        ConfigurationError: the file cannot be used; every fault.

    """

    def __init__(self, path: Path | None, environ: Mapping[str, str], documents: Path | None = None) -> None:
        self._path: Final = path
        self._environ: Final = environ
        self._documents: Final = documents
        self._files: tuple[Path, ...] = ()
        self._taken: tuple[_Stamp, ...] = ()
        self._seen: tuple[_Stamp, ...] = ()
        self.settings = self._read()

    def changed(self) -> bool:
        """Tell whether a file has changed since it was read, and has not since the last time this was asked.

        A file that is being written would otherwise be read by halves, and half a file may be a whole configuration.
        """
        stamps = self._stamps()
        settled = stamps == self._seen
        self._seen = stamps
        return settled and stamps != self._taken

    def read_again(self) -> Fresh:
        """Read the files again; nothing takes effect by that.

        Raises:
            ConfigurationError: what they hold cannot be used, or cannot before a restart; every fault.

        """
        return _bound(self._read(), self.settings)

    def _read(self) -> Settings:
        own = () if self._documents is None else (self._documents,)
        self._files = (*files_of(self._path, self._environ), *own)
        self._taken = self._seen = self._stamps()  # first, so that what changes meanwhile is noticed
        return load(self._path, self._environ, self._documents)

    def _stamps(self) -> tuple[_Stamp, ...]:
        return tuple(_stamp(file) for file in self._files)


def _bound(new: Settings, old: Settings) -> Fresh:
    """Keep what a running process is bound to, as long as its door stays as closed as the new settings ask for."""
    server = new.server.model_copy(update={key: getattr(old.server, key) for key in BOUND})
    if server.auth is None and not server.allow_anonymous and not is_loopback(server.host):
        expected = f"a table, as Foyer listens on {server.host} until it is started again"
        raise ConfigurationError([Fault("server.auth", "nothing", expected)])
    notes = tuple(
        f"server.{key} is {getattr(new.server, key)} now and stays {getattr(old.server, key)} until Foyer is restarted"
        for key in BOUND
        if getattr(new.server, key) != getattr(old.server, key)
    )
    return Fresh(new.model_copy(update={"server": server}), notes)


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except (OSError, ValueError):  # a path no system can have
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
