"""What a verb or a query may answer instead of a result. The web shell turns each into its status code."""

from typing import Protocol


class NotFound(Exception):
    """404: it does not exist, or this person may not know that it does."""


class NotAllowed(Exception):
    """403: the person can see the thing, but their role may not do this to it."""


class Refused(Exception):
    """409: the verb contradicts the state of the thing. The message says what to do instead."""


class Stale(Exception):
    """409: somebody saved the thing after this person had loaded it."""


class TooLarge(Exception):
    """413: more than is taken. The message says how much that is, and where to put it instead."""


class TooMany(Exception):
    """429: too many attempts; the message says when to try again."""


class Unusable(Exception):
    """422: a value that no form of the house sends. The message says what is taken."""


class Versioned(Protocol):
    version: int


def expect_version(row: Versioned, version: int) -> None:
    if row.version != version:
        raise Stale(f"This was changed while you were editing it (you had version {version}, it is now {row.version}).")


def id_of(ref: str, prefix: str) -> int:
    """`C-123` → 123 for prefix `C`. A ref of another form is simply not found."""
    head, dash, digits = ref.partition("-")
    if head.upper() != prefix or not dash or not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
        raise NotFound(f"There is no {ref}.")
    return int(digits)
