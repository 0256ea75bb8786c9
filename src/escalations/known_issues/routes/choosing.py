"""What the forms of an article let one choose from."""

from typing import Any

from ...catalog.loading import catalogue
from ..models import AUDIENCES, STATES


def form_choices() -> dict[str, Any]:
    return {
        "families": [(family.key, family.name) for family in catalogue().families.values()],
        "states": list(STATES.items()),
        "audiences": list(AUDIENCES.items()),
    }
