"""An installation's people and customers, from files that come in whole or not at all."""

from .customers import customers_command
from .people import people_command

__all__ = ["customers_command", "people_command"]
