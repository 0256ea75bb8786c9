"""An article revised over the version one had read."""

from dataclasses import replace
from datetime import date

from ...platform.db import Session, nothing_to_record
from ...platform.errors import expect_version
from ...platform.events import Actor, record
from ...platform.time import now
from ..accounts import Account, Source
from ..events import ArticleRevised, KnownIssueStateChanged
from ..governing import allow_change
from ..impossible import refuse_impossible, refuse_past_fix
from ..models import Article, ArticleVersion
from ..presenting import state_words
from ..queries import about_article
from ..versions import account_from, account_of
from .checking import hold_personal_facts
from .keeping import keep_version


async def revise_article(
    db: Session, article: Article, account: Account, version: int, *, by: Actor, source: Source | None = None, kept: str = "",
    restored: int | None = None,
) -> Article:  # fmt: skip
    """Raises Stale when somebody saved meanwhile, HeldByLint with what belongs to one customer unless `kept` says why it stays.
    Without a `source` people have the last word over the imported file."""
    allow_change(by, article)
    expect_version(article, version)
    refuse_impossible(account, article.boundary)
    was, was_said = account_of(article), state_words(article)
    changed = [name for name, value in vars(account).items() if getattr(was, name) != value]
    if source is None and {"state", "fix_eta"} & set(changed):
        refuse_past_fix(account)
    if source is None and {"title", "body"} & set(changed):
        await hold_personal_facts(db, account, await about_article(db, article), kept)
    if source is not None:
        article.source_hash = source.hash
    if not changed:
        nothing_to_record(db, "the file changed, and what it says did not")
        return article
    for name in changed:
        setattr(article, name, getattr(account, name))
    if source is None and article.source_path is not None:
        article.source_hash = ""
    article.changed_at = now()
    number = await keep_version(db, article, account, by=by, kept=kept, restored=restored)
    revised = ArticleRevised(
        changed=changed, state=article.state, was_state=was.state, number=number, restored=restored, kept=kept
    )
    await record(db, revised, on=article, by=by)
    if (said := state_words(article)) != was_said:
        moved = KnownIssueStateChanged(state=article.state, was_state=was.state, said=said)
        await record(db, moved, on=article, by=by)
    return article


async def set_state(
    db: Session, article: Article, state: str, fix_eta: date | None, fixed_in: str | None, *, by: Actor
) -> Article:
    """How far the problem itself is: investigated, worked around, being fixed, fixed."""
    account = replace(account_of(article), state=state, fix_eta=fix_eta, fixed_in=fixed_in)
    return await revise_article(db, article, account, article.version, by=by)


async def restore_version(db: Session, article: Article, old: ArticleVersion, version: int, *, by: Actor) -> Article:
    """Its words come back as a new version. What stood in them with a reason stays with it."""
    kept = old.kept or f"It stood in version {old.number}."
    return await revise_article(db, article, account_from(old.said), version, by=by, kept=kept, restored=old.number)
