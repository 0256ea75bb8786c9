"""What an article cannot say."""

from typing import Any

from ..catalog.loading import catalogue
from ..platform.errors import Refused
from .accounts import Account


def refuse_impossible(account: Account) -> None:
    known: dict[str, Any] = dict(catalogue().families)
    if account.family not in known:
        raise Refused(f"There is no family {account.family}. Choose one of: {', '.join(known)}.")
    if account.state == "fixed" and not account.fixed_in:
        raise Refused("Say in which release or update it is fixed.")
