"""What an article cannot say."""

from ..catalog.loading import catalogue
from ..platform.errors import Refused
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
