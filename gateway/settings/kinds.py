"""The kinds of value a key may hold: numbers, names, words and secrets.

An annotation reads from left to right: the Python type, what it must satisfy, and what it `Holds` in words. A number or
a truth value may be spelled by a reference (`port = "env:PORT"`); in the file itself it must be one of TOML's own.
"""

import base64
import binascii
import json
import re
import zoneinfo
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, Strict, StringConstraints

from gateway.settings.faults import Shown
from gateway.settings.holds import Holds, only
from gateway.settings.references import Reference

# Numbers and truth values.


def _number(value: object) -> object:
    if not isinstance(value, Reference):
        return value
    try:
        return int(value)
    except ValueError:
        return float(value)


def _truth(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, Reference) else value


_LARGEST = 2**63 - 1
"""What every TOML parser can read; Python's knows no end."""

Flag = Annotated[bool, Strict(), BeforeValidator(_truth), Holds("true or false", Shown.WHOLE)]
Port = Annotated[
    int, Strict(), Field(ge=0, le=65535), BeforeValidator(_number), Holds("a port, 0 to 65535", Shown.WHOLE)
]
Count = Annotated[
    int, Strict(), Field(ge=1, le=_LARGEST), BeforeValidator(_number), Holds("a whole number, 1 or more", Shown.WHOLE)
]
CountOrNone = Annotated[
    int, Strict(), Field(ge=0, le=_LARGEST), BeforeValidator(_number), Holds("a whole number, 0 or more", Shown.WHOLE)
]
Days = Annotated[
    int,
    Strict(),
    Field(ge=0, le=36525),
    BeforeValidator(_number),
    Holds("a whole number of days, 0 to 36525", Shown.WHOLE),
]
Seconds = Annotated[
    float,
    Strict(),
    Field(gt=0, allow_inf_nan=False),
    BeforeValidator(_number),
    Holds("a number of seconds, more than 0", Shown.WHOLE),
]
SecondsOrNone = Annotated[
    float,
    Strict(),
    Field(ge=0, allow_inf_nan=False),
    BeforeValidator(_number),
    Holds("a number of seconds, 0 or more", Shown.WHOLE),
]


# Names and words.


def is_text(text: str) -> bool:
    """Tell whether text is one line that can be printed, with no blank at its ends, and not empty."""
    return text.isprintable() and text == text.strip() != ""


@cache
def _zones() -> frozenset[str]:
    # "localtime" is whatever the machine's is, "Factory" is the mark of a machine nobody has set.
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


@cache
def _currencies() -> frozenset[str]:
    """Answer the active codes a price may be in: no metals, bond units, test code or "no currency"."""
    return frozenset(json.loads(files("gateway.settings").joinpath("currencies.json").read_text("utf-8")))


Text = Annotated[str, only(is_text), Holds("a text on one line, not blank", Shown.WHOLE)]
Name = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9-]+$"),
    Holds("a name of lower-case letters, digits and hyphens", Shown.WHOLE),
]
VendorId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]+$"),
    Holds("the vendor's id in quotes: letters, digits, _ and -", Shown.WHOLE),
]
Zone = Annotated[
    str,
    only(lambda text: text in _zones()),
    Holds("an IANA time zone, such as Europe/Amsterdam", Shown.WHOLE, among=_zones),
]
Currency = Annotated[
    str,
    only(lambda text: text in _currencies()),
    Holds("an active ISO 4217 currency, such as EUR", Shown.WHOLE, among=_currencies),
]


# Secrets: what they must satisfy is what a header can carry.

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_PEM = re.compile(r"\s*-----BEGIN ((?:RSA )?PUBLIC KEY)-----\s([A-Za-z0-9+/=\s]+)-----END \1-----\s*")


def _is_credential(text: str) -> bool:
    return text.isascii() and is_text(text)


def _is_public_key(text: str) -> bool:
    armour = _PEM.fullmatch(text)
    if armour is None:
        return False
    try:
        key = base64.b64decode("".join(armour[2].split()), validate=True)
    except binascii.Error:
        return False
    return key.startswith(b"\x30")  # an ASN.1 sequence, as both forms of a public key are


Credential = Annotated[SecretStr, only(_is_credential), Holds("a credential: printable ASCII on one line")]
BearerToken = Annotated[
    SecretStr,
    only(lambda text: bool(_TOKEN.fullmatch(text))),
    Holds("a token: letters, digits and . _ ~ + / -, perhaps = at its end"),
]
PublicKey = Annotated[
    SecretStr,
    only(_is_public_key),
    Holds("an RSA public key in PEM, from -----BEGIN PUBLIC KEY----- to its END line"),
]
