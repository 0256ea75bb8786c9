"""The reply gate: no text reaches a customer unchecked. Pure; errors block, warnings need a reason from the writer."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..platform.time import now
from .promises import Promised, promises_in

HOUSE_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Finding:
    """`quote` is the place in the text, `fix` what to do about it, `promised` what the text promises without a clock."""

    rule: str
    blocks: bool
    quote: str
    says: str
    fix: str
    promised: tuple[Promised, ...] = ()


@dataclass(frozen=True)
class ReplyContext:
    """What the gate needs to know: the case's internal notes, other customers' names, the newest customer message, when and where
    the writer is, and the moments for which clocks will be started."""

    notes: tuple[str, ...] = ()
    other_customers: tuple[str, ...] = ()
    newest_customer_entry: int | None = None
    last_seen: int | None = None
    has_recipient: bool = True
    at: datetime = field(default_factory=now)
    zone: ZoneInfo = HOUSE_ZONE
    kept: tuple[datetime, ...] = ()


_SECRETS = {
    "a storage account key": re.compile(r"(?i)AccountKey=[A-Za-z0-9+/=]{20,}"),
    "a connection string": re.compile(r"(?i)\b(?:password|pwd|sharedaccesskey)\s*=\s*[^\s;\"']{6,}"),
    "a shared access signature": re.compile(r"(?i)[?&]sig=[A-Za-z0-9%+/=]{20,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a bearer token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*"),
    "a client secret": re.compile(r"(?i)client[_ -]?secret\W{1,5}[A-Za-z0-9~._-]{20,}"),
}
SLACK = timedelta(minutes=1)
_SENTENCE = re.compile(r"[^.!?\n]{40,}")


def check_reply(body: str, context: ReplyContext) -> list[Finding]:
    """Findings in the order in which a writer should mend them: what blocks first."""
    found = [
        *_recipient(context),
        *_secrets(body),
        *_internal(body, context),
        *_others(body, context),
        *_newer(context),
        *_promises(body, context),
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def _recipient(context: ReplyContext) -> Iterable[Finding]:
    if not context.has_recipient:
        yield Finding(
            "recipient", True, "", "This case has no contact to write to.", "Choose a contact of the customer first."
        )


def secrets_in(text: str) -> Iterable[tuple[str, re.Match[str]]]:
    """What each looks like, and where it stands."""
    for what, pattern in _SECRETS.items():
        for match in pattern.finditer(text):
            yield what, match


def _secrets(body: str) -> Iterable[Finding]:
    for what, match in secrets_in(body):
        yield Finding(
            "secret",
            True,
            _short(match.group()),
            f"This looks like {what}.",
            "Remove it. If the customer sent it, ask them to replace it.",
        )


def _internal(body: str, context: ReplyContext) -> Iterable[Finding]:
    said = _plain(body)
    for note in context.notes:
        for sentence in _SENTENCE.findall(note):
            if _plain(sentence) in said:
                yield Finding(
                    "internal",
                    True,
                    _short(sentence.strip()),
                    "This sentence stands in an internal note.",
                    "Say it in words meant for the customer.",
                )


def _others(body: str, context: ReplyContext) -> Iterable[Finding]:
    for name in context.other_customers:
        if len(name) >= 4 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", body, re.IGNORECASE):
            yield Finding("other customer", True, name, f"{name} is another customer.", "Remove the name.")


def _newer(context: ReplyContext) -> Iterable[Finding]:
    newest, seen = context.newest_customer_entry, context.last_seen
    if newest is not None and seen is not None and newest > seen:
        yield Finding(
            "newer message",
            False,
            "",
            "The customer wrote again after you began.",
            "Read the new message, then send again.",
        )


def _promises(body: str, context: ReplyContext) -> Iterable[Finding]:
    """A moment without a clock, or one that comes before every clock that was given for it."""
    promised = promises_in(body, context.at, context.zone)
    if not context.kept:
        yield from _unkept(promised)
        return
    sooner = [one for one in promised if one.sure and one.at + SLACK < min(context.kept)]
    if sooner:
        says = f"The text promises {_in_utc(sooner[0])}, the next update is given later."
        yield _promise(says, "Confirm the time of the text, or change the text.", sooner)


def _unkept(promised: list[Promised]) -> Iterable[Finding]:
    if promised:
        says = "promises" if any(one.sure for one in promised) else "seems to promise"
        first = next((one for one in promised if one.sure), promised[0])
        fix = f"Confirm the next update, {_in_utc(first)}, or say why none is needed."
        zone = "" if first.zoned else f" For the customer write the zone as well: {first.at:%H:%M} UTC."
        yield _promise(f"This {says} a time, and no clock keeps it.", fix + zone, promised)


def _promise(says: str, fix: str, promised: list[Promised]) -> Finding:
    return Finding("promise", False, promised[0].words, says, fix, tuple(promised))


def _in_utc(promised: Promised) -> str:
    return f"{promised.at.astimezone(UTC):%-d %b %H:%M} UTC"


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
