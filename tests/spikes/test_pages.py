import re

from escalations.spikes.actions import reject_alarm
from escalations.spikes.queries import alarm_for
from tests.cast import Cast
from tests.incidents.scenes import an_incident
from tests.spikes.scenes import an_alarm, past, standing
from tests.spikes.test_deciding import promote, reject
from tests.support import as_person, browser_of, program_of


def promotion(**more: object) -> dict[str, object]:
    return {
        "title": "Azure Files shares do not mount", "summary": "Many wrote at once.", "severity": "A", "families": "storage",
        "started_at": "2026-01-05T10:00", **more,
    }  # fmt: skip


async def test_the_list_shows_what_is_open_with_its_drawing(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with browser_of(cast.ada) as browser:
        told = (await browser.get("/spikes")).text
    assert alarm.ref in told and "6 customers in" in told and "<svg" in told and "hardly any usual" in told


async def test_an_empty_list_says_what_it_means(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.get("/spikes")
    assert answer.status_code == 200 and "As many customers come as are usual" in answer.text


async def test_the_page_tells_why_and_offers_both_decisions(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada, error_codes=["0x80070043"])
    async with browser_of(cast.dora) as lead, browser_of(cast.otto) as auditor:
        told, looked_at = (
            (await lead.get(f"/spikes/{alarm.ref}")).text,
            (await auditor.get(f"/spikes/{alarm.ref}")).text,
        )
    assert 'data-key="p"' in told and 'data-key="n"' in told and "0x80070043" in told
    assert "Half-hour until" in told and "The same as a table" in told
    assert f"C-{alarm.evidence['cases'][0]}" in told
    assert "Promote" not in looked_at


async def test_promoting_without_javascript_goes_to_the_incident(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit(
            f"/spikes/{alarm.ref}/promotion", cases=[f"C-{alarm.evidence['cases'][0]}"], **promotion()
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/incidents/I-1")
        beside = (await browser.get("/incidents/I-1/spike")).text
        shown = (await browser.get(f"/spikes/{alarm.ref}")).text
    assert "Came of a spike" in beside and alarm.ref in beside
    assert "Dora promoted it" in shown and "Promote<" not in shown


async def test_an_incident_without_a_spike_says_nothing(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with browser_of(cast.ada) as browser:
        beside = await browser.get(f"/incidents/{incident.ref}/spike")
    assert beside.status_code == 200 and "Came of" not in beside.text


async def test_typed_text_comes_back(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with browser_of(cast.dora) as browser:
        short = await browser.submit(
            f"/spikes/{alarm.ref}/promotion", **promotion(title="No", summary="The session table, we think.")
        )
        assert short.status_code == 422 and "The session table, we think." in short.text
        empty = await browser.submit(f"/spikes/{alarm.ref}/rejection", kind="known", reason="")
        assert empty.status_code == 422 and re.search(r'value="known" selected', empty.text)
        impossible = await browser.submit(
            f"/spikes/{alarm.ref}/promotion", **promotion(regions="usgovvirginia", summary="Here is what I know.")
        )
        assert impossible.status_code == 409 and "Here is what I know." in impossible.text
    assert [one.state for one in await standing()] == ["open"]


async def test_the_second_decision_is_a_409_that_keeps_the_text(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    await promote(alarm, cast.rex)
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit(f"/spikes/{alarm.ref}/rejection", kind="known", reason="We knew of it.")
    assert answer.status_code == 409 and "Rex already promoted" in answer.text


async def test_rejecting_shows_what_changed(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with browser_of(cast.dora) as browser:
        answer = await browser.submit(
            f"/spikes/{alarm.ref}/rejection", htmx=True, kind="known", reason="A planned test."
        )
        assert answer.status_code == 200 and "Dora rejected it" in answer.text
        listed = (await browser.get("/spikes")).text
    assert "A planned test." in listed and "0 of 1 alarms became incidents" in listed


async def test_outsiders_and_auditors(cast: Cast) -> None:
    alarm = await an_alarm(cast.dora, "germany")
    public = await an_alarm(cast.ada)
    async with browser_of(cast.rex) as outsider, browser_of(cast.otto) as auditor:
        assert alarm.ref not in (await outsider.get("/spikes")).text.replace(public.ref, "")
        assert (await outsider.get(f"/spikes/{alarm.ref}")).status_code == 404
        for verb in ("promotion", "rejection"):
            assert (await outsider.submit(f"/spikes/{alarm.ref}/{verb}", **promotion())).status_code == 404
            assert (await auditor.submit(f"/spikes/{public.ref}/{verb}", **promotion())).status_code == 403


async def test_programs_list_read_and_decide(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with program_of(cast.dora) as lead, program_of(cast.cleo) as outsider, program_of(cast.otto) as auditor:
        (listed,) = (await lead.get("/api/spikes")).json()
        assert (listed["ref"], listed["place"], listed["level"], listed["customers"]) == (
            alarm.ref,
            "Europe",
            "alarm",
            6,
        )
        read = (await lead.get(f"/api/spikes/{alarm.ref}")).json()
        assert len(read["cases"]) == 6 and read["evidence"]["counts"]["60"] == 6
        assert (await outsider.get("/api/spikes")).json() == []
        assert (await outsider.get(f"/api/spikes/{alarm.ref}")).status_code == 404
        body = {**promotion(started_at="2026-01-05T10:00:00Z", families=["storage"]), "cases": read["cases"]}
        assert (await auditor.post(f"/api/spikes/{alarm.ref}/promotion", json=body)).status_code == 403
        promoted = await lead.post(f"/api/spikes/{alarm.ref}/promotion", json=body)
        assert promoted.json()["spike"]["incident_ref"] == "I-1"
        again = await lead.post(f"/api/spikes/{alarm.ref}/rejection", json={"kind": "known", "reason": "We knew."})
        assert (again.status_code, again.json()["error"]) == (409, "Refused")
        (closed,) = (await lead.get("/api/spikes?closed=true")).json()
        assert closed["state"] == "promoted"


async def test_older_ones_are_a_page_further(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    async with browser_of(cast.ada) as browser:
        assert (await browser.get(f"/spikes?before={alarm.ref}")).status_code == 404
        await reject(alarm, cast.dora)
        assert "no earlier spikes" in (await browser.get(f"/spikes?before={alarm.ref}")).text
    assert len(await past()) == 1


async def test_a_program_may_say_the_same_again(cast: Cast) -> None:
    alarm = await an_alarm(cast.ada)
    await reject(alarm, cast.dora)
    async with as_person(cast.dora) as db:
        there = await alarm_for(db, cast.dora, alarm.ref, lock=True)
        version = there.version
        await reject_alarm(db, there, "own_doing", "Two mailings went out.", by=cast.dora)
        assert there.version == version
