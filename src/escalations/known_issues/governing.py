"""Who may change an article. Experience based ones are changed by whoever uses them, the others by those who answer for them."""

from ..people.roles import allow, may
from ..platform.errors import NotAllowed
from ..platform.events import Actor
from .models import Article


def may_change(by: Actor, article: Article) -> bool:
    answers_for_it = may(by, "govern_articles") or article.owner_id == by.id
    return may(by, "edit_articles") and (article.governance == "experience" or answers_for_it)


def allow_change(by: Actor, article: Article) -> None:
    allow(by, "edit_articles")
    if not may_change(by, article):
        raise NotAllowed(
            f"{article.ref} is compliance based: its owner or a duty lead changes it. Flag what is wrong with it."
        )
