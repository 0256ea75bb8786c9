"""A worker as whoever watches sees it: its health and its figures, and not a page."""

from litestar import Litestar

from ..platform.live import LiveHub
from .health import live_health, ready_health
from .metrics import read_metrics


def create_watched_app() -> Litestar:
    app = Litestar(route_handlers=[live_health, ready_health, read_metrics], openapi_config=None, logging_config=None)
    app.state.hub = LiveHub()
    return app
