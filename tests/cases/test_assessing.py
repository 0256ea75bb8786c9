from escalations.cases.actions import change_severity
from escalations.cases.queries import case_for, severity_changes_of
from escalations.clocks.queries import running_clock
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, browser_of


async def test_a_higher_severity_never_moves_the_first_response_later(cast: Cast) -> None:
    opened = await a_case(cast.ada, claimed="C")
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        before = await running_clock(db, case.id, "first_response")
        assert before is not None and before.due_at is not None
        due = before.due_at
        await change_severity(
            db, case, "assessed", "A", "production is down", always_contact_id=case.contact_id, by=cast.ada
        )
        after = await running_clock(db, case.id, "first_response")
        assert after is not None and after.due_at is not None
        assert after.due_at < due
        assert case.due_at == after.due_at


async def test_the_claim_moves_no_clock(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        due = case.due_at
        await change_severity(db, case, "claimed", "A", "the customer insists", by=cast.ada)
        assert (case.claimed, case.severity, case.due_at) == ("A", "B", due)
        assert [change.kind for change in await severity_changes_of(db, case)] == ["claimed"]


async def test_the_same_severity_records_nothing(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        await change_severity(db, case, "assessed", "B", "still moderate", by=cast.ada)
        assert "SeverityChanged" not in [row.action for row in await trail_of(db, case.subject)]


async def test_two_editors_of_one_severity_see_both_sides(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        version = (await case_for(db, cast.ada, opened.ref)).version
    told = {"severity": "A", "kind": "assessed", "version": version, "seen": "B"}
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        assert (
            await ada.submit(
                f"/cases/{opened.ref}/severity",
                reason="checkout is down",
                always_contact_id=str(opened.contact_id),
                **told,
            )
        ).status_code == 303
        answer = await ben.submit(
            f"/cases/{opened.ref}/severity", reason="only a few users", **told | {"severity": "C"}
        )
        assert answer.status_code == 409
        assert "only a few users" in answer.text
        assert "It is now A" in answer.text
        wrong = await ben.submit(f"/cases/{opened.ref}/severity", htmx=True, reason="", **told | {"severity": "C"})
        assert wrong.status_code == 422, "nothing is said about A, which Ben has not seen"
        assert 'name="seen" value="B"' in wrong.text and f'name="version" value="{version}"' in wrong.text


def facts(case: object, **changed: str) -> dict[str, object]:
    seen = {"title": case.title, "family": case.family, "product": case.product or "", "region": case.region or ""}  # type: ignore[attr-defined]
    return {**{f"was_{name}": value for name, value in seen.items()}, **seen, **changed, "version": case.version}  # type: ignore[attr-defined]


async def test_different_facts_merge_and_the_same_fact_conflicts(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        seen = await case_for(db, cast.ada, opened.ref)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        first = await ada.submit(f"/cases/{opened.ref}/facts", **facts(seen, title="Pods in West Europe cannot mount"))
        assert first.status_code == 303
        other = await ben.submit(f"/cases/{opened.ref}/facts", **facts(seen, region="westeurope"))
        assert other.status_code == 303, "another fact is no conflict"
        clash = await ben.submit(f"/cases/{opened.ref}/facts", **facts(seen, title="Share unreachable from pods"))
        assert clash.status_code == 409
        assert "Share unreachable from pods" in clash.text
        assert "Pods in West Europe cannot mount" in clash.text
    async with as_person(cast.ada) as db:
        case = await case_for(db, cast.ada, opened.ref)
        assert (case.title, case.region) == ("Pods in West Europe cannot mount", "westeurope")


async def test_a_region_of_another_cloud_is_refused(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        seen = await case_for(db, cast.ada, opened.ref)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{opened.ref}/facts", **facts(seen, region="usgovvirginia"))
        assert answer.status_code == 409
