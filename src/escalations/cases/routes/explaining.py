"""Why a case is where it is: each decision told, decided again, with every rule and every person behind it."""

from litestar import get
from litestar.params import FromPath

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request, page
from ...routing.deciding import Decision
from ..explaining import explained
from ..matrices import HURDLES, person_lines, rule_lines
from ..queries import case_for
from ..queries.decisions import DecisionLine, decision_lines, decision_of


@get("/cases/{ref:str}/why")
async def show_why(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    """The newest whole, and the newest that asked rules; of the others their sentences."""
    case = await case_for(db, person, ref)
    lines = await decision_lines(db, case)
    told = [explained(await decision_of(db, case, line.id)) for line in _whole(lines)]
    whole = {one.id for one in told}
    return page(
        request, "cases/why.html", case=case, told=told, older=[line for line in lines if line.id not in whole]
    )  # fmt: skip


def _whole(lines: list[DecisionLine]) -> list[DecisionLine]:
    by_rule = next((line for line in lines if line.trigger == "opened"), None)
    return list({line.id: line for line in (*lines[:1], by_rule) if line}.values())


@get("/cases/{ref:str}/why/{decision_id:int}")
async def show_decision(request: Request, db: Db, person: Me, ref: Ref, decision_id: FromPath[int]) -> HtmlResponse:
    case = await case_for(db, person, ref)
    told = [explained(await decision_of(db, case, decision_id))]
    return page(request, "cases/why.html", case=case, told=told, older=[])


@get("/cases/{ref:str}/why/{decision_id:int}/rules")
async def show_asked_rules(request: Request, db: Db, person: Me, ref: Ref, decision_id: FromPath[int]) -> HtmlResponse:
    case = await case_for(db, person, ref)
    row = await decision_of(db, case, decision_id)
    lines = rule_lines(Decision.restored(row.facts, row.record))
    return page(request, "cases/why/rules.html", case=case, decision=row, lines=lines)


@get("/cases/{ref:str}/why/{decision_id:int}/people")
async def show_weighed_people(
    request: Request, db: Db, person: Me, ref: Ref, decision_id: FromPath[int]
) -> HtmlResponse:
    case = await case_for(db, person, ref)
    row = await decision_of(db, case, decision_id)
    lines = person_lines(Decision.restored(row.facts, row.record))
    return page(request, "cases/why/people.html", case=case, decision=row, lines=lines, hurdles=HURDLES)


HANDLERS = [show_why, show_decision, show_asked_rules, show_weighed_people]
