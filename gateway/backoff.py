"""How long the place of a process that ended stays empty, so that one that crashes as it starts does not spin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STEADY_SECONDS: Final = 10.0
"""A process that answered for so long did not end because of how it starts."""

LONGEST_SECONDS: Final = 30.0


@dataclass(slots=True)
class Backoff:
    """None at first, then a second, two, four …, up to half a minute; a steady process begins anew."""

    ended: int = 0
    """Processes that ended here in a row without having been steady."""

    def wait(self, answered: float) -> float:
        """Tell how many seconds to wait after the end of a process that answered for so many seconds."""
        if answered >= STEADY_SECONDS:
            self.ended = 0
        self.ended += 1
        return 0.0 if self.ended == 1 else min(LONGEST_SECONDS, 2.0 ** (min(self.ended, 10) - 2))
