"""What a thing can be filtered by, as words of its document: `family:storage`, `sev:A`, `customer:7`."""

import re
from collections.abc import Iterable
from functools import lru_cache

_UNFIT = re.compile(r"[^\w.-]+")


@lru_cache(maxsize=16_384)
def fact(name: str, value: object) -> str:
    """One spelling where it is put and where it is asked for; a value can carry nothing that would end its quotes."""
    return f"{name}:{_UNFIT.sub('_', str(value))}"


def facts_of(name: str, values: Iterable[object]) -> tuple[str, ...]:
    """Of each value that there is."""
    return tuple(fact(name, value) for value in values if value is not None and value != "")
