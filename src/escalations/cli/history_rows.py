"""From a line to a past case: everybody and everything it names is found here, or it says what is not."""

from dataclasses import dataclass
from datetime import datetime

from ..cases.history import PastCase, PastMessage, facts_of_past
from ..cases.models import RESOLUTIONS
from ..catalog.loading import catalogue
from ..customers.models import Customer
from ..platform.time import now
from .history_known import Colleague, Known
from .history_lines import Line, LineProblem, Said, in_utc

KINDS = {"customer": "customer", "engineer": "reply", "note": "note"}


@dataclass(frozen=True)
class Reader:
    known: Known
    source: str

    def past_case(self, line: Line) -> PastCase:
        customer, opened_at = self._customer(line.customer), _past("opened_at", line.opened_at)
        closed_at = _past("closed_at", line.closed_at) if line.closed_at else None
        if closed_at and closed_at < opened_at:
            raise LineProblem("“closed_at” lies before “opened_at”. Correct one of them.")
        contact, zone = self._contact(line, customer)
        owner = self._owner(line, customer)
        started = _past("problem_started_at", line.problem_started_at) if line.problem_started_at else None
        facts = facts_of_past(
            customer, line.title, line.description, severity=line.severity, family=_family(line.family), product=_product(line.product),
            region=_region(line.region, customer), codes=tuple(dict.fromkeys(line.error_codes)), language=line.language, opened_at=opened_at,
            covered_at=opened_at if closed_at else now(), problem_started_at=started,
        )  # fmt: skip
        return PastCase(
            key=line.key, external_key=f"{self.source}:{line.key}", customer=customer, contact_id=contact, zone=zone, title=line.title,
            description=line.description or line.title, facts=facts, resources=tuple(line.resources), owner_id=owner.id if owner else None,
            owner_name=owner.name if owner else "", opened_at=opened_at, closed_at=closed_at, resolution=_resolution(line), note=line.note,
            messages=self._messages(line, customer, opened_at, closed_at),
        )  # fmt: skip

    def _customer(self, name: str) -> Customer:
        found = self.known.customers.get(name.strip().casefold(), [])
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{one.ref} in {one.boundary}" for one in found)
            raise LineProblem(f"Several customers are named {name}: {several}. Write the number instead.")
        raise LineProblem(f"There is no customer {name}. Add the customer first, or correct the name.")

    def _contact(self, line: Line, customer: Customer) -> tuple[int | None, str]:
        found = self.known.contacts.get((customer.id, line.contact.strip().lower()))
        if found:
            return found
        if line.contact and line.closed_at is None:
            raise LineProblem(
                f"{customer.ref} has no contact {line.contact}, and replies on an open case go there. Add the contact first."
            )
        return None, "UTC"

    def _owner(self, line: Line, customer: Customer) -> Colleague | None:
        """Of an open case only somebody who may have it; otherwise it waits in its queue."""
        owner = self.known.people.get((line.owner or "").strip().lower())
        return owner if owner and (line.closed_at or customer.boundary in owner.boundaries) else None

    def _messages(
        self, line: Line, customer: Customer, opened_at: datetime, closed_at: datetime | None
    ) -> tuple[PastMessage, ...]:
        told = [self._message(said, customer, f"messages[{n}]") for n, said in enumerate(line.messages)]
        if any(one.at < opened_at for one in told):
            raise LineProblem("A message was written before the case was opened. Correct its time, or “opened_at”.")
        return tuple(sorted(told, key=lambda one: one.at))

    def _message(self, said: Said, customer: Customer, where: str) -> PastMessage:
        at, address = _past(f"{where}.at", said.at), said.author.strip().lower()
        if said.by == "customer":
            contact = self.known.contacts.get((customer.id, address))
            return PastMessage(
                kind="customer",
                at=at,
                body=said.text,
                contact_id=contact[0] if contact else None,
                author_name="" if contact else said.author,
            )
        author = self.known.people.get(address)
        if author is None and not said.author.strip():
            raise LineProblem(f"“{where}”: {said.by} has no author. Write an e-mail address or a name.")
        name = author.name if author else said.author.strip()
        return PastMessage(
            kind=KINDS[said.by], at=at, body=said.text, author_id=author.id if author else None, author_name=name
        )


def _past(field: str, moment: datetime) -> datetime:
    at = in_utc(moment)
    if at > now():
        raise LineProblem(f"“{field}”: {at:%Y-%m-%d %H:%M} UTC lies in the future. History is what was.")
    return at


def _resolution(line: Line) -> str:
    if line.closed_at is None:
        if line.resolution:
            raise LineProblem(
                "“resolution” is given, but not “closed_at”. Give both for a closed case, neither for an open one."
            )
        return ""
    if line.resolution not in RESOLUTIONS:
        raise LineProblem(
            f"“resolution” of a closed case must be one of {', '.join(RESOLUTIONS)}; it is {line.resolution or 'missing'}."
        )
    return line.resolution


def _product(told: str | None) -> str | None:
    product = (catalogue().products.get(told) or catalogue().product_named(told)) if told else None
    if told and product is None:
        raise LineProblem(
            f"“product”: {told} is not in the catalogue. Use its key or one of its names, or leave it out."
        )
    return product.key if product else None


def _family(told: str | None) -> str | None:
    if told and told not in catalogue().families:
        raise LineProblem(f"“family”: there is no {told}. Known are: {', '.join(catalogue().families)}.")
    return told or None


def _region(told: str | None, customer: Customer) -> str | None:
    region = (catalogue().regions.get(told) or catalogue().region_named(told)) if told else None
    if told and (region is None or region.boundary != customer.boundary):
        raise LineProblem(f"“region”: there is no {told} in {customer.boundary}. Correct it, or leave it out.")
    return region.key if region else None
