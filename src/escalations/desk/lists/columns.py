"""What a row of a list can show beside its title, in the order in which it is offered."""

from collections.abc import Iterable, Mapping

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


PLACE = "place-"


def columns_chosen(sent: Mapping[str, object]) -> tuple[str, ...]:
    """Of a form: those that are ticked, by the numbers beside all of them. A number that was changed goes before or behind what stood there."""
    ticked = sent.get("columns") or []
    if not ticked:
        return USUAL
    chosen = columns_of(str(one) for one in (ticked if isinstance(ticked, list) else [ticked]))
    offered = [name.removeprefix(PLACE) for name in sent if name.startswith(PLACE)]
    stood = {key: at for at, key in enumerate(offered, start=1)}
    return tuple(sorted(chosen, key=lambda key: _place(sent.get(PLACE + key), stood.get(key, 0))))


def _place(typed: object, stood: int) -> float:
    place = int(text) if (text := str(typed)).isascii() and text.isdecimal() and len(text) < 4 else stood
    return place + (0.5 if place > stood else -0.5 if place < stood else 0)
