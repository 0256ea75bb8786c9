"""What a field of a form may hold."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field


def one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


def _plain(text: object) -> object:
    """Browsers send line ends of their own, which would look like a change."""
    return text.replace("\r\n", "\n").strip() if isinstance(text, str) else text


def case_ref(text: str) -> str:
    if not re.fullmatch(r"[Cc]-\d{1,18}", text):
        raise ValueError("Write the case's number, such as C-123.")
    return text.upper()


def incident_ref(text: str) -> str:
    if not re.fullmatch(r"[Ii]-\d{1,18}", text):
        raise ValueError("Write the incident's number, such as I-12.")
    return text.upper()


Line = Annotated[str, Field(min_length=5, max_length=200), BeforeValidator(one_line)]
Text = Annotated[str, Field(min_length=5, max_length=8000), BeforeValidator(_plain)]
Reason = Annotated[str, Field(min_length=3, max_length=300), BeforeValidator(one_line)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Keys = Annotated[list[Key], Field(max_length=200)]
