"""What live pages are told at a commit: that something changed, and where."""

from collections.abc import Iterable, Mapping

import msgspec

from .flushing import Write

_MOST = 100
"""Names in one notification, which carries 8000 bytes at most."""
_RING = "SELECT 1 AS told FROM unnest($1::text[]) p WHERE pg_notify('live', p) IS NOT NULL"


def rung(topics: Mapping[str | None, Iterable[str]]) -> list[Write]:
    """Goes with what is written last. By boundary, the topics that changed."""
    parts = [(boundary, part) for boundary, names in topics.items() for part in _parts(sorted(names))]
    told = [msgspec.json.encode({"b": boundary, "t": part}).decode() for boundary, part in parts]
    return [Write(_RING, (told,))] if told else []


def _parts(names: list[str]) -> list[list[str]]:
    return [names[start : start + _MOST] for start in range(0, len(names), _MOST)]
