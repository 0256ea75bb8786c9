"""What is ticked on the form of an incident, as somebody left it."""

from collections.abc import Iterable
from typing import Any

from ..platform.web import Form
from .choices import family_options, product_options, region_options


def ticks(boundaries: Iterable[str], was: Any, form: Form[Any] | None) -> dict[str, Any]:
    """As typed where a form comes back, else as it `was` on the account or incident."""
    ticked = {
        part: form.typed.get(part, []) if form else getattr(was, part) for part in ("families", "products", "regions")
    }
    return {
        "families": family_options(ticked["families"]),
        "products": product_options(ticked["products"]),
        "regions": region_options(boundaries, ticked["regions"]),
    }
