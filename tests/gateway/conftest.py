"""What tests of the door share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from gateway.graphiql import page as graphiql
from tests import chromium


@pytest.fixture
async def browser() -> AsyncIterator[chromium.Page]:
    """Give the page of a fresh browser; where there is none, or no page to show in it, the reason."""
    if not chromium.BINARY.exists():
        pytest.skip(f"{chromium.BINARY} is absent: install Debian's package chromium")
    if not graphiql.is_built():
        pytest.skip("GraphiQL is not built: run `make graphiql`")
    async with chromium.launch() as page:
        yield page
