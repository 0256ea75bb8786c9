"""Why an escalation cannot go to a group right now, in words for the button. Pure."""

from ...cases.models import Case
from ...catalog import catalogue
from ...catalog.models import ProductGroup
from ..models import Escalation


def why_not(case: Case, group: ProductGroup, standing: Escalation | None) -> str:
    """Empty when it can. What the group still needs to know is the gate's to say."""
    if not case.is_open:
        return f"{case.ref} is closed. Reopen it to escalate it."
    if why := why_not_to(case.boundary, group):
        return why
    if standing is not None:
        return f"{standing.ref} is already with {group.name}, {standing.state_in_words}. Add what is new as a comment there."
    return ""


def why_not_to(boundary: str, group: ProductGroup) -> str:
    if not group.enrolled:
        return f"{group.name} does not take escalations here. {group.instead}".strip()
    if boundary not in group.boundaries:
        cloud = catalogue().boundaries.get(boundary)
        return f"{group.name} has nobody on duty for {cloud.name if cloud else boundary}. Ask the duty lead for a way around."
    return ""


def not_the_owner(case: Case, group: ProductGroup) -> str:
    """Empty when the product of the case is the group's, or no product is known."""
    known = catalogue()
    product = known.products.get(case.product or "")
    if product is None or product.product_group == group.key:
        return ""
    owner = known.product_groups[product.product_group].name
    return f"{group.name} does not own {product.name}: {owner} does."
