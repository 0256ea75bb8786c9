"""The state of a known issue changes: linked open cases hear of it once, and nothing is sent without a person."""

import re
from datetime import date

import pytest
from sqlmodel import select

from escalations.cases.actions import close_case, withdraw_prepared_reply
from escalations.cases.models import Case, CaseEntry, PreparedReply
from escalations.cases.queries import case_for
from escalations.cases.queries.prepared import prepared_reply
from escalations.known_issues.actions import link_article, set_state, unlink_article
from escalations.known_issues.drafting import loop_draft
from escalations.known_issues.models import Article, CaseKnownIssue
from escalations.known_issues.queries import article_for
from escalations.known_issues.reactions import tell_linked_cases
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.platform.trail import trail_of
from tests.builders import a_customer
from tests.cast import Cast
from tests.known_issues.scenes import a_fitting_case, an_article, reload, reload_case
from tests.support import as_person, as_system, browser_of, run_jobs


async def linked(person: Person, case: Case, article: Article, kind: str = "referenced") -> None:
    async with as_person(person) as db:
        await link_article(db, case, await article_for(db, person, article.ref), kind, by=person)


async def moved(
    person: Person, article: Article, state: str, eta: date | None = None, fixed_in: str | None = None
) -> None:
    async with as_person(person) as db:
        mine = await article_for(db, person, article.ref, lock=True)
        await set_state(db, mine, state, eta, fixed_in, by=person)
    await run_jobs()


async def told_on(person: Person, case: Case) -> list[str]:
    async with as_person(person) as db:
        return [row.told for row in await trail_of(db, case.subject) if row.action == "KnownIssueMoved"]


async def test_each_state_is_told_and_only_one_that_helps_turns_the_case(cast: Cast) -> None:
    article, case = await an_article(cast.ada, "everywhere", state="investigating"), await a_fitting_case(cast.ada)
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "fix_in_progress", date(2027, 1, 15))
    assert (await reload_case(cast.ada, case)).turn == "us"
    await moved(cast.ada, article, "fix_in_progress", date(2027, 2, 20))
    await moved(cast.ada, article, "fix_in_progress", date(2027, 2, 20))
    await moved(cast.ada, article, "fixed", None, "driver 1.5")
    assert (await reload_case(cast.ada, case)).turn == "close_the_loop"
    assert await told_on(cast.ada, case) == [
        "learned of known issue KI-1: fixed in driver 1.5",
        "learned of known issue KI-1: fix expected 20 Feb 2027",
        "learned of known issue KI-1: fix expected 15 Jan 2027",
    ]
    async with as_system() as db:
        assert not (await db.exec(select(CaseEntry).where(CaseEntry.kind == "reply"))).all(), (
            "nothing is sent by itself"
        )


async def test_telling_again_or_too_late_tells_nothing(cast: Cast) -> None:
    article, case = await an_article(cast.ada, state="investigating"), await a_fitting_case(cast.ada)
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "workaround")
    async with as_system() as db:
        event = (await db.exec(select(CaseKnownIssue.told_event))).one()
    job = {"article": article.id, "said": "Workaround known", "helps": True, "boundary": "public"}
    await tell_linked_cases({**job, "event": event})
    await tell_linked_cases({**job, "event": (event or 0) - 1})
    assert len(await told_on(cast.ada, case)) == 1


async def test_who_set_it_aside_who_closed_and_other_boundaries_are_left_alone(cast: Cast) -> None:
    article = await an_article(cast.dora, "everywhere", state="investigating")
    aside, closed, germany = (
        await a_fitting_case(cast.ada), await a_fitting_case(cast.ada, await a_customer(name="Rhône Gaz")), await a_fitting_case(cast.dora, await a_customer("germany", "Isar Energie")),
    )  # fmt: skip
    await linked(cast.ada, aside, article, "not_helpful")
    await linked(cast.ada, closed, article)
    await linked(cast.dora, germany, article)
    async with as_person(cast.ada) as db:
        mine = await reload_case(cast.ada, closed)
        db.add(mine)
        await close_case(db, mine, "fixed", "It works again.", by=cast.ada)
    await moved(cast.dora, article, "workaround")
    assert not await told_on(cast.ada, aside) and not await told_on(cast.ada, closed)
    assert (await reload_case(cast.dora, germany)).turn == "close_the_loop"


async def test_a_fix_needs_its_release_and_somebody_who_may(cast: Cast) -> None:
    article = await an_article(cast.ada)
    async with as_person(cast.ada) as db:
        mine = await article_for(db, cast.ada, article.ref, lock=True)
        with pytest.raises(Refused, match="which release"):
            await set_state(db, mine, "fixed", None, None, by=cast.ada)
    url = f"/known-issues/{article.ref}/state"
    async with browser_of(cast.ada) as browser:
        refused = await browser.submit(url, htmx=True, state="fixed")
        assert refused.status_code == 409 and "which release" in refused.text
        assert (await browser.submit(url, htmx=True, state="gone")).status_code == 422
        assert (await browser.submit(url, state="fixed", fixed_in="driver 1.5")).status_code == 303
    assert (await reload(cast.ada, article)).fixed_in == "driver 1.5"
    async with as_person(cast.otto) as db:
        with pytest.raises(NotAllowed):
            await set_state(db, await article_for(db, cast.otto, article.ref), "workaround", None, None, by=cast.otto)


