"""What a source gives whose vendor calls by itself when something changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from loaders.inquiry import Inquiry
from loaders.writing.word import Change


class Webhooks(Protocol):
    """Knows a vendor's own calls from others', and reads them."""

    def genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether a call is the vendor's: its signature is compared in constant time.

        Args:
            headers: the call's, found whatever their case.
            body: its body, to the byte.

        """

    def ours(self, headers: Mapping[str, str]) -> bool:
        """Tell whether what a call tells of is what this source reads, and not the vendor's test environment."""

    async def told(self, body: bytes, at: float, inquiry: Inquiry) -> Sequence[Change]:
        """Read what a call tells of. What cannot be told apart is anything of the source: its own reference.

        The vendor may be asked, after what was kept is dropped, which thing is meant.

        Args:
            body: the call's.
            at: when it came, in seconds since 1970.
            inquiry: the time there is.

        """


@runtime_checkable
class Tells(Protocol):
    """A source whose vendor may tell of changes."""

    @property
    def webhooks(self) -> Webhooks | None:
        """What reads its calls; None where nothing is configured to know them by."""
