"""A known issue is fixed: the open cases that are linked to it are to be verified with their customers."""

from typing import Any

from ..cases.actions import change_turn
from ..catalog.loading import catalogue
from ..platform.db import Scope, Session, transaction
from ..platform.events import SYSTEM, Recorded, on
from ..platform.jobs import Job, enqueue, job
from .events import ArticleRevised
from .models import EVERYWHERE
from .presenting import state_words
from .queries import article_with_id, open_cases_waiting_for


@on(ArticleRevised)
async def tell_of_fix(db: Session, fact: Recorded[ArticleRevised]) -> None:
    """An article for everywhere has cases in every boundary: each is told by a job inside it."""
    if fact.event.state != "fixed" or fact.event.was_state == "fixed":
        return
    article_id = int(fact.subject.partition("/")[2])
    boundaries = list(catalogue().boundaries) if fact.boundary == EVERYWHERE else [fact.boundary]
    await enqueue(db, [Job("close_loops", {"article": article_id, "boundary": boundary}) for boundary in boundaries])


@job("close_loops")
async def close_loops(payload: dict[str, Any]) -> None:
    async with transaction(Scope.system(payload["boundary"])) as db:
        article = await article_with_id(db, payload["article"])
        if article is None or article.state != "fixed":
            return
        why = f"known issue {article.ref} is {state_words(article).lower()}: verify with the customer"
        for case in await open_cases_waiting_for(db, article.id):
            if case.turn != "close_the_loop":
                await change_turn(db, case, "close_the_loop", why, by=SYSTEM)
