"""A transfer proposes a rule; people try it, mend it, adopt or dismiss it."""

import re
import tomllib

import pytest
from sqlmodel import col, select

from escalations.cases.actions import transfer_case
from escalations.cases.actions.proposing import adopt_proposal, dismiss_proposal, revise_proposal
from escalations.cases.events import ProposalAdopted, ProposalDismissed, ProposalRevised
from escalations.cases.models import Case, RuleProposal
from escalations.cases.queries import case_for
from escalations.cases.queries.proposals import proposal_for
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused, Stale
from escalations.platform.events import Event, EventRow
from escalations.routing.rule_files import rule_set
from tests.cast import Cast
from tests.desk.test_backtests import an_ordinary_case, sentences
from tests.support import as_person, as_system, browser_of, program_of

WORDS = "Zebrafjord says permission denied, which is about identity."
NARROWER = """[[rule]]
name = "Narrowed by Dora"
owner = "duty-leads"
reason = "Only these."
when = { family = "storage", severity = "C", plan = "standard" }
then = { queue = "identity" }
[[rule.examples]]
family = "storage"
severity = "C"
plan = "standard"
queue = "identity"
"""
CHANGE_RULES = ("dora", "adam")


async def transferred(cast: Cast, boundary: str = "public", to_queue: str = "identity") -> Case:
    case = await an_ordinary_case(cast.dora, boundary, title="Zebrafjord cannot mount the share")
    async with as_person(cast.dora) as db:
        row = await case_for(db, cast.dora, case.ref, lock=True)
        await transfer_case(db, row, to_queue, "text", WORDS, by=cast.dora)
    return case


async def a_proposal(cast: Cast, boundary: str = "public") -> RuleProposal:
    case = await transferred(cast, boundary)
    async with as_system(boundary) as db:
        return (await db.exec(select(RuleProposal).where(col(RuleProposal.case_id) == case.id))).one()


async def stored(proposal: RuleProposal) -> RuleProposal:
    async with as_system(proposal.boundary) as db:
        return await proposal_for(db, proposal.ref)


async def events(kind: type[Event]) -> list[EventRow]:
    async with as_system() as db:
        return list((await db.exec(select(EventRow).where(EventRow.action == kind.__name__))).all())


