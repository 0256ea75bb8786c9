"""What a row of a list can show beside its title, in the order in which it is offered."""

from collections.abc import Iterable

COLUMNS = {
    "ref": "Number",
    "customer": "Customer",
    "product": "Product",
    "queue": "Queue",
    "region": "Region",
    "turn": "Turn",
    "owner": "Owner",
    "opened": "Opened",
    "changed": "Changed",
    "due": "Clock",
}
USUAL = ("ref", "customer", "product", "turn", "owner", "due")


def columns_of(words: Iterable[str]) -> tuple[str, ...]:
    """Those that are known, once each, in the order given; the usual ones where none is."""
    known = dict.fromkeys(part for word in words for part in word.split(",") if part in COLUMNS)
    return tuple(known) or USUAL
