"""What a field of a form may hold."""

import re
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field


def one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("Write a time zone by its name, such as Europe/Berlin.")
    return name


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+", text):
        raise ValueError("Write one e-mail address, such as mira@contoso.example.")
    return text.lower()


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", text):
        raise ValueError(f"“{text[:60]}” is no key. Keys are lower case and without spaces, such as westeurope.")
    return text


def _keys(text: object) -> object:
    """Typed keys stand apart by commas, spaces or lines."""
    return re.split(r"[\s,;]+", text.strip(" ,;\r\n")) if isinstance(text, str) else text


Line = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=200)]
OptionalLine = Annotated[str, BeforeValidator(one_line), Field(max_length=200)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Address = Annotated[str, BeforeValidator(one_line), Field(max_length=254), AfterValidator(_address)]
Key = Annotated[str, AfterValidator(_key)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_keys), Field(max_length=100)]
