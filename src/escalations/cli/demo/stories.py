"""What a case of the demo world is going to be: who, what, where, when, and everything that will be said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import select

from ...cases.actions import NewCase
from ...catalog.loading import catalogue
from ...customers.models import Contact, Customer, Subscription
from ...platform.db import Session
from .content import Blanks, content, product_key, resource_name


@dataclass(frozen=True)
class Account:
    """A customer with what its stories need."""

    customer: Customer
    contacts: list[Contact]
    subscriptions: list[Subscription]


async def accounts_of(db: Session) -> list[Account]:
    contacts: dict[int, list[Contact]] = {}
    for contact in (await db.exec(select(Contact).order_by(Contact.id))).all():  # type: ignore[arg-type]
        contacts.setdefault(contact.customer_id, []).append(contact)
    bought: dict[int, list[Subscription]] = {}
    for subscription in (await db.exec(select(Subscription).order_by(Subscription.id))).all():  # type: ignore[arg-type]
        bought.setdefault(subscription.customer_id, []).append(subscription)
    customers = (await db.exec(select(Customer).order_by(Customer.id))).all()  # type: ignore[arg-type]
    return [Account(customer, contacts[customer.id], bought[customer.id]) for customer in customers]


@dataclass(frozen=True)
class Turn:
    """Something said: who is customer, engineer or note; `after` is the silence before it."""

    who: str
    text: str
    after: timedelta


@dataclass(frozen=True)
class Story:
    account: Account
    contact: Contact
    new: NewCase
    opened_at: datetime
    turns: tuple[Turn, ...]
    resolution: str
    note: str
    template: dict[str, Any]


def tell(random: Random, account: Account, opened_at: datetime, template: dict[str, Any] | None = None) -> Story:
    """One story, drawn from the templates so that no two neighbours read alike."""
    template = template or random.choice(content("cases")["cases"])
    contact = random.choice(account.contacts)
    subscription = random.choice(account.subscriptions)
    region = catalogue().regions[random.choice(subscription.regions)]
    resource = resource_name(random, template["family"])
    blanks = Blanks(random, resource, region.name, subscription.name, account.customer.name, opened_at)
    claimed = random.choice(template["severity"])
    new = NewCase(
        customer_id=account.customer.id, contact_id=contact.id, subscription_id=subscription.id, region=region.key, language=contact.language,
        title=blanks.fill(random.choice(template["titles"]))[:200], description=blanks.fill(random.choice(template["descriptions"])),
        claimed=claimed, around_the_clock=claimed == "B" and random.random() < 0.15, error_codes=list(template.get("error_codes", [])), resources=[resource],
        product=product_key(template["product"]) if random.random() < 0.35 else None, channel=random.choice(("web", "web", "api", "mail")),
        problem_started_at=opened_at - timedelta(minutes=random.randint(10, 600)),
    )  # fmt: skip
    return Story(
        account,
        contact,
        new,
        opened_at,
        _turns(random, template, blanks, new.claimed),
        template["resolution"],
        blanks.fill(template["resolution_note"]),
        template,
    )


def _turns(random: Random, template: dict[str, Any], blanks: Blanks, severity: str) -> tuple[Turn, ...]:
    """The opening answer, then the template's conversation in its order, with a note somewhere in between."""
    pace = {"A": 0.25, "B": 1.0, "C": 2.5}[severity]
    opening = random.choice(content("cases")["openings_critical" if severity == "A" else "openings"])
    first = timedelta(minutes=random.lognormvariate(3.2, 0.7) * pace)
    said = {"engineer": iter(template["engineer_replies"]), "customer": iter(template["customer_replies"])}
    turns, at = [Turn("engineer", blanks.fill(opening), first)], blanks.at + first
    for who in template["order"]:
        text = next(said[who], None)
        if text is None:
            continue
        after = timedelta(hours=random.lognormvariate(0.6, 0.8) * pace)
        at += after
        turns.append(Turn(who, blanks.fill(text, at), after))
    for note in template.get("notes", [])[:1]:
        turns.insert(
            min(2, len(turns)), Turn("note", blanks.fill(note), timedelta(minutes=random.randint(5, 60) * pace))
        )
    return tuple(turns)


def working_moment(random: Random, earliest: datetime, latest: datetime) -> datetime:
    """More in the working hours of Europe and America than at night, fewer on weekends."""
    while True:
        moment = earliest + (latest - earliest) * random.random()
        weight = (1.0 if 7 <= moment.hour < 21 else 0.35) * (1.0 if moment.isoweekday() < 6 else 0.4)
        if random.random() < weight:
            return moment
