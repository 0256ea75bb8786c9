"""Where the time of one case went, told: whose turn it was, what every clock did and why, and which pauses want explaining."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..clocks.auditing import PauseFinding, audit, lost_minutes, pauses_in
from ..clocks.ledger import due_from_ledger
from ..clocks.policies import clock_policies
from ..clocks.readings import ClockReading, Entry
from ..platform.time import now
from .bars import Bar, Row, Scale, bar
from .clock_account import ClockAccount, account_of, cut, shut
from .models import TURNS, Case
from .queries.time import TimeRows, is_response, waits_without_question
from .turns import Stretch, hours_of, parts, shares, turns

PARTY_WORDS = {
    "us": "Us",
    "customer": "Customer",
    "product_group": "Product group",
    "third_party": "Third party",
    "out_of_hours": "Out of hours",
    "resolved": "Resolved",
}


@dataclass(frozen=True)
class Share:
    party: str
    words: str
    span: timedelta
    share: float


@dataclass(frozen=True)
class CaseAccount:
    """`shares` add up to the life of the case; `lost` are minutes that pauses kept from its clocks without right."""

    start: datetime
    end: datetime
    days: list[tuple[float, str]]
    turns: Bar
    clocks: list[ClockAccount]
    shares: list[Share]
    findings: list[PauseFinding]
    lost: int

    @property
    def life(self) -> timedelta:
        return self.end - self.start


def case_account(case: Case, rows: TimeRows, zone: ZoneInfo) -> CaseAccount:
    """Up to its closing, or to now, for a reader in a zone."""
    until = case.closed_at or max(now(), case.opened_at)
    scale, calendars = Scale(case.opened_at, until, zone), clock_policies().calendars
    readings = {id: _reading(ledger, until) for id, ledger in rows.ledgers.items()}
    stretches = turns(case.opened_at, until, rows.trail)
    response = [readings[clock.id] for clock in rows.clocks if is_response(clock)]
    divided = parts(stretches, hours_of(s for reading in response for s in reading.segments), calendars)
    begun = [_turn(stretch) for stretch in stretches]
    cuts = [row for piece in divided for row in ([shut(piece)] if piece.label == "out_of_hours" else cut(piece, begun))]
    findings = audit(
        pauses_in(rows.ledgers.values(), calendars, until), rows.spoken, calendars, waits_without_question(rows.trail)
    )
    open_first = sorted(rows.clocks, key=lambda clock: (not clock.is_open, clock.id if clock.is_open else -clock.id))
    return CaseAccount(
        start=case.opened_at, end=until, days=scale.days(), turns=bar("turns", "Whose turn", begun, cuts, scale),
        clocks=[account_of(clock, rows.ledgers[clock.id], readings[clock.id], rows.trail, scale) for clock in open_first],
        shares=list(_shares(shares(divided), until - case.opened_at)), findings=findings, lost=lost_minutes(findings),
    )  # fmt: skip


def _reading(ledger: Sequence[Entry], until: datetime) -> ClockReading:
    return due_from_ledger(ledger, clock_policies().calendars, until)


def _turn(stretch: Stretch) -> Row:
    moved = (stretch.moved.what, stretch.moved.who) if stretch.moved.what else ("the case was opened", "")
    return Row(stretch.start, stretch.end, stretch.party, TURNS.get(stretch.turn, "resolved").capitalize(), *moved)


def _shares(found: dict[str, timedelta], life: timedelta) -> Iterable[Share]:
    for party, span in found.items():
        yield Share(party, PARTY_WORDS[party], span, span / life if life else 0.0)
