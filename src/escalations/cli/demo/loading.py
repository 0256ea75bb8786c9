"""Loads the demo world once, with a bar that says how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import select

from ...cases.queries import as_candidate
from ...catalog.loading import catalogue
from ...clocks.sweeps import sweep_clocks
from ...people.models import Person
from ...people.queries import clearances_of, people, specialties_of
from ...platform.db import Scope, Session, transaction
from ...platform.time import now, time_at
from ...schedule import sweep_everywhere
from ..sight import everywhere
from .around import add_incidents, add_lonely_case, escalate_some
from .case_talk import talk_on_cases
from .customers import add_customers
from .desk import add_desk_life
from .feeds import add_feeds
from .history import BATCH, History
from .knowledge import add_knowledge
from .known_issues import add_known_issues, articles_by_slug, link_to_article
from .lists import add_lists
from .on_call import add_on_call
from .people import add_people
from .present import Crew, live_until_now
from .rapid_response import add_rapid_response
from .similar import compare_some
from .spikes import add_spikes
from .stories import Account, Story, accounts_of, tell, working_moment
from .together import work_together

SEED = 20261121
OPEN, CLOSED = 300, 3000


async def is_loaded() -> bool:
    async with transaction(Scope.nobody()) as db:
        return (await db.exec(select(Person.id).limit(1))).first() is not None


async def load_demo(open_cases: int = OPEN, closed_cases: int = CLOSED) -> None:
    """Deterministic by seed; dates are relative to now. Each step is a transaction, and the first one is the mark that it began."""
    random = Random(SEED)
    with _progress() as bar:
        step = bar.add_task("People and customers", total=2)
        async with transaction(everywhere()) as db:
            await add_people(db)
            bar.advance(step)
            await add_customers(db, random)
        bar.advance(step)
        step = bar.add_task("Known issues", total=1)
        await add_known_issues()
        bar.advance(step)
        await _past(bar, random, closed_cases)
        await _present(bar, random, open_cases)
        step = bar.add_task("Incidents and escalations", total=13)
        for around in (
            add_incidents,
            add_feeds,
            escalate_some,
            add_rapid_response,
            add_lonely_case,
            add_spikes,
            add_knowledge,
            compare_some,
            add_on_call,
            add_desk_life,
            work_together,
            talk_on_cases,
            add_lists,
        ):
            await around(random)
            bar.advance(step)
        await _catch_up()


async def _past(bar: Progress, random: Random, count: int) -> None:
    step = bar.add_task("Closed cases of six months", total=count)
    async with transaction(everywhere()) as db:
        told, skills, clearances = await people(db), await specialties_of(db), await clearances_of(db)
        accounts, articles = await accounts_of(db), await articles_by_slug(db)
    workers = [person for person in told if person.may("work_cases")]
    moments = sorted(
        working_moment(random, now() - timedelta(days=182), now() - timedelta(days=16)) for _ in range(count)
    )
    for start in range(0, count, BATCH):
        history = History({person.id: person for person in workers}, articles)
        async with transaction(everywhere()) as db:
            await history.reserve(db, BATCH)
            for moment in moments[start : start + BATCH]:
                with time_at(moment):
                    roster = [as_candidate(p, skills.get(p.id, {}), clearances.get(p.id, [])) for p in workers]
                history.live(_drawn(random, accounts, moment), roster)
            await history.write(db)
        bar.advance(step, len(moments[start : start + BATCH]))


async def _present(bar: Progress, random: Random, count: int) -> None:
    step = bar.add_task("Open cases", total=count)
    async with transaction(everywhere()) as db:
        crew = await _crew(db)
        accounts, articles = await accounts_of(db), await articles_by_slug(db)
    for moment in sorted(_recent(random) for _ in range(count)):
        async with transaction(everywhere()) as db:
            story = _drawn(random, accounts, moment)
            case = await live_until_now(db, random, story, crew)
            if article := articles.get(story.template.get("known_issue", "")):
                await link_to_article(db, random, case, article)
        bar.advance(step)


async def _catch_up() -> None:
    """Warnings and breaches of the past are told before anybody looks."""
    for boundary in catalogue().boundaries:
        told = 1
        while told:
            async with transaction(Scope.system(boundary)) as db:
                told = await sweep_clocks(db, now())
    await sweep_everywhere(now())


async def _crew(db: Session) -> Crew:
    open_now = {
        person: {clearance.boundary for clearance in held if clearance.is_open(now())}
        for person, held in (await clearances_of(db)).items()
    }
    return Crew({person.id: person for person in await people(db)}, await specialties_of(db), open_now)


def _recent(random: Random) -> datetime:
    """A fifth of today's last hours, half of the last two days, the rest up to two weeks old."""
    hours = random.choice(
        (
            random.uniform(0.05, 6),
            random.uniform(1, 48),
            random.uniform(1, 48),
            random.uniform(24, 336),
            random.uniform(24, 336),
        )
    )
    return now() - timedelta(hours=hours)


def _drawn(random: Random, accounts: list[Account], moment: datetime) -> Story:
    """Covered and unified customers write more often."""
    weights = [
        3 if account.customer.cover_until else 2 if account.customer.plan == "unified" else 1 for account in accounts
    ]
    return tell(random, random.choices(accounts, weights)[0], moment)


@contextmanager
def _progress() -> Iterator[Progress]:
    with Progress(TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as bar:
        yield bar
