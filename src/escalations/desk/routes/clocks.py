"""The clock rules as they stand, and what another file would move."""

from typing import Any

from litestar import get, post
from litestar.datastructures import UploadFile

from ...cases.queries.open_clocks import impact_on_open_clocks
from ...clocks.policies import CALENDARS, clock_policies, clock_rules_fault
from ...clocks.proposals import Proposal, proposed_calendars, proposed_policy
from ...clocks.queries import count_open_clocks
from ...clocks.rule_files import BadRuleFile, RuleText
from ...people.access import Me
from ...people.roles import allow
from ...platform.resources import rules_dir
from ...platform.time import now
from ...platform.web import Db, HtmlResponse, Request, invalid, page, read_form
from ..clock_words import calendar_lines, move_in_words, policy_lines
from ..forms import ClockFile

PAGE = "desk/clocks.html"
MOST = 20_000
"""Open clocks that are worked out while somebody waits."""


@get("/clocks")
async def index_clocks(request: Request, person: Me) -> HtmlResponse:
    return page(request, PAGE, **_clocks(_started_from(request.query_params.get("from", ""))), tried=None)


@post("/clocks/trials", status_code=200)
async def show_clock_trial(request: Request, db: Db, person: Me) -> HtmlResponse:
    """A POST because a file is too long for an address; nothing is changed or kept."""
    allow(person, "manage_roster")
    form = await read_form(request, ClockFile)
    file = form.typed.pop("file", None)
    if form.errors:
        return invalid(request, PAGE, form, **_clocks(), tried=None)
    if isinstance(file, UploadFile) and file.filename:
        form.typed["text"] = (await file.read()).decode("utf-8", errors="replace")
    try:
        proposal = proposed(form.typed["text"])
    except BadRuleFile as bad:
        return invalid(request, PAGE, form.refuse("text", str(bad)), **_clocks(), tried=None)
    if (count := await count_open_clocks(db)) > MOST:
        return invalid(request, PAGE, form.refuse("text", _too_many(count)), **_clocks(), tried=None)
    return page(request, PAGE, form=form, **_clocks(), tried=await impact_on_open_clocks(db, proposal, now()))


def _too_many(count: int) -> str:
    return f"{count:,} clocks are open in your sight, too many to wait for here. Run: escalations clocks impact --policy FILE (or --calendars FILE)."


def proposed(text: str) -> Proposal:
    """A file of calendars if it says so, else a policy."""
    if any(line.strip().startswith("[[calendar]]") for line in text.splitlines()):
        return proposed_calendars(clock_policies(), RuleText(CALENDARS, text))
    return proposed_policy(clock_policies(), RuleText("policy.toml", text))


def _clocks(text: str = "") -> dict[str, Any]:
    rules, at = clock_policies(), now()
    return {
        "policies": policy_lines(rules, at), "calendars": calendar_lines(rules, at), "fault": clock_rules_fault(), "hash": rules.hash,
        "text": text, "move_in_words": move_in_words,
    }  # fmt: skip


def _started_from(what: str) -> str:
    """The text of a file in force, to begin a change with."""
    names = {"calendars": CALENDARS, "policy": f"policy-{clock_policies().policy_at(now()).version}.toml"}
    return (rules_dir() / "clocks" / names[what]).read_text(encoding="utf-8") if what in names else ""


HANDLERS = [index_clocks, show_clock_trial]
