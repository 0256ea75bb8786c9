"""The rules page says what is wrong with the rules, and how often each was used."""

import re
import shutil
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from escalations.desk.presenting import checks
from escalations.desk.queries import hits_of_rules
from escalations.platform.resources import resource_dir
from escalations.platform.time import now, time_at
from escalations.routing.linting import Practice, lint, skilled
from escalations.routing.rule_files import rule_set
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.routing.people import a_candidate
from tests.support import as_person, as_system, browser_of

EVERYBODY = skilled(
    [a_candidate(number, role=role) for number, role in enumerate(("support_engineer", "duty_lead", "rapid_response"))]
)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


async def test_the_page_says_that_there_are_no_faults_and_leads_to_each_rule(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalations.desk.routes.rules.skilled", lambda _: EVERYBODY)
    notes = lint(rule_set(), now(), Practice(hits={}, days=90, staff=EVERYBODY))
    async with browser_of(cast.otto) as browser:
        page = (await browser.get("/rules")).text
    told = text_of(page)
    assert "No faults in these rules." in told and f"{len(notes)} notes on their order" in told
    for note in notes:
        number = next(number for number, rule in enumerate(rule_set().rules, 1) if rule.name == note.rule)
        assert f'href="#rule-{number}"' in page and f'id="rule-{number}"' in page
        assert " ".join(note.says.split()) in told and note.place in told


async def test_what_nobody_can_work_is_a_warning(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        told = text_of((await browser.get("/rules")).text)
    assert "warning" in told and "sends cases of France (sovereign) where nobody cleared for it works" in told


async def test_each_rule_tells_how_many_cases_it_decided(cast: Cast) -> None:
    customer, abroad = await a_customer(), await a_customer("germany", "Nordwerk")
    for _ in range(2):
        await a_case(cast.ada, customer)
    await a_case(cast.cleo, abroad)
    with time_at(now() - timedelta(days=100)):
        await a_case(cast.ada, customer)
    async with as_person(cast.ada) as db:
        assert await hits_of_rules(db, now() - timedelta(days=90)) == {"ProDirect, work impaired": 2}
    async with as_system("public", "germany") as db:
        assert (await hits_of_rules(db, now() - timedelta(days=90)))["Germany"] == 1
    async with browser_of(cast.ada) as browser:
        told = text_of((await browser.get("/rules")).text)
    assert (
        "decided 2 of the cases you may see in 90 days" in told
        and told.count("decided no case you may see in 90 days") == 34
    )


async def test_a_text_is_tried_beside_the_check(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/rules/trials", text="Nothing works since this morning")
    assert answer.status_code == 200 and 'id="check"' in answer.text and "It would go to" in answer.text


async def test_all_that_is_wrong_with_refused_files_is_told(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "files"))
    rules = files / "rules" / "30-critical.toml"
    rules.write_text(
        rules.read_text().replace('queue = "networking"', 'queue = "kitchen"').replace("storage = 3", "storage = 9")
    )
    monkeypatch.setattr(
        "escalations.desk.routes.rules.rule_set_fault", lambda: "rules/30-critical.toml:6: the first of them"
    )
    monkeypatch.setattr(checks, "rules_dir", lambda: files)
    async with browser_of(cast.dora) as browser:
        told = text_of((await browser.get("/rules")).text)
    assert "rules/30-critical.toml:6: the first of them" in told and "All that is wrong with them:" in told
    assert "Under attack names the queue 'kitchen'" in told and "asks for storage at level 9" in told
