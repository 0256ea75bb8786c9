"""`escalations import customers`: whom we work for, their contacts, subscriptions and cover, from a file."""

import asyncio
from typing import Any

import click

from ...catalog.loading import catalogue
from ...customers.actions import (
    ContactFacts,
    CoverTerms,
    CustomerFacts,
    add_contact,
    add_customer,
    add_subscription,
    grant_cover,
    revise_contact,
    revise_customer,
    revise_handling_notes,
)
from ...customers.models import Customer
from ...customers.queries import contact_with_email, covers_of, customer_named
from ...platform.db import Session
from ...platform.events import SYSTEM
from ..case_files import Row
from ..connecting import connected
from .asking import asked_of_a_file
from .cells import end_of, end_of_next_year, read_row
from .customer_rows import CustomerRow
from .whole import Outcome, each_row, tell


def example() -> str:
    """Of this installation's own boundaries and regions."""
    boundaries = list(catalogue().boundaries)
    home, other = boundaries[0], boundaries[-1]
    region = next((key for key, _ in catalogue().region_names(home)), "")
    return f"""\
name,boundary,plan,industry,contact_email,contact_name,contact_time_zone,contact_language,subscription,subscription_name,regions,contract,cover_until,cover_hours
Harbour Foods,{home},unified,Food,mira@harbour.example,Mira Lindt,Europe/Berlin,de,hf-prod,Production,{region},HF-1,{end_of_next_year()},always
Harbour Foods,{home},,,jonas@harbour.example,Jonas Roth,Europe/Berlin,de,,,,,,
Nordwind Energie,{other},prodirect,Energy,ops@nordwind.example,Operations,Europe/Berlin,de,,,,,,
"""


@click.command("customers")
@asked_of_a_file(CustomerRow, example)
def customers_command(rows: list[Row], dry_run: bool, as_json: bool, **told: Any) -> None:
    """Add the customers in FILE (.csv or .jsonl, UTF-8), and what it says of those that are here.

    \b
    Columns (only the first is needed):
      name, boundary              one customer is one name in one boundary; public without one
      plan, industry              developer, standard, prodirect, premier or unified
      handling_notes              how they want to be treated
      contact_email, contact_name, contact_title, contact_time_zone, contact_language
      subscription, subscription_name, regions, services
      contract, cover_until       rapid response covers them to the end of that day (UTC)
      cover_hours                 always or business

    A row adds one contact and one subscription; write more rows of the customer for more. An empty cell changes nothing. All come in,
    or none: each row that cannot is told with its reason. The same file again changes nothing.

    \b
    Example:
      escalations import customers --example > customers.csv
      escalations import customers customers.csv --dry-run
      escalations import customers customers.csv

    Exit code 0: all are in, 1: some rows could not, so none is, 2: it was asked wrongly.
    """
    tell(asyncio.run(_run(rows, dry_run)), dry_run=dry_run, as_json=as_json)


async def _run(rows: list[Row], dry_run: bool) -> Outcome:
    async with connected():
        return await each_row(rows, _take, dry_run=dry_run)


async def _take(db: Session, row: Row) -> bool:
    told = read_row(row, CustomerRow)
    there = await customer_named(db, told.boundary, told.name)
    facts = _said(told, CustomerFacts, "", name=told.name)
    customer = there or await add_customer(db, facts, told.boundary, by=SYSTEM)
    if there is not None:
        facts = _said(told, CustomerFacts, "", **_facts(there, CustomerFacts))
        await revise_customer(db, there, facts, version=there.version, by=SYSTEM)
    if told.handling_notes:
        await revise_handling_notes(db, customer, told.handling_notes, version=customer.version, by=SYSTEM)
    await _contact(db, customer, told)
    await _subscription(db, customer, told)
    await _cover(db, customer, told)
    return there is None


async def _contact(db: Session, customer: Customer, told: CustomerRow) -> None:
    if told.contact_email is None:
        return
    there = await contact_with_email(db, customer, told.contact_email)
    if there is None or there.left_at is not None:
        usual = {"name": told.contact_email, "email": told.contact_email}
        await add_contact(db, customer, _said(told, ContactFacts, "contact_", **usual), by=SYSTEM)
    else:
        facts = _said(told, ContactFacts, "contact_", **_facts(there, ContactFacts))
        await revise_contact(db, customer, there, facts, version=there.version, by=SYSTEM)


async def _subscription(db: Session, customer: Customer, told: CustomerRow) -> None:
    if told.subscription is not None:
        name = told.subscription_name or told.subscription
        await add_subscription(
            db, customer, told.subscription, name, regions=told.regions, services=told.services, by=SYSTEM
        )


async def _cover(db: Session, customer: Customer, told: CustomerRow) -> None:
    """What the contract is limited to stays so."""
    if told.cover_until is None:
        return
    contract = told.contract or ""
    standing = [
        (one, ids) for one, ids in await covers_of(db, customer) if one.contract == contract and not one.ended_at
    ]
    hours, products, limited = (
        (standing[0][0].hours, standing[0][0].products, standing[0][1]) if standing else ("always", [], [])
    )
    terms = CoverTerms(contract, told.cover_hours or hours, products, limited)
    await grant_cover(db, customer, end_of(told.cover_until), terms, by=SYSTEM)


def _said(told: CustomerRow, kind: Any, prefix: str, **usual: str) -> Any:
    """What the row says, over what is usual or already so."""
    said = {name: getattr(told, prefix + name, None) for name in kind.__dataclass_fields__}
    return kind(**usual | {name: value for name, value in said.items() if value is not None})


def _facts(row: Any, kind: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in kind.__dataclass_fields__}
