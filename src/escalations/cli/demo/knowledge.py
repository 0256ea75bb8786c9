"""What people did with the known issues of the demo world: flags, searches, an article begun on a case, a fix that is out."""

from datetime import timedelta
from random import Random

from sqlmodel import col, func, select

from ...cases.models import Case
from ...known_issues.actions import add_article, flag_article, link_article, set_governance, set_state
from ...known_issues.actions.asking import note_search
from ...known_issues.beginning import begun_on
from ...known_issues.models import Article, CaseKnownIssue
from ...known_issues.queries import about_case, article_for
from ...people.models import Person
from ...people.queries import people
from ...platform.db import Session, transaction
from ...platform.events import SYSTEM
from ...platform.time import now, time_at
from ..sight import everywhere
from .known_issues import articles_by_slug

FLAGS = {
    "front-door-stale-content-after-purge": "Step 3 names a menu that the portal no longer has.",
    "mysql-tls-failure-after-root-certificate-change": "A customer with the newest connector still sees it. Is the list of versions complete?",
}
COMPLIANCE = ("key-vault-403-forbidden-by-firewall", "germany-aks-nodes-not-ready-egress-allow-list")
RELEASE = "the update of this week"
SEARCHES = (
    ("iot hub certificate pinning", 0), ("batch pool resize stuck", 0), ("fslogix profile locked", 2), ("purview scan never ends", 0),
    ("static web app api 404 after swap", 3),
)  # fmt: skip
BEGUN_DAYS_AGO = (0, 19)


async def add_knowledge(random: Random) -> None:
    async with transaction(everywhere()) as db:
        told = [person for person in await people(db) if person.may("work_cases")]
        articles = await articles_by_slug(db)
        for slug, comment in FLAGS.items():
            with time_at(now() - timedelta(days=random.randint(2, 9))):
                await flag_article(db, articles[slug], comment, by=random.choice(told))
        for slug in COMPLIANCE:
            await set_governance(db, articles[slug], "compliance", by=SYSTEM)
        for query, found in SEARCHES:
            for person in random.sample(told, random.randint(1, 4)):
                with time_at(now() - timedelta(days=random.randint(0, 12))):
                    await note_search(db, person, query, found)
        for days in BEGUN_DAYS_AGO:
            await _begin_article(db, random, days)
    await _fix_one()


async def _begin_article(db: Session, random: Random, days: int) -> None:
    """On an open case that nobody has linked to anything, by whoever works on it."""
    linked = select(CaseKnownIssue.case_id)
    free = (
        col(Case.closed_at).is_(None),
        col(Case.owner_id).is_not(None),
        Case.boundary == "public",
        col(Case.id).not_in(linked),
    )
    case = random.choice((await db.exec(select(Case).where(*free).order_by(col(Case.id).desc()).limit(20))).all())
    owner = await db.get_one(Person, case.owner_id)
    with time_at(max(case.opened_at, now() - timedelta(days=days)) if not days else now() - timedelta(days=days)):
        begun = begun_on(case, await about_case(db, case))
        article = await add_article(db, case.boundary, begun, by=owner, case=case)
    await link_article(db, case, article, "referenced", by=owner)


async def _fix_one() -> None:
    """What most open cases wait for, by the product group that says so. The cases hear of it when the program runs."""
    async with transaction(everywhere()) as db:
        group = next(person for person in await people(db) if person.role == "product_group_engineer")
        waiting = select(Article.id).join(CaseKnownIssue, col(CaseKnownIssue.article_id) == Article.id)
        waiting = waiting.join(Case, col(Case.id) == CaseKnownIssue.case_id)
        waiting = waiting.where(Article.state == "fix_in_progress", col(Case.closed_at).is_(None))
        most = waiting.group_by(col(Article.id)).order_by(func.count().desc(), col(Article.id)).limit(1)
        if found := (await db.exec(most)).first():
            article = await article_for(db, group, f"KI-{found}", lock=True)
            await set_state(db, article, "fixed", None, RELEASE, by=group)
