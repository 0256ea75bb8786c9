"""Where a page of a list begins, as a word in an address: the values of the last row before it."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from ...platform.errors import NotFound
from .orders import Term


def written(values: Sequence[Any]) -> str:
    return urlsafe_b64encode(msgspec.json.encode(list(values))).decode().rstrip("=")


def read(word: str, terms: Sequence[Term]) -> list[Any]:
    """Empty for the beginning."""
    if not word:
        return []
    try:
        values: Any = msgspec.json.decode(urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return [_value(term, value) for term, value in zip(terms, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, msgspec.DecodeError) as problem:
        raise NotFound("This page of the list is not there. Go back to its beginning.") from problem


def _value(term: Term, value: Any) -> Any:
    if value is None and term.nullable:
        return None
    if term.kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        return moment
    if type(value) is not term.kind or (isinstance(value, int) and not 0 <= value < 2**63):
        raise ValueError(f"not a {term.kind.__name__}")
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no text holds that")
    return value
