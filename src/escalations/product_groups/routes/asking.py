"""A question back to support, and its answer."""

from litestar import post

from ...people.access import Me
from ...platform.web import Db, HtmlResponse, Ref, Request
from ..actions import answer_group, ask_support
from ..forms import AnswerGroup, AskSupport
from ..models import Escalation
from .deciding import decide


@post("/escalations/{ref:str}/question")
async def create_question(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: AskSupport) -> str:
        await ask_support(db, escalation, value.question, by=person)
        return "Support is asked; your clock stands still until they answer."

    return await decide(request, db, person, ref, AskSupport, "question", act)


@post("/escalations/{ref:str}/answer")
async def create_answer(request: Request, db: Db, person: Me, ref: Ref) -> HtmlResponse:
    async def act(escalation: Escalation, value: AnswerGroup) -> str:
        await answer_group(db, escalation, value.answer, by=person)
        return f"{escalation.group_name} has your answer; its clock runs again."

    return await decide(request, db, person, ref, AnswerGroup, "answer", act)


HANDLERS = [create_question, create_answer]
