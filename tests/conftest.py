"""What holds for every test."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.kept_secret import SECRETS

# How long an example takes is the machine's matter; what is promised is never a time.
settings.register_profile("foyer", deadline=None)
settings.load_profile("foyer")

SECRETS.listen()


@pytest.fixture(autouse=True)
def _nothing_leaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which a credential was seen where none may be.

    The log tells everything meanwhile; a test sees of it what matters, unless it wants more.
    """
    caplog.handler.setLevel(logging.WARNING)
    SECRETS.leaks.clear()
    yield
    leaks, SECRETS.leaks = SECRETS.leaks, []
    assert not leaks