async def test_a_transfer_proposes_a_rule_that_names_nobody(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    (rule,) = tomllib.loads(proposal.draft)["rule"]
    assert (proposal.state, proposal.boundary, rule["then"]["queue"]) == ("open", "public", "identity")
    assert "zebrafjord" not in proposal.draft.lower()


async def test_what_the_rules_know_already_is_not_proposed(cast: Cast) -> None:
    """To and fro: the way back is where the rules would have sent it."""
    case = await transferred(cast)
    async with as_person(cast.dora) as db:
        await transfer_case(
            db, await case_for(db, cast.dora, case.ref, lock=True), "storage", "text", "It is.", by=cast.dora
        )
        assert [one.to_queue for one in (await db.exec(select(RuleProposal))).all()] == ["identity"]


async def test_the_list_has_the_open_ones_first(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    async with browser_of(cast.otto) as browser:
        answer = await browser.get("/rules/proposals")
        adopted = await browser.get("/rules/proposals?state=adopted")
    assert f"proposal-{proposal.ref}" in answer.text and "1 open" in answer.text
    assert "None was adopted yet." in adopted.text and f"proposal-{proposal.ref}" not in adopted.text


async def test_the_page_says_where_it_comes_from_and_where_it_would_stand(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    async with browser_of(cast.ada) as browser:
        answer = await browser.get(f"/rules/proposals/{proposal.ref}")
        toml = await browser.get(f"/rules/proposals/{proposal.ref}/rule.toml")
    assert answer.status_code == 200 and WORDS in answer.text and "Words of the customer" in answer.text
    assert f"<b>{rule_set().rules[-1].name}</b>" in answer.text and "Storage → Identity" in answer.text
    assert "Adopt" not in answer.text and "Save the draft" not in answer.text and "Backtest" in answer.text
    assert toml.headers["content-type"].startswith("text/plain") and "attachment" in toml.headers["content-disposition"]
    assert (
        tomllib.loads(toml.text) == tomllib.loads(proposal.draft) and "Goes into rules/90-catch-all.toml" in toml.text
    )


async def test_the_draft_is_tried_as_it_is_typed(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    async with browser_of(cast.ada) as browser:
        url = f"/rules/proposals/{proposal.ref}/backtests"
        answer = await browser.submit(url, draft=NARROWER.replace("\n", "\r\n"), version=proposal.version)
        broken = await browser.submit(url, draft=NARROWER.replace("plan =", "plane =", 1), version=proposal.version)
    assert answer.status_code == 200 and sentences(answer.text)[0].startswith("1 of 1 case would move")
    assert "Narrowed by Dora" in answer.text
    assert broken.status_code == 422 and "your text:5: " in broken.text and "plane =" in broken.text
    assert (await stored(proposal)).draft == proposal.draft


async def test_a_draft_is_revised(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    url = f"/rules/proposals/{proposal.ref}/draft"
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit(url, draft=NARROWER, version=proposal.version)
        assert answer.status_code == 303
        saved = await stored(proposal)
        again = await browser.submit(url, draft=NARROWER, version=proposal.version, htmx=True)
        assert again.status_code == 200 and 'hx-target="#proposal-draft"' in again.text
        stale = await browser.submit(url, draft=NARROWER + "\n# mine\n", version=proposal.version)
        wrong = await browser.submit(url, draft=NARROWER.replace("identity", "kitchen"), version=saved.version)
    assert saved.draft == NARROWER and len(await events(ProposalRevised)) == 1
    assert stale.status_code == 409 and "Saved meanwhile" in stale.text and "# mine" in stale.text
    assert wrong.status_code == 409 and "kitchen" in wrong.text and "cannot stand among the rules" in wrong.text


@pytest.mark.parametrize("name", CHANGE_RULES)
async def test_it_is_adopted(cast: Cast, name: str) -> None:
    proposal, person = await a_proposal(cast), getattr(cast, name)
    url = f"/rules/proposals/{proposal.ref}/adoption"
    async with browser_of(person) as browser:
        assert (await browser.submit(url, note="Good.", version=proposal.version)).status_code == 303
        assert (await browser.submit(url, note="Twice.", version=proposal.version)).status_code == 303
        page = (await browser.get(f"/rules/proposals/{proposal.ref}")).text
        refused = await browser.submit(
            f"/rules/proposals/{proposal.ref}/dismissal", reason="No.", version=proposal.version
        )
    adopted = await stored(proposal)
    assert (adopted.state, adopted.note, adopted.decided_by) == ("adopted", "Good.", person.id)
    assert "Rules are files: put the draft into rules/90-catch-all.toml" in page and "rule.toml" in page
    assert refused.status_code == 409 and "was adopted already" in refused.text
    (event,) = await events(ProposalAdopted)
    assert (event.thread, event.actor_id) == (f"case/{proposal.case_id}", person.id)
    assert event.particulars["rule_set"] == rule_set().hash and event.particulars["rule"] in proposal.draft


async def test_it_is_dismissed_with_a_reason(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    url = f"/rules/proposals/{proposal.ref}/dismissal"
    async with browser_of(cast.dora) as browser:
        silent = await browser.submit(url, reason="", version=proposal.version)
        assert silent.status_code == 422 and "Fill this in." in silent.text
        done = await browser.submit(url, reason="One of a kind.", version=proposal.version, htmx=True)
        assert (await browser.submit(url, reason="Again.", version=proposal.version)).status_code == 303
        refused = await browser.submit(
            f"/rules/proposals/{proposal.ref}/adoption", note="Yet.", version=proposal.version
        )
    dismissed = await stored(proposal)
    assert (dismissed.state, dismissed.note) == ("dismissed", "One of a kind.")
    assert done.status_code == 200 and 'hx-target="#proposal-head"' in done.text and "One of a kind." in done.text
    assert refused.status_code == 409 and "was dismissed already" in refused.text
    assert [event.told for event in await events(ProposalDismissed)] == [
        f"dismissed the rule proposal {proposal.ref}: One of a kind."
    ]


async def test_what_changed_meanwhile_is_not_adopted_unseen(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    async with as_person(cast.dora) as db:
        row = await proposal_for(db, proposal.ref, lock=True)
        await revise_proposal(db, row, NARROWER, proposal.version, by=cast.dora)
    for verb in (adopt_proposal, dismiss_proposal):
        async with as_person(cast.adam) as db:
            with pytest.raises(Stale):
                await verb(db, await proposal_for(db, proposal.ref), "Yes.", proposal.version, by=cast.adam)
    async with browser_of(cast.adam) as browser:
        answer = await browser.submit(f"/rules/proposals/{proposal.ref}/adoption", version=proposal.version)
    assert answer.status_code == 409 and "changed while you were editing" in answer.text


async def test_a_draft_that_cannot_stand_is_not_saved(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    name = re.sub(r'name = "[^"]*"', f'name = "{rule_set().rules[0].name}"', proposal.draft)
    async with as_person(cast.dora) as db:
        with pytest.raises(Refused, match=r"cannot stand among the rules\. .+ has the name of the one at"):
            await revise_proposal(db, await proposal_for(db, proposal.ref), name, proposal.version, by=cast.dora)


VERBS = ("draft", "adoption", "dismissal")
FIELDS = {"draft": NARROWER, "reason": "No good.", "note": "", "version": 1}


@pytest.mark.parametrize("verb", VERBS)
async def test_who_may_not_change_rules_is_told_so(cast: Cast, verb: str) -> None:
    proposal = await a_proposal(cast)
    for person in (cast.otto, cast.ada, cast.rex):
        async with browser_of(person) as browser:
            answer = await browser.submit(f"/rules/proposals/{proposal.ref}/{verb}", **FIELDS)
        assert answer.status_code == 403 and "may not change routing rules" in answer.text
    assert (await stored(proposal)).version == proposal.version


@pytest.mark.parametrize("verb", ["", "/rule.toml", "/backtests", *(f"/{verb}" for verb in VERBS)])
async def test_who_may_not_see_the_case_finds_nothing(cast: Cast, verb: str) -> None:
    proposal = await a_proposal(cast)
    async with browser_of(cast.cleo) as browser:
        url = f"/rules/proposals/{proposal.ref}{verb}"
        answer = await (browser.get(url) if verb in ("", "/rule.toml") else browser.submit(url, **FIELDS))
        listed = await browser.get("/rules/proposals")
    assert answer.status_code == 404 and "0 open" in listed.text and proposal.ref not in listed.text


async def test_a_proposal_of_another_cloud_stays_there(cast: Cast) -> None:
    proposal = await a_proposal(cast, "germany")
    seen = {person.name: await _is_seen_by(person, proposal) for person in cast.everyone}
    assert {name for name, sees in seen.items() if sees} == {"Cleo", "Dora", "Adam"}


async def _is_seen_by(person: Person, proposal: RuleProposal) -> bool:
    async with as_person(person) as db:
        try:
            await proposal_for(db, proposal.ref)
        except NotFound:
            return False
        return True


async def test_the_verbs_themselves_refuse(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    async with as_person(cast.ada) as db:
        row = await proposal_for(db, proposal.ref)
        for verb in (revise_proposal, adopt_proposal, dismiss_proposal):
            with pytest.raises(NotAllowed):
                await verb(db, row, NARROWER, row.version, by=cast.ada)


async def test_proposals_for_programs(cast: Cast) -> None:
    proposal = await a_proposal(cast)
    url, data = f"/api/rules/proposals/{proposal.ref}", {"version": proposal.version}
    async with program_of(cast.dora) as dora, program_of(cast.cleo) as cleo, program_of(cast.otto) as otto:
        (listed,) = (await dora.get("/api/rules/proposals")).json()["proposals"]
        assert (listed["ref"], listed["case"], listed["state"]) == (proposal.ref, f"C-{proposal.case_id}", "open")
        assert (await cleo.get("/api/rules/proposals")).json() == {"proposals": [], "before": None}
        assert (await cleo.get(url)).status_code == (await cleo.post(f"{url}/adoption", json=data)).status_code == 404
        assert (await otto.post(f"{url}/adoption", json=data)).status_code == 403
        wrong = await dora.post(f"{url}/draft", json={**data, "draft": NARROWER.replace("identity", "kitchen")})
        assert wrong.status_code == 409 and "kitchen" in wrong.json()["detail"]
        saved = (await dora.post(f"{url}/draft", json={**data, "draft": NARROWER})).json()
        assert saved["draft"] == NARROWER and saved["version"] == proposal.version + 1
        assert (await dora.post(f"{url}/adoption", json=data)).status_code == 409
        adopted = (await dora.post(f"{url}/adoption", json={"version": saved["version"], "note": "Good."})).json()
        assert (adopted["state"], adopted["decided_by"]) == ("adopted", "Dora")
        assert (await dora.post(f"{url}/dismissal", json={**data, "reason": "No."})).status_code == 409
