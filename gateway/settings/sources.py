"""`[[sources]]`: one model a vendor, told apart by `vendor`, and the tables a source may carry."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from gateway.settings.addresses import BaseUrl
from gateway.settings.holds import Holds, Table, at_least_one, each_once, one_of
from gateway.settings.kinds import (
    Count,
    Credential,
    Currency,
    Days,
    Flag,
    Name,
    PublicKey,
    Seconds,
    SecondsOrNone,
    Text,
    VendorId,
    Zone,
)


class Cache(Table):
    """`[sources.cache]`: seconds an answer is fresh, and seconds after that in which it may still be served stale."""

    fresh: SecondsOrNone = 30.0
    stale: SecondsOrNone = 3600.0


class Window(Table):
    """`[[sources.budget.windows]]`: at most `limit` calls in any `seconds`."""

    limit: Count
    seconds: Seconds


class Budget(Table):
    """`[sources.budget]`: how hard a vendor may be asked.

    `windows` None stands for those the vendor documents, an empty one for none at all.
    """

    windows: Annotated[tuple[Window, ...], Holds("a list of tables, each with limit and seconds")] | None = None
    timeout_seconds: Seconds = 10.0
    max_concurrent: Count = 8


class AnySource(Table):
    """What every source has, whoever its vendor is."""

    name: Name
    base_url: BaseUrl
    time_zone: Zone
    currency: Currency | None = None
    cache: Cache = Cache()
    budget: Budget = Budget()


class EventTempleCredentials(Table):
    """The headers X-Api-Org and X-Api-Key [001:27-31]."""

    org: Credential
    api_key: Credential


EventTempleExtra = Literal["show", "filters"]


class EventTempleSettings(AnySource):
    """Event Temple sends amounts without a currency and no venue's name: both come from here."""

    vendor: Literal["event_temple"]
    currency: Currency
    venue_name: Text | None = None
    credentials: EventTempleCredentials
    extras: Annotated[
        tuple[Annotated[EventTempleExtra, one_of(get_args(EventTempleExtra))], ...],
        AfterValidator(each_once),
        Holds('a list of "show" and "filters", each once'),
    ] = ()


class BookingExpertsCredentials(Table):
    """The header X-API-KEY, and the secret that signs webhooks [004:57-81]. Without it no webhook is accepted."""

    api_key: Credential
    webhook_secret: Credential | None = None


Locale = Literal[
    "nl", "nl-BE", "en", "de", "de-AT", "de-CH", "fr", "fr-BE", "fr-LU", "da", "cs", "es", "tr", "pt", "it", "pl", "nb"
]
"""The locales Booking Experts knows [004:380]."""

BookingExpertsExtra = Literal["administrations", "rentables", "reservations"]


class BookingExpertsSettings(AnySource):
    """Booking Experts: the administrations to serve, and the locales to ask for in order of preference."""

    vendor: Literal["booking_experts"]
    administrations: Annotated[
        tuple[VendorId, ...],
        AfterValidator(at_least_one),
        AfterValidator(each_once),
        Holds("a list of administrations' ids in quotes, at least one, each once"),
    ]
    venue_names: Annotated[Mapping[str, Text], Holds("a table from an administration's id to its name")] = {}
    credentials: BookingExpertsCredentials
    locales: Annotated[
        tuple[Annotated[Locale, one_of(get_args(Locale))], ...],
        AfterValidator(at_least_one),
        AfterValidator(each_once),
        Holds("a list of locales, at least one, each once"),
    ] = ("en", "nl")
    extras: Annotated[
        tuple[Annotated[BookingExpertsExtra, one_of(get_args(BookingExpertsExtra))], ...],
        AfterValidator(each_once),
        Holds('a list of "administrations", "rentables" and "reservations", each once'),
    ] = ()


class LocabooCredentials(Table):
    """The parameter api_secret_key of every call [002:4-7]."""

    api_secret_key: Credential


class LocabooWindow(Table):
    """The days around today that a list without a range asks for."""

    past_days: Days = 400
    future_days: Days = 800


class LocabooSettings(AnySource):
    """Locaboo names its venues and sends its currency; lists are unpaged, so each asks for a window of days."""

    vendor: Literal["locaboo"]
    credentials: LocabooCredentials
    window: LocabooWindow = LocabooWindow()


class EnvisoCredentials(Table):
    """The integrator's key, the public key that encrypts a login, and the venue's key where one is issued."""

    api_key: Credential
    api_secret: PublicKey
    tenant_secret_key: Credential | None = None


def _auth_url(source: dict[str, object]) -> str:
    parts = urlsplit(str(source["base_url"]))
    return f"{parts.scheme}://{parts.netloc}/authenticationapi"


class EnvisoSettings(AnySource):
    """Enviso. `auth_url` is where logins go: the origin of `base_url` + `/authenticationapi` unless told otherwise."""

    vendor: Literal["enviso"]
    venue_name: Text | None = None
    credentials: EnvisoCredentials
    auth_url: BaseUrl = Field(default_factory=_auth_url)
    z_is_local: Flag = False


class MiceOperationsCredentials(Table):
    """The key of the header X-Authorization [000:3-5]."""

    api_key: Credential


class MiceOperationsSettings(AnySource):
    """MICE Operations takes events and tells nothing: what is known of its venue stands here."""

    vendor: Literal["mice_operations"]
    venue_name: Text | None = None
    credentials: MiceOperationsCredentials


SourceSettings: TypeAlias = (
    EventTempleSettings | BookingExpertsSettings | LocabooSettings | EnvisoSettings | MiceOperationsSettings
)
