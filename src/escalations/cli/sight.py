"""The sight of commands: every boundary of the catalogue."""

from ..catalog.loading import catalogue
from ..platform.db import Scope


def everywhere() -> Scope:
    return Scope.system(*catalogue().boundaries)
