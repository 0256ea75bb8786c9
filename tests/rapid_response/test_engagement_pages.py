"""The page of an engagement, with and without JavaScript, and the same for programs."""

from datetime import timedelta

from escalations.platform.time import now
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.house.test_query_counts import cost
from tests.rapid_response.builders import another_of_rapid_response
from tests.rapid_response.scenes import an_engagement, another_case
from tests.support import browser_of, program_of


def local(hours: float) -> str:
    return f"{now() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


VERBS = {
    "roles": {"role": "lead"},
    "roles/laid-down": {"role": "technical"},
    "cases": {"case": "C-1"},
    "cases/releases": {"case": "C-1", "why": "It was another cause."},
    "cause": {"cause": "One certificate for all."},
    "updates": {"next_at": "2099-01-01T00:00"},
    "updates/moves": {"next_at": "2099-01-01T00:00", "why": "They sleep."},
    "steps": {"what": "Collect a trace"},
    "summaries": {"audience": "customer", "body": "We are on it.", "version": 0},
    "prepared-replies": {},
    "guests": {"name": "Lena Vogt", "side": "customer"},
    "stand-down": {"note": "All is well.", "learned": "Nothing new."},
}


async def test_every_verb_is_404_for_an_outsider_and_403_for_an_auditor(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        for verb, told in VERBS.items():
            assert (await cleo.submit(f"{engagement.url}/{verb}", **told)).status_code == 404, verb
            assert (await otto.submit(f"{engagement.url}/{verb}", **told)).status_code == 403, verb
        assert (await cleo.get(engagement.url)).status_code == 404
        assert engagement.ref not in (await cleo.get("/rapid-response/engagements")).text


async def test_from_the_request_to_the_end_without_javascript(cast: Cast) -> None:
    first, engagement = await an_engagement(cast, taken=False)
    second = await another_case(cast, first.customer_id)
    url = engagement.url
    async with browser_of(cast.rex) as rex:
        assert "Take the lead" in (await rex.get(url)).text
        steps = [
            ("roles", {"role": "lead"}), ("cases", {"case": second.ref}), ("updates", {"next_at": local(2)}),
            ("updates/moves", {"next_at": local(3), "why": "They sleep."}), ("steps", {"what": "Collect a trace", "who": "Ada"}),
            ("steps/1/ticks", {"done": "1"}), ("guests", {"name": "Lena Vogt", "side": "customer"}), ("guests/1/leaving", {}),
            ("summaries", {"audience": "customer", "body": "We are on it.", "version": 0}), ("prepared-replies", {}),
            ("cause", {"cause": "One certificate for all."}), ("cases/releases", {"case": second.ref, "why": "Another cause."}),
            ("stand-down", {"note": "All is well again.", "learned": "Renew it a week earlier."}),
        ]  # fmt: skip
        for verb, told in steps:
            answer = await rex.submit(f"{url}/{verb}", **told)
            assert answer.status_code == 303, (verb, answer.text[-600:])
        page = (await rex.get(url)).text
        assert "Renew it a week earlier." in page and "One certificate for all." in page
        assert engagement.ref in (await rex.get("/rapid-response/engagements")).text


async def test_mistakes_and_refusals_keep_what_was_typed(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    other = await a_case(cast.ada, await a_customer(name="Carraway Bank", covered=True), claimed="A")
    async with browser_of(cast.rex) as rex:
        refused = {
            "cases": {"case": other.ref},
            "updates": {"next_at": "2020-01-01T10:00"},
            "updates/moves": {"next_at": "2099-01-01T10:00", "why": "They all sleep."},
            "cases/releases": {"case": "C-1", "why": "It was another."},
            "stand-down": {"note": "All is well again."},
            "prepared-replies": {},
        }
        for verb, told in refused.items():
            answer = await rex.submit(f"{engagement.url}/{verb}", htmx=True, **told)
            assert answer.status_code == 409, verb
            assert all(str(word) in answer.text for word in told.values()), verb
        for verb in ("roles", "cases", "cause", "updates", "steps", "guests", "stand-down"):
            assert (
                await rex.submit(f"{engagement.url}/{verb}", htmx=True, role="chief", name="x")
            ).status_code == 422, verb


async def test_a_verb_changes_the_parts_in_place_and_names_who_is_replaced(cast: Cast) -> None:
    _, engagement = await an_engagement(cast)
    rhea = await another_of_rapid_response()
    async with browser_of(rhea) as browser:
        refused = await browser.submit(f"{engagement.url}/roles", htmx=True, role="lead")
        assert refused.status_code == 409 and "take it over from them by name" in refused.text
        taken = await browser.submit(f"{engagement.url}/roles", htmx=True, role="lead", over=cast.rex.id)
        assert (
            taken.status_code == 200 and 'hx-target="#engagement-roles"' in taken.text and "Lay it down" in taken.text
        )


async def test_the_page_costs_no_more_with_more_of_everything(cast: Cast) -> None:
    first, engagement = await an_engagement(cast)
    few = await cost(cast.rex, engagement.url)
    async with browser_of(cast.rex) as rex:
        for number in range(3):
            case = await another_case(cast, first.customer_id, title=f"Share {number}")
            await rex.submit(f"{engagement.url}/cases", case=case.ref)
            await rex.submit(f"{engagement.url}/steps", what=f"Step {number}")
            await rex.submit(f"{engagement.url}/guests", name=f"Guest {number}", side="us")
    assert len(await cost(cast.rex, engagement.url)) == len(few) <= 18
    board = await cost(cast.rex, "/rapid-response")
    await another_case(cast, first.customer_id, title="One more")
    assert len(await cost(cast.rex, "/rapid-response")) == len(board)


async def test_programs(cast: Cast) -> None:
    first, engagement = await an_engagement(cast)
    second = await another_case(cast, first.customer_id)
    url = f"/api/rapid-response/engagements/{engagement.ref}"
    async with program_of(cast.rex) as rapid, program_of(cast.cleo) as outsider, program_of(cast.otto) as auditor:
        assert (await rapid.get("/api/rapid-response/engagements")).json() == [engagement.ref]
        assert (await rapid.post(f"{url}/cases", json={"case": second.ref})).json()["cases"] == [first.ref, second.ref]
        next_at = (now() + timedelta(hours=2)).isoformat()
        assert (await rapid.post(f"{url}/updates", json={"next_at": next_at})).status_code == 201
        assert (await rapid.post(f"{url}/steps", json={"what": "Collect a trace"})).status_code == 201
        said = {"audience": "customer", "body": "We are on it.", "version": 0}
        assert (await rapid.post(f"{url}/summaries", json=said)).json()["summaries"] == {"customer": "We are on it."}
        assert (await rapid.post(f"{url}/summaries", json={**said, "body": "Other."})).status_code == 409
        assert (await rapid.post(f"{url}/prepared-replies")).status_code == 201
        assert (await auditor.post(f"{url}/roles", json={"role": "technical"})).status_code == 403
        assert (await rapid.post(f"{url}/roles", json={"role": "technical"})).json()["lead_id"] == cast.rex.id
        assert (await outsider.get(url)).status_code == 404
        ended = await rapid.post(f"{url}/stand-down", json={"note": "All is well.", "learned": "Nothing new."})
        assert ended.json()["state"] == "stood_down" and (await rapid.get(url)).json()["next_update_at"] is None
