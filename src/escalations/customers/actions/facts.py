"""What is said of a customer or a contact, and how it differs from what is stored."""

from dataclasses import asdict, dataclass

from ..models import Contact, Customer


@dataclass(frozen=True, kw_only=True)
class CustomerFacts:
    name: str
    industry: str = ""
    plan: str = "standard"


@dataclass(frozen=True, kw_only=True)
class ContactFacts:
    """`email` in lower case, as addresses are compared."""

    name: str
    email: str
    title: str = ""
    time_zone: str = "UTC"
    language: str = "en"


def differing(row: Customer | Contact, facts: CustomerFacts | ContactFacts) -> dict[str, str]:
    return {field: value for field, value in asdict(facts).items() if getattr(row, field) != value}


def put(row: Customer | Contact, values: dict[str, str]) -> None:
    for field, value in values.items():
        setattr(row, field, value)
