"""Changed rules tried on past cases. Reads only: nothing that is typed here is kept."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.datastructures import UploadFile

from ...cases.queries.past_decisions import Period
from ...catalog.loading import catalogue
from ...catalog.toml_files import CatalogueError
from ...people.access import Me
from ...people.models import Person
from ...platform.db import Session
from ...platform.resources import rules_dir
from ...platform.time import now
from ...platform.web import Db, Form, HtmlResponse, Request, invalid, page, read_form
from ...routing.backtesting import Change, changed_rules, rule_file_names
from ...routing.rule_files import rule_set
from ...routing.rules import RuleSet
from ..presenting.backtests import Outcome, outcome_of
from ..presenting.moves import page_of_moves
from ..queries.backtests import cases_of_moves, replay_past
from ..rule_forms import BacktestForm

USUAL = timedelta(days=90)


@get("/rules/backtests")
async def show_backtest(request: Request, person: Me) -> HtmlResponse:
    """Begins with the text of a present file, if one is named."""
    name = request.query_params.get("file", "")
    known = name in rule_file_names(rules_dir())
    text = (rules_dir() / "rules" / name).read_text("utf-8") if known else ""
    return page(
        request, "desk/backtests/show.html", **_around(person), text=text, place=name if known else "", outcome=None
    )


@post("/rules/backtests", status_code=200)
async def show_outcome(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A POST because rules are too long for an address."""
    form = await _read(request)
    rules = None if form.errors else await _changed(form)
    context = {**_around(person), "text": "", "place": ""}
    if rules is None:
        return invalid(request, "desk/backtests/show.html", form, **context, outcome=None)
    outcome = await tried(db, rules, period_of(person, form.value.since, form.value.until), form.value.before)
    return page(request, "desk/backtests/show.html", form=form, **context, outcome=outcome)


async def tried(db: Session, rules: RuleSet, period: Period, before: int | None) -> Outcome:
    replay = await replay_past(db, rules, period)
    shown = page_of_moves(replay, before)
    return outcome_of(replay, shown, await cases_of_moves(db, shown), now())


def period_of(person: Person, since: date | None, until: date | None = None) -> Period:
    """Days are those of the person's zone, the last one included."""
    first = since or usual_since(person)
    return Period(_midnight(first, person), _midnight(until + timedelta(days=1), person) if until else now())


def usual_since(person: Person) -> date:
    return (now() - USUAL).astimezone(ZoneInfo(person.time_zone)).date()


def _midnight(day: date, person: Person) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(person.time_zone)).astimezone(UTC)


async def _read(request: Request) -> Form[BacktestForm]:
    """An uploaded file counts as if it had been typed, and stands in the field from then on."""
    form = await read_form(request, BacktestForm)
    file = form.typed.pop("rules_file", None)
    if isinstance(file, UploadFile) and file.filename:
        try:
            form.typed["rules"] = (await file.read()).decode("utf-8")
        except UnicodeDecodeError:
            form.refuse("rules", f"{file.filename} is no text. Choose a rule file, which ends in .toml.")
    if not str(form.typed.get("rules", "")).strip():
        form.errors.setdefault("rules", "Paste rules, upload a rule file, or start from one that is there.")
    return form


async def _changed(form: Form[BacktestForm]) -> RuleSet | None:
    try:
        return await changed_by(str(form.typed["rules"]), form.value.place)
    except CatalogueError as wrong:
        form.refuse("rules", str(wrong))
        return None


async def changed_by(typed: str, place: str) -> RuleSet:
    text = typed.replace("\r\n", "\n")
    change = Change(text, place) if place else Change.before(rule_set().rules[-1], text)
    return await asyncio.to_thread(changed_rules, change, rules_dir(), catalogue())


def _around(person: Person) -> dict[str, Any]:
    files = rule_file_names(rules_dir())
    return {
        "files": files,
        "places": [("", "New rules, before the last one"), *((name, f"In place of {name}") for name in files)],
        "since": usual_since(person).isoformat(),
    }


HANDLERS = [show_backtest, show_outcome]
