"""Cases that turn out to be one."""

from bench.day.stage import Day
from escalations.cases.actions import merge_cases, unmerge_case
from escalations.cases.queries import case_for
from escalations.cases.queries.merged import case_itself
from escalations.people.models import Person

_TWINS = """SELECT min(c.id) AS first, max(c.id) AS second FROM support_case c
WHERE c.closed_at IS NULL AND c.boundary = 'public' AND c.merged_into_id IS NULL AND NOT EXISTS (SELECT FROM clock k
  WHERE k.case_id = c.id AND k.holder <> 'support' AND k.state IN ('running', 'paused'))
GROUP BY c.customer_id, c.family HAVING count(*) > 1 ORDER BY 1 LIMIT 1"""


async def merge(day: Day, lead: Person) -> None:
    """Two of one customer about the same family, if there are any."""
    if twins := await day.admin.fetchrow(_TWINS):
        async with day.acting(lead) as db:
            survivor = await case_for(db, lead, f"C-{twins['first']}", lock=True)
            other = await case_for(db, lead, f"C-{twins['second']}", lock=True)
            await merge_cases(db, survivor, [other], "The same share, the same hour.", by=lead)


async def take_apart(day: Day, lead: Person) -> None:
    """The newest merge was a mistake."""
    query = """SELECT a.absorbed_id FROM case_alias a JOIN support_case s ON s.id = a.survivor_id
WHERE a.undone_at IS NULL AND s.closed_at IS NULL ORDER BY a.id DESC LIMIT 1"""
    if absorbed := await day.admin.fetchval(query):
        async with day.acting(lead) as db:
            await unmerge_case(db, await case_itself(db, f"C-{absorbed}", lock=True), by=lead)
