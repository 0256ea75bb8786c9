"""Whether rapid response may be asked for: contract × product × situation, with the sentence that says why or why not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..cases.models import Case
from ..catalog.loading import catalogue
from ..clocks.calendars import Calendar
from ..customers.models import HOURS, Cover, Customer

SEVERITIES = ("A", "B")
"""What rapid response takes."""


@dataclass(frozen=True)
class Contract:
    """A cover with the subscriptions it is limited to; none means all of the customer's."""

    cover: Cover
    subscriptions: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Eligibility:
    ok: bool
    because: str


def eligibility(
    customer: Customer, contracts: Sequence[Contract], case: Case, calendar: Calendar, at: datetime
) -> Eligibility:
    """The first contract that carries the case, else what the best of them lacks. `calendar` are the customer's business hours."""
    if not case.is_open:
        return Eligibility(False, f"{case.ref} is closed. Reopen it first.")
    standing = [one for one in contracts if one.cover.is_active(at)]
    if not standing:
        return Eligibility(False, _uncovered(customer, contracts, at))
    verdicts = [_under(one, customer, case, calendar, at) for one in standing]
    return next((verdict for verdict in verdicts if verdict.ok), verdicts[0])


def _uncovered(customer: Customer, contracts: Sequence[Contract], at: datetime) -> str:
    if not contracts:
        return f"{customer.name} has no rapid-response cover."
    coming = [one.cover.starts_at for one in contracts if one.cover.ended_at is None and one.cover.starts_at > at]
    if coming:
        return f"The rapid-response cover of {customer.name} begins on {min(coming):%-d %B %Y}."
    last = max(min(one.cover.until, one.cover.ended_at or one.cover.until) for one in contracts)
    return f"The rapid-response cover of {customer.name} ended on {last:%-d %B %Y}."


def _under(contract: Contract, customer: Customer, case: Case, calendar: Calendar, at: datetime) -> Eligibility:
    cover = contract.cover
    under = f" under {cover.named}" if cover.contract else ""
    covered = f"{customer.name} is covered{under} until {cover.until:%-d %B %Y}"
    if cover.products and case.product not in cover.products:
        what = product_names(cover.products)
        return Eligibility(False, f"{covered}, but only for {what}; this is about {_product(case)}.")
    if contract.subscriptions and case.subscription_id not in contract.subscriptions:
        return Eligibility(False, f"{covered}, but not for the subscription of this case.")
    if case.severity not in SEVERITIES:
        return Eligibility(False, f"{covered}, but rapid response takes severity A and B and this is {case.severity}.")
    if cover.hours == "business" and not _is_open(calendar, at):
        return Eligibility(
            False, f"{covered}, but only {HOURS['business']} ({calendar.name}), and it is outside of them."
        )
    carried = f", with {_product(case)} in it" if cover.products else ""
    return Eligibility(True, f"{covered}{carried}, and this is severity {case.severity}.")


def _is_open(calendar: Calendar, at: datetime) -> bool:
    return next(calendar.windows_from(at))[0] <= at


def product_names(keys: Collection[str]) -> str:
    known = catalogue().products
    return ", ".join(known[key].name if key in known else key for key in keys)


def _product(case: Case) -> str:
    return product_names([case.product]) if case.product else "no product that is named"
