"""No credential is ever seen: not in a log, a fault, the explain log, or what an object says of itself."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import pytest
from enviso_house import NOW, asks

from loaders.errors import FoyerError
from loaders.http.ask import Ask, Reply
from loaders.inquiry import Inquiry
from loaders.records import BOOKING
from loaders.vendors.enviso.login import Login, read_key
from sandbox.enviso.desk import CREDENTIALS

if TYPE_CHECKING:
    from conftest import Open

TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
"""A JWT, whichever it is."""


def shows_a_secret(text: str) -> bool:
    """Tell whether a text holds a credential or a token."""
    lines = [line for line in CREDENTIALS["api_secret"].splitlines() if "-----" not in line]
    secrets = [CREDENTIALS["api_key"], CREDENTIALS["tenant_secret_key"], *lines, "Bearer", "signature"]
    return any(secret in text for secret in secrets) or TOKEN.search(text) is not None


def everything_of(error: BaseException | None) -> str:
    """Write an error with all that led to it and all it carries."""
    text = ""
    while error is not None:
        text += f"{error!r} {error} {vars(error)} "
        error = error.__cause__ or error.__context__
    return text


@pytest.mark.parametrize("path", ["login", "bookings"])
@pytest.mark.parametrize(
    "kind", ["status", "reset", "garbage", "html", "partial", "content_type", "truncated", "empty"]
)
async def test_no_fault_shows_a_credential(
    open_house: Open, caplog: pytest.LogCaptureFixture, path: str, kind: str
) -> None:
    """However login or reading fails, neither fault nor log nor explain log shows a key, the secret or a token."""
    caplog.set_level(logging.DEBUG)
    house = await open_house()
    house.running.faults.add(kind, path=path, status={"status": 401}.get(kind, 0))
    inquiry = asks()
    slot = (await house.source.get(BOOKING, ["0"], inquiry)).slots["0"]
    checks = await house.source.check(inquiry)
    assert isinstance(slot, FoyerError) or kind == "content_type"
    faults = [slot if isinstance(slot, FoyerError) else None, house.source.health.last_failure]
    seen = [*(everything_of(fault) for fault in (*faults, *(one.fault for one in checks))), caplog.text]
    seen += [repr(inquiry), repr(house.source), repr(vars(house.source)), repr(house.running.log)]
    assert not [text for text in seen if shows_a_secret(text)]


async def test_what_the_wire_of_a_login_is_given() -> None:
    """A login and a renewal go where they should, with the headers they need; what makes them shows no credential."""
    wire: list[Ask] = []

    async def send(ask: Ask, _: Inquiry) -> Reply:
        wire.append(ask)
        return Reply(200, {}, b'{"authToken": "eyJ9.e30.c2ln", "refreshToken": "refresh"}')

    inquiry = asks()
    login = Login(
        send,
        source="museum",
        api_key=CREDENTIALS["api_key"],
        public_key=read_key(CREDENTIALS["api_secret"], "museum"),
        now=lambda: NOW,
    )
    token = await login.log_in(inquiry)
    await login.renew(token, inquiry)
    assert [(ask.method, ask.path, ask.query) for ask in wire] == [("POST", "/v1/login", ()), ("POST", "/v1/renew", ())]
    assert not shows_a_secret(repr(login) + repr(token))
    assert [name for name, _ in wire[0].headers] == ["x-api-key", "Accept", "Content-Type"]
    assert dict(wire[1].headers)["Authorization"] == "Bearer eyJ9.e30.c2ln"
