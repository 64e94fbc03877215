"""How a source logs in: what it proves, and what it does when the vendor will not have it."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loaders.vendors.enviso.login import digest, read_key, signature, stamp

GOLDEN = ("QrCDN6CcXkGOnRiNcZMrpw==", "2018-01-22T13:58:33.871Z")


def test_the_vendors_own_example_of_a_digest() -> None:
    """The vendor's public example of key and timestamp gives the digest that stands beside it."""
    assert digest(*GOLDEN) == "9952375a30708b46739986482303cae30ad51fc9a362b5794d298dfc22f7ec02"


@pytest.mark.parametrize("bits", [1024, 2048])
def test_a_signature_is_the_digest_encrypted(bits: int) -> None:
    """Who has the private key finds the digest in a signature, and no two signatures are the same."""
    key = rsa.generate_private_key(65537, bits)
    first, second = (signature(*GOLDEN, key.public_key()) for _ in range(2))
    assert key.decrypt(base64.b64decode(first, validate=True), PKCS1v15()).decode() == digest(*GOLDEN)
    assert first != second


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (dt.datetime(2018, 1, 22, 13, 58, 33, 871_999, tzinfo=dt.UTC), "2018-01-22T13:58:33.871Z"),
        (dt.datetime(2018, 1, 22, tzinfo=dt.UTC), "2018-01-22T00:00:00.000Z"),
        (dt.datetime(2018, 1, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=2))), "2018-01-22T12:00:00.000Z"),
    ],
)
def test_a_timestamp_has_three_decimals_and_a_z(moment: dt.datetime, written: str) -> None:
    """A login's time is UTC with milliseconds, whichever zone it is told in."""
    assert stamp(moment) == written


@pytest.mark.parametrize("form", [PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1])
def test_both_forms_of_a_public_key_are_read(form: PublicFormat) -> None:
    """An API secret may begin with BEGIN PUBLIC KEY or with BEGIN RSA PUBLIC KEY."""
    key = rsa.generate_private_key(65537, 2048).public_key()
    pem = key.public_bytes(Encoding.PEM, form).decode()
    assert read_key(pem, "museum").public_numbers() == key.public_numbers()


def test_another_secret_is_refused_without_being_shown() -> None:
    """What is no RSA public key stops the start; the sentence names the source and shows nothing of the secret."""
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    for secret in ("hunter2", "", other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()):
        with pytest.raises(ValueError, match=r"^the api_secret of museum is no RSA public key in PEM$") as caught:
            read_key(secret, "museum")
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
