"""Two identical texts in two boundaries never surface each other, whichever engine searches and whichever way one looks."""

import pytest
from sqlmodel import select

from escalations.incidents.actions import confirm_link, list_subscriptions
from escalations.incidents.actions.likening import incidents_like
from escalations.incidents.models import CaseIncidentLink
from escalations.incidents.queries import linked_titles
from escalations.incidents.queries.choosing import all_suggested, cases_like
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_person, as_system, browser_of, run_jobs

pytestmark = pytest.mark.usefixtures("search_engine")
WORDS = "Ledger export stalls behind the quartz gateway"


async def test_twins_in_two_boundaries_stay_strangers(cast: Cast) -> None:
    """Adam may see both; still neither is offered for the other."""
    ours = await an_incident(cast.dora, title=WORDS, summary=WORDS, regions=[])
    theirs = await an_incident(cast.dora, "germany", title=f"{WORDS} again", summary=WORDS, regions=[])
    mine = await a_hit_case(cast.ada, title=WORDS, description=WORDS, region=None)
    twin = await a_hit_case(
        cast.cleo, await a_customer("germany", "Isar Energie"), title=WORDS, description=WORDS, region=None
    )
    async with as_person(cast.dora) as db:
        await list_subscriptions(db, ours, ["sub-1"], by=cast.dora)
        await confirm_link(db, mine, ours, by=cast.dora)
    await run_jobs()
    async with as_person(cast.adam) as db:
        links = (await db.exec(select(CaseIncidentLink))).all()
        assert {(link.case_id, link.incident_id) for link in links} == {(mine.id, ours.id), (twin.id, theirs.id)}
        assert [incident.id for incident, _ in await incidents_like(db, twin)] == []
        assert [case.line.id for case in await all_suggested(db, theirs)] == [twin.id]
        assert await cases_like(db, ours, mine) == [] and await cases_like(db, ours, twin) == []
    async with as_system("germany") as db:
        assert await linked_titles(db, [ours, theirs]) == {ours.id: [], theirs.id: []}


@pytest.mark.parametrize(("who", "sees", "hidden"), [("ada", "Harbour", "Isar"), ("cleo", "Isar", "Harbour")])
async def test_searching_for_the_words_finds_only_ones_own(cast: Cast, who: str, sees: str, hidden: str) -> None:
    ours = await an_incident(cast.dora, title=WORDS, summary=f"{WORDS} at Harbour", regions=[])
    theirs = await an_incident(cast.dora, "germany", title=f"{WORDS} too", summary=f"{WORDS} at Isar", regions=[])
    await a_hit_case(cast.ada, title=f"{WORDS} at Harbour", region=None)
    await a_hit_case(cast.cleo, await a_customer("germany", "Isar Energie"), title=f"{WORDS} at Isar", region=None)
    await run_jobs()
    own, other = (ours, theirs) if who == "ada" else (theirs, ours)
    async with browser_of(getattr(cast, who)) as browser:
        for path in ("/search", "/api/search"):
            found = (await browser.get(path, params={"q": "quartz gateway ledger"})).text
            assert hidden not in found and other.ref not in found.split() and f"/incidents/{other.ref}" not in found, (
                path
            )
        page = (await browser.get("/search", params={"q": "quartz gateway ledger"})).text
        assert sees in page and f"/incidents/{own.ref}" in page
        assert (await browser.get(f"/incidents/{other.ref}")).status_code == 404
