"""To whom it goes: nobody, somebody who left, somebody else's contact, an address that no colleague of theirs has. Pure."""

from collections.abc import Iterator

from .context import Recipient, ReplyContext
from .finding import Finding, Remedy


def find_recipients(_text: str, context: ReplyContext) -> Iterator[Finding]:
    if not context.recipients:
        yield _found(context, True, "This case has no contact to write to.", "Choose a contact of the customer first.")
    for one in context.recipients:
        yield from _about(one, context)


def _about(one: Recipient, context: ReplyContext) -> Iterator[Finding]:
    who, customer = one.name or one.address, context.customer or "the customer"
    if not one.is_theirs:
        yield _found(
            context, True, f"{who} is not on the contact list of {customer}.", "Add them, or choose another contact."
        )
    elif one.has_left:
        yield _found(context, True, f"{who} has left {customer}.", "Choose somebody who is there.")
    elif not one.known_domain:
        domain = one.address.rpartition("@")[2]
        yield _found(
            context,
            False,
            f"Nobody else of {customer} has an address at {domain}.",
            "Make sure that it is theirs, and say how.",
        )


def _found(context: ReplyContext, blocks: bool, says: str, fix: str) -> Finding:
    remedies = (Remedy("go", "See their contacts", url=context.contacts_url),) if context.contacts_url else ()
    return Finding("recipient", blocks, "", says, fix, remedies=remedies)
