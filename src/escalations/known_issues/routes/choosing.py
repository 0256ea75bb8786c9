"""What the forms of an article let one choose from."""

from typing import Any

from ...catalog.loading import catalogue
from ..models import AUDIENCES, STATES
from ..sections import sections_of


def form_choices(body: str) -> dict[str, Any]:
    """`body` is the text that is there, to be shown as the answers to its questions."""
    return {
        "sections": sections_of(body),
        "findings": [],
        "families": [(family.key, family.name) for family in catalogue().families.values()],
        "states": list(STATES.items()),
        "audiences": list(AUDIENCES.items()),
    }
