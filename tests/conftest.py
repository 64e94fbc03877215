"""What holds for every test."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.kept_secret import SECRETS

# How long an example takes is the machine's matter; what is promised is never a time.
settings.register_profile("foyer", deadline=None)
settings.load_profile("foyer")

SECRETS.listen()


@pytest.fixture(autouse=True)
def _nothing_leaks() -> Iterator[None]:
    """Fail a test in which a credential was seen where none may be."""
    SECRETS.leaks.clear()
    yield
    leaks, SECRETS.leaks = SECRETS.leaks, []
    assert not leaks
