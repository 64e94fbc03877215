"""foyer.toml → frozen values. The only reader of the environment, and the only one who knows the file's form.

`load` answers `Settings` or raises `ConfigurationError`, which lists every fault at once and holds no credential.

    files       which files those are
    read        the file, the variables that override it, all faults together
    references  env:NAME and file:PATH
    models      the tables, and sources with one model a vendor
    holds       how a kind of value is declared; kinds and addresses are those there are
    rules       what one key demands of another
    explain     pydantic's errors as faults; keys knows what could have been meant
    faults      what is wrong, in one line, and how much of a value may be shown
"""

from gateway.settings.faults import ConfigurationError, Fault
from gateway.settings.files import files_of
from gateway.settings.models import Auth, Jwt, Limits, Scope, Server, Settings, Store, Token
from gateway.settings.read import from_table, load
from gateway.settings.sources import (
    BookingExpertsCredentials,
    BookingExpertsSettings,
    Budget,
    Cache,
    EnvisoCredentials,
    EnvisoSettings,
    EventTempleCredentials,
    EventTempleSettings,
    LocabooCredentials,
    LocabooSettings,
    LocabooWindow,
    MiceOperationsCredentials,
    MiceOperationsSettings,
    SourceSettings,
    Window,
)

__all__ = [
    "Auth",
    "BookingExpertsCredentials",
    "BookingExpertsSettings",
    "Budget",
    "Cache",
    "ConfigurationError",
    "EnvisoCredentials",
    "EnvisoSettings",
    "EventTempleCredentials",
    "EventTempleSettings",
    "Fault",
    "Jwt",
    "Limits",
    "LocabooCredentials",
    "LocabooSettings",
    "LocabooWindow",
    "MiceOperationsCredentials",
    "MiceOperationsSettings",
    "Scope",
    "Server",
    "Settings",
    "SourceSettings",
    "Store",
    "Token",
    "Window",
    "files_of",
    "from_table",
    "load",
]
