"""Pages and API of rapid response."""

from . import (
    acknowledging,
    api,
    api_engagements,
    api_handovers,
    board,
    engaging,
    gathering,
    handing_over,
    joining,
    planning,
    promising,
    serving,
    showing,
    silence,
    standing_down,
    summarizing,
)

_PARTS = (
    board, showing, engaging, serving, joining, planning, promising, summarizing, gathering, standing_down, handing_over, acknowledging,
    silence, api, api_engagements, api_handovers,
)  # fmt: skip
HANDLERS = [handler for part in _PARTS for handler in part.HANDLERS]