async def test_a_reply_is_prepared_and_a_person_sends_it_through_the_gate(cast: Cast) -> None:
    body = "## Issue\n\nShares cannot be mounted.\n\n## Resolution\n\n1. Rotate the secret."
    article = await an_article(cast.ada, state="investigating", body=body, audience="customer")
    case = await a_fitting_case(cast.ada)
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "workaround")
    async with browser_of(cast.ada) as browser:
        shown = (await browser.get(f"/cases/{case.ref}")).text
        assert "Prepared, because known issue KI-1 has a workaround" in shown and "1. Rotate the secret." in shown
        text = (await prepared(cast.ada, case)).body  # type: ignore[union-attr]
        seen = re.search(r'name="last_seen" value="(\d+)"', shown)[1]  # type: ignore[index]
        assert (await browser.submit(f"/cases/{case.ref}/replies", text=text, last_seen="0")).status_code == 422
        assert (await browser.submit(f"/cases/{case.ref}/replies", text=text, last_seen=seen)).status_code == 303
        assert "Prepared, because" not in (await browser.get(f"/cases/{case.ref}")).text
    async with as_person(cast.ada) as db:
        (reply,) = (await db.exec(select(CaseEntry).where(CaseEntry.kind == "reply"))).all()
        assert reply.author_id == cast.ada.id and reply.body.startswith("Hello Lena Vogt,")


@pytest.mark.parametrize(
    ("audience", "quoted"), [("internal", False), ("partner", False), ("customer", True), ("public", True)]
)
async def test_only_text_that_customers_may_read_is_quoted(cast: Cast, audience: str, quoted: bool) -> None:
    article = await an_article(
        cast.ada, state="workaround", audience=audience, body="## Resolution\n\nRestart the node."
    )
    draft = loop_draft(article, "Lena Vogt")
    assert ("Restart the node." in draft) is quoted and "there is now a way around" in draft
    article.state = "investigating"
    assert loop_draft(article, None) == ""


async def prepared(person: Person, case: Case) -> PreparedReply | None:
    async with as_person(person) as db:
        return await prepared_reply(db, case)


async def test_a_prepared_reply_goes_with_what_it_says(cast: Cast) -> None:
    article, case = await an_article(cast.ada, state="investigating"), await a_fitting_case(cast.ada)
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "workaround")
    standing = await prepared(cast.ada, case)
    assert standing is not None and standing.source == article.subject
    await moved(cast.ada, article, "fixed", None, "driver 1.5")
    newer = await prepared(cast.ada, case)
    assert newer is not None and newer.id != standing.id and "fixed in driver 1.5" in newer.body
    await moved(cast.ada, article, "investigating")
    assert await prepared(cast.ada, case) is None
    await moved(cast.ada, article, "workaround")
    assert await prepared(cast.ada, case) is not None
    async with as_person(cast.ada) as db:
        mine = await case_for(db, cast.ada, case.ref, lock=True)
        await unlink_article(db, mine, await article_for(db, cast.ada, article.ref), by=cast.ada)
    assert await prepared(cast.ada, case) is None
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "fixed", None, "driver 1.6")
    await linked(cast.ada, case, article, "not_helpful")
    assert await prepared(cast.ada, case) is None


async def test_the_turn_goes_back_with_the_reason_for_it(cast: Cast) -> None:
    """A case that was to be verified is ours again when the article takes its help back or was not this, and stays with whoever went on."""
    article, case = await an_article(cast.ada, state="investigating"), await a_fitting_case(cast.ada)
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "workaround")
    await moved(cast.ada, article, "investigating")
    assert (await reload_case(cast.ada, case)).turn == "us"
    await moved(cast.ada, article, "workaround")
    assert (await reload_case(cast.ada, case)).turn == "close_the_loop"
    async with as_person(cast.ada) as db:
        mine = await case_for(db, cast.ada, case.ref, lock=True)
        await link_article(db, mine, await article_for(db, cast.ada, article.ref), "not_helpful", by=cast.ada)
    assert (await reload_case(cast.ada, case)).turn == "us"
    await linked(cast.ada, case, article)
    await moved(cast.ada, article, "fixed", None, "driver 1.6")
    async with as_person(cast.ada) as db:
        mine = await case_for(db, cast.ada, case.ref, lock=True)
        await withdraw_prepared_reply(db, mine, by=cast.ada)
        await unlink_article(db, mine, await article_for(db, cast.ada, article.ref), by=cast.ada)
    assert (await reload_case(cast.ada, case)).turn == "close_the_loop", "somebody writes their own"
