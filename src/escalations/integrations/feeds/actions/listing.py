"""The subscriptions and accounts that a vendor names as hit stand on our incident's list."""

from collections.abc import Iterator
from contextlib import suppress

from ....incidents.actions import list_subscriptions
from ....incidents.actions.listing import MOST, codes_in
from ....incidents.models import Incident
from ....platform.db import Session
from ..actor import FeedActor
from ..models import Feed, VendorIncident

_LISTED = "accounts"


async def list_accounts(db: Session, feed: Feed, told: VendorIncident, incident: Incident) -> None:
    """Each once, when it is first told: what a person took off the list is not put there again."""
    before = told.told.get(_LISTED, [])
    codes = [code for code in dict.fromkeys(_codes(told)) if code not in before][:MOST]
    if codes:
        await list_subscriptions(db, incident, codes, by=FeedActor.of(feed))
        told.told = told.told | {_LISTED: [*before, *codes]}


def _codes(told: VendorIncident) -> Iterator[str]:
    for name in told.accounts:
        with suppress(ValueError):
            yield from codes_in(name)
