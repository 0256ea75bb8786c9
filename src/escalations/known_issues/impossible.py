"""What an article cannot say."""

from datetime import timedelta

from ..catalog.loading import catalogue
from ..platform.errors import Refused
from ..platform.time import now
from .accounts import Account
from .predicates import BadPredicate, checked_predicate


class BadMatch(Refused):
    """Its predicate cannot be read, or no case can be like that."""


def refuse_impossible(account: Account, boundary: str) -> None:
    known = catalogue().families
    if account.family not in known:
        raise Refused(f"There is no family {account.family}. Choose one of: {', '.join(known)}.")
    if account.state == "fixed" and not account.fixed_in:
        raise Refused("Say in which release or update it is fixed.")
    if account.match:
        try:
            checked_predicate(account.match, boundary)
        except BadPredicate as wrong:
            raise BadMatch(f"{str(wrong)[:1].upper()}{str(wrong)[1:]}") from wrong


def refuse_past_fix(account: Account) -> None:
    """A day on which a fix is expected lies ahead when it is named; a day of grace, since it is a day of the writer's zone."""
    expected = account.fix_eta if account.state == "fix_in_progress" else None
    if expected is not None and expected < (now() - timedelta(days=1)).date():
        raise Refused(f"{expected:%-d %b %Y} is over. Name a day to come, or none while nobody knows.")
