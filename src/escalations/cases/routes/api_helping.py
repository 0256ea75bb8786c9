"""The JSON API of asking for help and raising a hand: the same verbs."""

from datetime import datetime

from litestar import get, post
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel

from ...people.access import Me
from ...people.queries import person_for
from ...platform.web import Db, Ref
from ..actions.calling import call_for_help, end_call
from ..actions.helping import answer_help, ask_for_help, offer_help
from ..forms.helping import CallEnd, Calling, HelpAnswer, HelpAsk, HelpOffer
from ..queries import case_for
from ..queries.helping import Helper, able_to_help, help_for, helpers_of
from .api import CaseOut, case_out


class HelpOut(BaseModel):
    """The answer is empty until somebody says."""

    id: int
    kind: str
    person: str
    name: str
    question: str
    until: datetime
    answer: str

    @classmethod
    def of(cls, one: Helper) -> "HelpOut":
        told = {name: getattr(one.help, name) for name in ("id", "kind", "question", "until", "answer")}
        return cls(**told, person=f"P-{one.help.person_id}", name=one.name)


class AbleOut(BaseModel):
    person: str
    name: str
    why: str


@get("/api/cases/{ref:str}/help")
async def read_help(db: Db, person: Me, ref: Ref) -> list[HelpOut]:
    return [HelpOut.of(one) for one in await helpers_of(db, await case_for(db, person, ref))]


@get("/api/cases/{ref:str}/help/people")
async def read_able(db: Db, person: Me, ref: Ref) -> list[AbleOut]:
    """Who could be asked, the best first, with the reasons."""
    able = await able_to_help(db, await case_for(db, person, ref))
    return [AbleOut(person=f"P-{one.person_id}", name=one.name, why=one.why) for one in able]


@post("/api/cases/{ref:str}/help", status_code=200)
async def api_ask_for_help(db: Db, person: Me, ref: Ref, data: JSONBody[HelpAsk]) -> list[HelpOut]:
    case = await case_for(db, person, ref, lock=True)
    await ask_for_help(db, case, await person_for(db, data.person), data.question, by=person)
    return [HelpOut.of(one) for one in await helpers_of(db, case)]


@post("/api/cases/{ref:str}/help-offers", status_code=200)
async def api_offer_help(db: Db, person: Me, ref: Ref, data: JSONBody[HelpOffer]) -> list[HelpOut]:
    case = await case_for(db, person, ref, lock=True)
    await offer_help(db, case, data.question, by=person)
    return [HelpOut.of(one) for one in await helpers_of(db, case)]


@post("/api/cases/{ref:str}/help/{help_id:int}/answers", status_code=200)
async def api_answer_help(
    db: Db, person: Me, ref: Ref, help_id: FromPath[int], data: JSONBody[HelpAnswer]
) -> list[HelpOut]:
    case = await case_for(db, person, ref, lock=True)
    await answer_help(db, case, await help_for(db, case, help_id), data.answer, data.note, by=person)
    return [HelpOut.of(one) for one in await helpers_of(db, case)]


@post("/api/cases/{ref:str}/help-calls", status_code=200)
async def api_call_for_help(db: Db, person: Me, ref: Ref, data: JSONBody[Calling]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await call_for_help(db, case, data.family, data.question, by=person)
    return await case_out(db, case)


@post("/api/cases/{ref:str}/help-calls/end", status_code=200)
async def api_end_call(db: Db, person: Me, ref: Ref, data: JSONBody[CallEnd]) -> CaseOut:
    case = await case_for(db, person, ref, lock=True)
    await end_call(db, case, data.why, by=person)
    return await case_out(db, case)


HANDLERS = [read_help, read_able, api_ask_for_help, api_offer_help, api_answer_help, api_call_for_help, api_end_call]
