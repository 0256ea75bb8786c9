"""Pages and API of cases."""

from . import (
    answering,
    api,
    api_files,
    api_gate,
    api_helping,
    api_merging,
    api_ownership,
    api_saying,
    api_time,
    assessing,
    assigning,
    attaching,
    closing,
    drafting,
    explaining,
    helping,
    linking,
    mending,
    mentioning,
    merging,
    offering,
    opening,
    preparing,
    previewing,
    promising,
    severity,
    showing,
    splitting,
    swarming,
    timekeeping,
    transferring,
    verdicts,
    visiting,
    waiting,
)

_PARTS = (
    opening, showing, offering, explaining, answering, drafting, mending, verdicts, promising, preparing, timekeeping, assigning, transferring, swarming, assessing, severity, waiting, closing, linking, merging, splitting, helping, attaching, visiting, mentioning, previewing, api, api_saying, api_files, api_gate, api_helping, api_merging, api_ownership, api_time,
)  # fmt: skip
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
