"""What a case says of its problem, and which of it is telling."""

from ..cases.models import Case
from ..catalog.loading import catalogue


def said_of(case: Case) -> str:
    product = catalogue().products.get(case.product or "")
    return "\n".join([case.title, case.description, *case.error_codes, product.name if product else ""])


def is_telling(code: str) -> bool:
    """More than a plain HTTP status, which means a hundred things."""
    return len(code.removeprefix("HTTP ")) > len("403")
