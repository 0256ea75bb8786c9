"""What the gate has to know beside the text. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from ...platform.time import now

HOUSE_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class InternalText:
    """Something that was written for ourselves. `where` ends the sentence "This stands in …"."""

    text: str
    where: str = "an internal note"


@dataclass(frozen=True)
class Stranger:
    """Another customer, by what betrays them: a `name`, a `domain` of theirs or a `code` of a subscription."""

    kind: str
    what: str
    name: str


@dataclass(frozen=True)
class Newer:
    """Said to or by the customer after the writer began."""

    entry_id: int
    who: str
    by_customer: bool = True


@dataclass(frozen=True)
class Recipient:
    """`is_theirs`: on the contact list of the customer. `known_domain`: others of that list have addresses there too."""

    address: str
    name: str = ""
    is_theirs: bool = True
    has_left: bool = False
    known_domain: bool = True


@dataclass(frozen=True)
class OutgoingFile:
    """A file that the text speaks of: its name and the beginning of what it says, empty where it is no text."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class ReplyContext:
    """`said` is what customer and we told each other already, `ids` what is known as the customer's; `boundary` that of the case.

    `at` and `zone` are when and where the writer is, `kept` the moments for which clocks will be started.
    """

    recipients: tuple[Recipient, ...] = (Recipient(""),)
    customer: str = ""
    boundary: str = "public"
    internal: tuple[InternalText, ...] = ()
    said: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    strangers: tuple[Stranger, ...] = ()
    colleagues: frozenset[str] = frozenset()
    our_hosts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    newer: tuple[Newer, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    internal_files: tuple[str, ...] = ()
    contacts_url: str = ""
    at: datetime = field(default_factory=now)
    zone: ZoneInfo = HOUSE_ZONE
    kept: tuple[datetime, ...] = ()
