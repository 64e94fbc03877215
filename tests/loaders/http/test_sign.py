"""What the signing layer promises."""

from __future__ import annotations

import pytest

from loaders.http.ask import Ask, Reply
from loaders.http.sign import sign
from loaders.inquiry import Deadline, Inquiry

INQUIRY = Inquiry(Deadline.after(5))


class Wire:
    """A wire that keeps what it is sent."""

    def __init__(self) -> None:
        self.asks: list[Ask] = []

    async def send(self, ask: Ask, _: Inquiry) -> Reply:
        """Keep the ask and answer."""
        self.asks.append(ask)
        return Reply(200, {}, b"")


async def test_credentials_are_added_below_and_seen_by_nobody_above() -> None:
    """The wire gets the question with the credentials; the asker's own ask stays without."""
    wire = Wire()
    ask = Ask("GET", "/v2/events", (("page", "1"),), (("Accept-Language", "nl"),), b"x")
    await sign({"X-API-ORG": "org", "X-API-KEY": "key"}, wire.send)(ask, INQUIRY)
    (sent,) = wire.asks
    assert sent.headers == (("Accept-Language", "nl"), ("X-API-ORG", "org"), ("X-API-KEY", "key"))
    assert (sent.method, sent.path, sent.query, sent.body) == ("GET", "/v2/events", (("page", "1"),), b"x")
    assert "key" not in repr(ask)


async def test_credentials_win_over_a_header_of_the_same_name() -> None:
    """Whatever its case, a header named as a credential does not go out beside it."""
    wire = Wire()
    await sign({"Authorization": "Bearer a"}, wire.send)(Ask("GET", "/", headers=(("authorization", "b"),)), INQUIRY)
    assert wire.asks[0].headers == (("Authorization", "Bearer a"),)


@pytest.mark.parametrize("credential", ["key\n", "k\r\nX-Admin: 1", "k\x00"])
def test_a_credential_with_a_line_break_is_refused(credential: str) -> None:
    """A secret read with the line break of its file stops the start, by the name of its header and not its value."""
    sentence = r"^the credential sent as X-API-KEY holds a line break or another control character$"
    with pytest.raises(ValueError, match=sentence):
        sign({"X-API-KEY": credential}, Wire().send)
