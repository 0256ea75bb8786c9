"""Lists of which further rows come behind those that are there."""

from .pages import AnyRequest

MOST = 600


def shown_by_now(request: AnyRequest, first: int) -> int:
    """How many rows a live page has by now, which its next answer keeps; `first` on a page that was just opened."""
    shown = request.query_params.get("shown", "")
    return min(max(int(shown), first), MOST) if shown.isascii() and shown.isdecimal() and len(shown) < 5 else first
