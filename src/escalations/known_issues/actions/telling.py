"""What an open case is told when the state of its known issue changed."""

from dataclasses import dataclass

from ...cases.actions import change_turn, prepare_reply, withdraw_prepared_reply
from ...cases.models import Case
from ...cases.queries import people_on
from ...cases.queries.merged import locked_survivor
from ...platform.db import Session
from ...platform.events import SYSTEM, Actor, record
from ..drafting import loop_draft
from ..events import KnownIssueMoved
from ..models import Article, CaseKnownIssue


@dataclass(frozen=True)
class News:
    """`event` is the change itself, `said` the new state in words. `helps`: there is now something to verify with the customer."""

    event: int
    said: str
    helps: bool


async def tell_case(db: Session, case: Case, link: CaseKnownIssue, article: Article, news: News) -> None:
    """A reply that stood prepared because of an earlier state is no longer true. A merged case is told as its survivor."""
    link.told_event = news.event
    case = await locked_survivor(db, case.id) or case
    await record(db, KnownIssueMoved(article=article.ref, said=news.said), on=link, by=SYSTEM)
    if not case.is_open:
        return
    if not news.helps:
        await let_go(db, case, article, f"known issue {article.ref} helps no longer", by=SYSTEM)
        return
    said = "has a workaround" if article.state == "workaround" else f"is {news.said[:1].lower()}{news.said[1:]}"
    why = f"known issue {article.ref} {said}"
    _, contact, _ = await people_on(db, case)
    if body := loop_draft(article, contact.name if contact else None):
        await prepare_reply(db, case, body, why=why, source=article.subject, by=SYSTEM)
    await change_turn(db, case, "close_the_loop", f"{why}: verify with the customer", by=SYSTEM)


async def let_go(db: Session, case: Case, article: Article, why: str, *, by: Actor) -> None:
    """A case that was to be verified because of this article no longer is: its turn is ours again, unless somebody went on with it meanwhile."""
    withdrawn = await withdraw_prepared_reply(db, case, by=by, source=article.subject)
    if withdrawn and case.turn == "close_the_loop":
        await change_turn(db, case, "us", why, by=by)
