"""Who is let in by a token an identity provider signed, and who is not."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.util import urlsafe_b64encode

from tests.gateway.issuer import AUDIENCE, ISSUER, NEXT, RSA, STRANGER, claims, issuer, signed
from tests.house import House, house

QUESTION = "{ sources { name } }"


def written(header: dict[str, Any], **changed: Any) -> str:
    """Write what is signed of a token, by hand: the library refuses to help with most forgeries."""
    return ".".join(urlsafe_b64encode(orjson.dumps(part)).decode() for part in (header, claims(**changed)))


def unsigned(**header: Any) -> str:
    """Write a token that nobody has signed."""
    return f"{written({'alg': 'none', **header})}."


def confused() -> str:
    """Sign a token with the issuer's public key, as if it were a shared secret."""
    parts = written({"alg": "HS256", "kid": "first"})
    signature = hmac.new(RSA.as_pem(private=False), parts.encode(), hashlib.sha256).digest()
    return f"{parts}.{urlsafe_b64encode(signature).decode()}"


def demanding() -> str:
    """Have the issuer sign a token that says it must not be read by those who do not know an extension."""
    parts = written({"alg": "RS256", "kid": "first", "crit": ["exp"], "exp": 1})
    assert RSA.private_key is not None
    signature = RSA.private_key.sign(parts.encode(), PKCS1v15(), SHA256())
    return f"{parts}.{urlsafe_b64encode(signature).decode()}"


def tampered() -> str:
    """Take a good token and give oneself another source."""
    head, _, signature = signed().split(".")
    body = urlsafe_b64encode(orjson.dumps(claims(sources=["hotel", "park"]))).decode()
    return f"{head}.{body}.{signature}"


def bringing_its_key() -> str:
    """Sign with a key of one's own, and send it along."""
    return signed(STRANGER, header={"jwk": STRANGER.as_dict(private=False)})


BAD: dict[str, Any] = {
    "alg none": unsigned,
    "alg none, with the name of a key": lambda: unsigned(kid="first"),
    "the public key as a shared secret": confused,
    "another's key under the same name": lambda: signed(STRANGER),
    "another's key, sent along": bringing_its_key,
    "claims changed after signing": tampered,
    "another issuer": lambda: signed(iss="https://id.example.com"),
    "no issuer": lambda: signed(iss=None),
    "another audience": lambda: signed(aud="bookkeeping"),
    "audiences without ours": lambda: signed(aud=["bookkeeping", "Foyer"]),
    "no audience": lambda: signed(aud=None),
    "expired": lambda: signed(exp=int(time.time()) - 60),
    "no end": lambda: signed(exp=None),
    "an end that is no number": lambda: signed(exp="tomorrow"),
    "not yet": lambda: signed(nbf=int(time.time()) + 600),
    "nobody's": lambda: signed(sub=None),
    "somebody's with an endless name": lambda: signed(sub="a" * 256),
    "of another kind": lambda: signed(header={"typ": "dpop+jwt"}),
    "an unknown critical part": demanding,
    "not a token": lambda: "a.b.c",
    "too long": lambda: "a" * 5000 + ".b.c",
}


@pytest.mark.parametrize("case", BAD)
async def test_a_token_that_does_not_hold_is_turned_away(case: str) -> None:
    """401 with its code, no data, nothing of the token, and no vendor is called."""
    token = BAD[case]()
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        await turned_away(running, token)
        assert not running.calls("park")


async def turned_away(running: House, token: str) -> None:
    """Ask with a token that must not help."""
    async with running.client.post(
        f"{running.url}/graphql", json={"query": "{ bookings { nodes { id } } }"}, headers=bearer(token)
    ) as response:
        answer = await response.json(content_type=None)
        assert (response.status, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in answer
    assert token not in str(answer)


def bearer(token: str) -> dict[str, str]:
    """Show a token."""
    return {"Authorization": f"Bearer {token}"}


async def test_a_token_that_holds_opens_its_sources() -> None:
    """The sources and scopes of its claims, and nothing else; a source that is not configured is not there."""
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        token = signed(sources=["park", "elsewhere"])
        answer = await running.ask(QUESTION, headers={**bearer(token), "Foyer-Explain": "1"})
        assert answer["data"] == {"sources": [{"name": "park"}]}
        assert "explain" in answer["extensions"]
        nobody = await running.ask(QUESTION, headers=bearer(signed(sources=None)))
        assert nobody["data"] == {"sources": []}
        forbidden = await running.ask(QUESTION, headers=bearer(signed(scope=None)))
        assert forbidden["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        listed = await running.ask(QUESTION, headers=bearer(signed(scope=None, scopes=["read"])))
        assert listed["data"] == {"sources": [{"name": "park"}]}


async def test_one_of_several_audiences_and_a_clock_that_is_behind() -> None:
    """A token for several audiences holds for each, and half a minute between clocks is nobody's fault."""
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        now = int(time.time())
        token = signed(aud=["bookkeeping", AUDIENCE], exp=now - 5, nbf=now + 20, iat=now + 20)
        assert "errors" not in await running.ask(QUESTION, headers=bearer(token))


async def test_configured_tokens_work_beside_signed_ones() -> None:
    """Both ways are open at once, and a configured token asks nobody for keys."""
    async with issuer() as it:
        tokens = [{"name": "front", "token": "front-desk-token", "sources": ["hotel"], "scopes": ["read"]}]
        server = {"auth": {**it.auth()["auth"], "tokens": tokens}}
        async with house(size=20, server=server) as running:
            front = await running.ask(QUESTION, headers=bearer("front-desk-token"))
            assert front["data"] == {"sources": [{"name": "hotel"}]}
            assert it.asked == 0
            anna = await running.ask(QUESTION, headers=bearer(signed()))
            assert anna["data"] == {"sources": [{"name": "park"}]}


async def test_many_questions_fetch_the_keys_once() -> None:
    """The keys are kept: what is asked side by side and after it costs the issuer one call."""
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        await asyncio.gather(*(running.ask(QUESTION, headers=bearer(signed())) for _ in range(20)))
        await running.ask(QUESTION, headers=bearer(signed()))
        assert it.asked == 1


async def test_without_keys_nobody_is_told_that_a_token_is_bad() -> None:
    """Where the issuer has never been reached, 503 says that nobody can tell, and when to ask again."""
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        it.status = 500
        async with running.client.post(
            f"{running.url}/graphql", json={"query": QUESTION}, headers=bearer(signed())
        ) as response:
            answer = await response.json(content_type=None)
            assert response.status == 503
            assert 1 <= int(response.headers["Retry-After"]) <= 10
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        assert ISSUER not in str(answer)


async def test_the_algorithm_is_that_of_the_key() -> None:
    """A key that says what it is for verifies nothing else; one by another curve or kind is no help either."""
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        it.publish(NEXT)
        good = await running.ask(QUESTION, headers=bearer(signed(NEXT, "ES256")))
        assert good["data"] == {"sources": [{"name": "park"}]}
        named = orjson.loads(it.body)
        await turned_away(running, signed(RSA, "RS256", {"kid": "second"}))
    async with issuer() as it, house(size=20, server=it.auth()) as running:
        named["keys"] = [{**RSA.as_dict(private=False), "alg": "PS256"}]
        it.body = orjson.dumps(named)
        await turned_away(running, signed())
        good = await running.ask(QUESTION, headers=bearer(signed(RSA, "PS256")))
        assert good["data"] == {"sources": [{"name": "park"}]}
