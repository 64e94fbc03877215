"""What a fault says of the change that met it: that it surely did not happen, or nothing. Pure, but for the log."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb
from typing import Final

from loaders.errors import (
    BadInput,
    CredentialsRefused,
    FoyerError,
    InputRejected,
    NotThere,
    RateLimited,
    Refused,
    Unsupported,
    VendorFault,
)

LOG: Final = logging.getLogger("foyer")

WENT_WRONG: Final = (InputRejected, CredentialsRefused, NotThere, RateLimited)
"""Faults that are the vendor's word that nothing was done."""

NOT_SENT: Final = (Refused, BadInput, Unsupported)
"""Faults that keep a change from being sent."""


def did_not_happen(fault: Exception) -> bool:
    """Tell whether a fault leaves no doubt that nothing was changed; a fault of the gateway's own always does."""
    if isinstance(fault, VendorFault):
        return not fault.reached or isinstance(fault, WENT_WRONG)
    return isinstance(fault, NOT_SENT)


def note(fault: Exception) -> None:
    """Log a fault that nobody expects: where it happened, not what it held."""
    if not isinstance(fault, FoyerError):
        at = extract_tb(fault.__traceback__)[-1]
        place = f"{Path(at.filename).name}:{at.lineno}"
        LOG.error("a change failed in the gateway: %s at %s", type(fault).__name__, place)
