"""Pages and API of cases."""

from . import (
    answering,
    api,
    api_gate,
    api_ownership,
    api_time,
    assessing,
    assigning,
    attaching,
    closing,
    drafting,
    explaining,
    linking,
    mending,
    opening,
    preparing,
    promising,
    showing,
    swarming,
    timekeeping,
    transferring,
    verdicts,
    waiting,
)

_PARTS = (
    opening, showing, explaining, answering, drafting, mending, verdicts, promising, preparing, timekeeping, assigning, transferring, swarming, assessing, waiting, closing, linking, attaching, api, api_gate, api_ownership, api_time,
)  # fmt: skip
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
