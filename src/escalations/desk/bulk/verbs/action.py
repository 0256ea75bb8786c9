"""What all verbs have in common that can be done to many cases at once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ....cases.models import Case
from ....people.models import Person
from ....platform.db import Session


@dataclass(frozen=True)
class Effect:
    """`says` what is different then; `before` is what the undoing needs to know."""

    says: str
    before: dict[str, Any] = field(default_factory=dict)


Does = Callable[[Session, Case, Any, Person], Awaitable[Effect | None]]
"""None where it is so already. What must not be is raised as everywhere."""
Undoes = Callable[[Session, Case, dict[str, Any], Person, str], Awaitable[None]]
"""Refuses where the case is no longer what the verb made of it. The last is the reason to be told."""


@dataclass(frozen=True)
class Action:
    """`phrase` names it in the palette, `done` is the participle, `key` what one presses on a list. Without `undoes` there is no way back."""

    name: str
    words: str
    phrase: str
    done: str
    key: str
    icon: str
    form: type[BaseModel]
    does: Does
    undoes: Undoes | None = None
