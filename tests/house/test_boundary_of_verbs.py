"""Promise 2 for whatever changes something: every operation of the API and every form, asked by every role without the clearance
about what lies behind it. Nothing there changes, nothing new stands there, and the answer tells nothing."""

import asyncpg
import httpx

from escalations.people.models import Person
from tests.cast import Cast
from tests.house.test_boundary_matrix import HIDDEN, OBJECTS, SECRET, UNCLEARED, address, hide_a_world, is_clean, routes
from tests.house.usual_bodies import Bodies, changing
from tests.support import browser_of, program_of

OWN = ("/sign", "/demo-sign-in", "/me/", "/live", "/inbound")
"""About oneself; deliveries prove themselves by a secret."""


async def digest(admin: asyncpg.Connection, boundary: str) -> dict[str, str]:
    """Of everything in the boundary, table by table."""
    query = """SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name = 'boundary' ORDER BY 1"""
    whole = "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t WHERE boundary = $1"
    return {name: await admin.fetchval(whole.format(name), boundary) for (name,) in await admin.fetch(query)}


async def test_no_uncleared_program_changes_what_it_cannot_see(cast: Cast, admin: asyncpg.Connection) -> None:
    await hide_a_world(cast)
    before = await digest(admin, HIDDEN)
    wrong = {name: told for name in UNCLEARED if (told := await _asked_of_all(getattr(cast, name)))}
    assert wrong == {} and len(changing()) > 140
    after = await digest(admin, HIDDEN)
    assert [table for table, told in after.items() if told != before[table]] == []


async def _asked_of_all(person: Person) -> list[str]:
    wrong = []
    async with program_of(person) as program:
        bodies = Bodies(boundary=HIDDEN)
        for method, path in changing():
            answer = await program.request(method, address(path), json=bodies.of(method, path))
            if told := _wrong(path, answer):
                wrong.append(f"{method} {path} {told}")
    return wrong


def _wrong(path: str, answer: httpx.Response) -> str:
    if not is_clean(answer):
        return "tells of it"
    if answer.status_code >= 500:
        return f"is {answer.status_code}"
    if OBJECTS.match(path) and answer.status_code != 404:
        return f"is {answer.status_code}: {answer.text[:200]}"
    return ""


async def test_no_uncleared_person_changes_what_they_cannot_see(cast: Cast, admin: asyncpg.Connection) -> None:
    """By every form that is not about one thing in its address, with what is hidden named in it; the others are asked elsewhere."""
    await hide_a_world(cast)
    before = await digest(admin, HIDDEN)
    told = {
        "case": "C-1",
        "other": "C-1",
        "customer": "CU-1",
        "boundary": HIDDEN,
        "incident": "I-1",
        "article": "KI-1",
        "escalation": "E-1",
        "text": SECRET[:4],
    }
    wrong = []
    for name in UNCLEARED:
        async with browser_of(getattr(cast, name)) as browser:
            for path in routes("POST", api=False):
                if not path.startswith(OWN):
                    answer = await browser.submit(
                        address(path), **told, note="x", reason="As they told us.", title="A title"
                    )
                    wrong += [f"{name}: POST {path}"] * (answer.status_code >= 500 or not is_clean(answer))
    assert wrong == []
    after = await digest(admin, HIDDEN)
    assert [table for table, found in after.items() if found != before[table]] == []


async def test_the_same_bodies_change_something_for_who_is_cleared(cast: Cast, admin: asyncpg.Connection) -> None:
    """So that the tests above do not pass because no body fits."""
    await hide_a_world(cast)
    await admin.execute(
        "UPDATE clearance SET boundary = $1 WHERE person_id = $2 AND boundary = 'germany'", HIDDEN, cast.dora.id
    )
    bodies, taken, unread = Bodies(boundary=HIDDEN), 0, list[str]()
    async with program_of(cast.dora) as program:
        for method, path in changing():
            answer = await program.request(method, address(path), json=bodies.of(method, path))
            taken += answer.is_success
            if answer.status_code == 400:
                unread.append(f"{method} {path}: {answer.text[:160]}")
    assert unread == []
    assert taken > 20


async def test_an_auditor_changes_nothing_at_all(cast: Cast, admin: asyncpg.Connection) -> None:
    """Cleared for all of it, by every operation and every form that is not about themselves."""
    await hide_a_world(cast)
    await admin.execute("UPDATE clearance SET boundary = $1 WHERE person_id = $2", HIDDEN, cast.otto.id)
    before, done, bodies = await digest(admin, HIDDEN), list[str](), Bodies(boundary=HIDDEN)
    async with program_of(cast.otto) as program, browser_of(cast.otto) as browser:
        for method, path in changing():
            answer = await program.request(method, address(path), json=bodies.of(method, path))
            done += [f"{method} {path}"] * (answer.is_success and path not in READS)
        for path in routes("POST", api=False):
            if not path.startswith(OWN):
                await browser.submit(
                    address(path), text="As they told us.", note="As they told us.", reason="As they told us."
                )
    after = await digest(admin, HIDDEN)
    assert [table for table, found in after.items() if found != before[table]] == []
    assert done == []


READS = {
    "/api/cases/{ref:str}/preview",
    "/api/cases/{ref:str}/replies/check",
    "/api/rules/backtests",
    "/api/rules/try",
    "/api/known-issues/match-trials",
}
"""Operations that are asked by POST and change nothing."""
