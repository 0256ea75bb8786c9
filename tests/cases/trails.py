"""Events that move a turn, without a database, and random lives of a case made of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st

from escalations.cases.events import CaseClosed, CaseReopened, NoteAdded, TurnChanged, WaitEnded, WaitStarted
from escalations.cases.turns import Hours
from escalations.clocks.calendars import Calendar
from escalations.platform.events import Event
from tests.clocks.strategies import NEAR_A_CHANGE, calendars, moments

OTHERS = st.sampled_from(["customer", "product_group", "third_party"])


@dataclass(frozen=True)
class Fact:
    """A row of the trail."""

    at: datetime
    event: Event
    actor_name: str = "Ada"

    @property
    def told(self) -> str:
        return self.event.told()

    def fact(self) -> Event:
        return self.event


@dataclass(frozen=True)
class Life:
    opened_at: datetime
    until: datetime
    trail: list[Fact]
    hours: list[Hours]
    known: dict[str, Calendar]

    def pinned(self, ref: str, /) -> Calendar:
        return self.known[ref]


@st.composite
def facts(draw: st.DrawFn, at: datetime) -> Event:
    noticed_late = draw(st.integers(0, 90)) if draw(st.booleans()) else 0
    since = (at - timedelta(minutes=noticed_late)).isoformat() if noticed_late else ""
    return draw(
        st.sampled_from(
            [
                WaitStarted(on_whom=draw(OTHERS), until="later"),
                WaitEnded(on_whom=draw(OTHERS), because="they answered", since=since),
                TurnChanged(was="us", became=draw(OTHERS), why="it is theirs", since=since),
                TurnChanged(was="us", became="close_the_loop", why="solved"),
                CaseClosed(resolution="fixed"),
                CaseReopened(reason="it came back"),
                NoteAdded(entry_id=1),
            ]
        )
    )


@st.composite
def lives(draw: st.DrawFn, unit: timedelta = timedelta(minutes=1)) -> Life:
    """Moments are whole units after the opening; the calendars change on the way."""
    zone = draw(st.sampled_from(sorted(NEAR_A_CHANGE)))
    opened = draw(moments(zone))
    steps = draw(st.lists(st.integers(0, 900), max_size=7))
    at, trail = opened, []
    for step in steps:
        at += step * unit
        trail.append(Fact(at, draw(facts(at))))
    known = {name: draw(calendars(zone, key=name)) for name in ("first", "second")}
    hours = [Hours(opened, "first@1"), Hours(opened + draw(st.integers(0, 3000)) * unit, "second@1")]
    until = opened + draw(st.integers(0, 4000)) * unit
    return Life(opened, until, trail, hours[: draw(st.integers(0, 2))], {c.ref: c for c in known.values()})
