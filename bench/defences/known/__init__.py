"""Every defence that is known to have a guard."""

from ..defence import Defence
from .boundaries import BOUNDARIES
from .door import DOOR
from .once import ONCE
from .outside import OUTSIDE
from .searching import SEARCHING
from .server import SERVER
from .texts import TEXTS

KNOWN: tuple[Defence, ...] = (*DOOR, *SERVER, *TEXTS, *OUTSIDE, *BOUNDARIES, *SEARCHING, *ONCE)
