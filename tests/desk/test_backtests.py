"""The page on which changed rules are tried on past cases."""

import re
from datetime import timedelta

import pytest

from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.desk.presenting.moves import page_of_moves
from escalations.desk.queries.backtests import replay_past
from escalations.desk.routes.backtests import period_of
from escalations.desk.rule_forms import BacktestForm
from escalations.people.models import Person
from escalations.platform.resources import resource_dir
from escalations.platform.time import now, time_at
from escalations.routing.rule_files import rule_set
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.desk.test_rules import count_events
from tests.support import as_person, browser_of, program_of

ALL_TO_TRIAGE = """[[rule]]
name = "Storage to triage"
owner = "leads"
reason = "To try it."
when = { family = "storage" }
then = { queue = "triage" }
[[rule.examples]]
family = "storage"
severity = "C"
queue = "triage"
"""
STANDARD = {"claimed": "C"}


async def an_ordinary_case(by: Person, boundary: str = "public", **told: object) -> Case:
    """Decided by the last rule, so that what is put before it moves it."""
    customer = await a_customer(boundary, f"Customer {now().timestamp()}", plan="standard")
    return await a_case(by, customer, **{**STANDARD, **told})


async def tried(person: Person, **fields: object) -> str:
    async with browser_of(person) as browser:
        answer = await browser.submit("/rules/backtests", **{"rules": ALL_TO_TRIAGE, **fields})
    assert answer.status_code == 200, answer.text
    return answer.text


def sentences(html: str) -> list[str]:
    return re.findall(r"<li>([^<]*)</li>", html.partition('class="why lead"')[2].partition("</ol>")[0])


async def test_every_role_may_try(cast: Cast) -> None:
    for person in cast.everyone:
        async with browser_of(person) as browser:
            assert (await browser.get("/rules/backtests")).status_code == 200
            rules = await browser.get("/rules")
        assert 'href="/rules/backtests"' in rules.text and 'href="/rules/proposals"' in rules.text


async def test_what_would_move_and_whether_that_is_right(cast: Cast) -> None:
    case = await an_ordinary_case(cast.ada)
    await an_ordinary_case(cast.ada, claimed="B")
    async with as_person(cast.dora) as db:
        await close_case(db, await case_for(db, cast.dora, case.ref, lock=True), "fixed", "It works.", by=cast.dora)
    html = await tried(cast.ada)
    assert sentences(html) == [
        "2 of 2 cases would move, none of them of severity A.",
        "Of 1 that are closed, none more would have gone straight to the team that solved them; 1 that did would not.",
        "Wrongly routed: 1 instead of 0, 1 more.",
    ]
    assert f'href="/cases/{case.ref}"' in html and "solved in Storage" in html and "still open" in html
    assert 'id="outcome-matrix"' in html and "Storage to triage" in html


async def test_nothing_moves_under_the_rules_as_they_are(cast: Cast) -> None:
    await an_ordinary_case(cast.ada)
    last = sorted((resource_dir("routing_rules") / "rules").glob("*.toml"))[-1]
    html = await tried(cast.ada, rules=last.read_text("utf-8"), place=last.name)
    assert sentences(html)[0] == "None of 1 case would move." and "outcome-matrix" not in html


async def test_a_person_counts_only_what_they_may_see(cast: Cast) -> None:
    await an_ordinary_case(cast.ada)
    hidden = await an_ordinary_case(cast.cleo, "germany", title="Zebrafjord cannot mount the share")
    german = ALL_TO_TRIAGE + ALL_TO_TRIAGE.replace("Storage to triage", "Other").replace('"storage"', '"identity"')
    for person, cases in ((cast.ada, 1), (cast.cleo, 1), (cast.dora, 2), (cast.otto, 1)):
        html = await tried(person, rules=german)
        assert f"{cases} case" in sentences(html)[0]
        assert ("Zebrafjord" in html) is (person.name in ("Cleo", "Dora") and hidden.ref in html)
    assert "Zebrafjord" not in await tried(cast.ada)


async def test_trying_records_and_changes_nothing(cast: Cast) -> None:
    await an_ordinary_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        before, rules = await count_events(), rule_set().hash
        assert (await browser.submit("/rules/backtests", rules=ALL_TO_TRIAGE)).status_code == 200
        assert (await count_events(), rule_set().hash) == (before, rules)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"rules": ALL_TO_TRIAGE.replace('"triage" }', '"kitchen" }')}, "your text:6: the rule &#39;Storage to triage&#39; names the queue"),
        ({"rules": "[[rule"}, "your text:1: not valid TOML"),
        ({"rules": " "}, "Paste rules, upload a rule file"),
        ({"place": "99-none.toml"}, "There is no file 99-none.toml"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "This is before the first day."),
        ({"since": "yesterday"}, "Write a date"),
    ],
)  # fmt: skip
async def test_what_is_wrong_stands_beside_what_was_typed(cast: Cast, fields: dict[str, str], complaint: str) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/rules/backtests", **{"rules": ALL_TO_TRIAGE, **fields})
    assert answer.status_code == 422 and complaint in answer.text
    typed = fields.get("rules", ALL_TO_TRIAGE).split("\n")[0].strip()
    assert f">\n{typed}" in answer.text and 'class="why lead"' not in answer.text


async def test_a_file_is_uploaded_and_stands_in_the_field(cast: Cast) -> None:
    await an_ordinary_case(cast.ada)
    async with browser_of(cast.ada) as browser:
        files = {"rules_file": ("mine.toml", ALL_TO_TRIAGE.encode(), "text/plain")}
        answer = await browser.submit("/rules/backtests", files=files, rules="")
        assert answer.status_code == 200 and ">\n[[rule]]" in answer.text and len(sentences(answer.text)) == 3
        picture = {"rules_file": ("mine.png", b"\x89PNG\xff", "image/png")}
        refused = await browser.submit("/rules/backtests", files=picture)
    assert refused.status_code == 422 and "mine.png is no text." in refused.text


async def test_a_present_file_is_where_one_can_begin(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.get("/rules/backtests?file=90-catch-all.toml")
        elsewhere = await browser.get("/rules/backtests?file=../queues.toml")
    assert "To the family" in answer.text and '<option value="90-catch-all.toml" selected' in answer.text
    assert "Where cases wait" not in elsewhere.text and '<option value="" selected' in elsewhere.text


async def test_days_are_those_of_the_person(cast: Cast) -> None:
    cast.ada.time_zone = "America/New_York"
    form = BacktestForm.model_validate({"since": "2026-03-08", "until": "2026-03-08"})
    period = period_of(cast.ada, form.since, form.until)
    assert period.until - period.since == timedelta(hours=23)
    assert period.since.isoformat() == "2026-03-08T05:00:00+00:00"


async def test_the_newest_are_tried_and_the_rest_is_counted(cast: Cast) -> None:
    moment = now() - timedelta(days=2)
    for hours in range(5):
        with time_at(moment + timedelta(hours=hours)):
            await an_ordinary_case(cast.ada)
    async with as_person(cast.ada) as db:
        replay = await replay_past(db, rule_set(), period_of(cast.ada, None), most=3)
        whole = await replay_past(db, rule_set(), period_of(cast.ada, None))
    assert (replay.replayed, replay.there, replay.left_out) == (3, 5, 2)
    assert (whole.replayed, whole.left_out) == (5, 0)


async def test_moved_cases_are_read_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalations.desk.presenting.moves.PAGE", 2)
    refs = [(await an_ordinary_case(cast.ada)).ref for _ in range(5)]
    seen: list[str] = []
    before: str | None = None
    for _ in range(3):
        html = await tried(cast.ada, before=before)
        seen += re.findall(r'href="/cases/(C-\d+)"', html.partition('id="outcome-moves"')[2])
        older = re.search(r'name="before" value="(\d+)"', html)
        before = older[1] if older else None
    assert seen == refs[::-1] and before is None


async def test_a_page_that_is_not_there_is_empty(cast: Cast) -> None:
    await an_ordinary_case(cast.ada)
    async with as_person(cast.ada) as db:
        replay = await replay_past(db, rule_set(), period_of(cast.ada, None))
    assert list(page_of_moves(replay, 4711)) == []


async def test_a_backtest_for_programs(cast: Cast) -> None:
    case = await an_ordinary_case(cast.ada)
    async with program_of(cast.ada) as ada:
        told = (await ada.post("/api/rules/backtests", json={"rules": ALL_TO_TRIAGE})).json()
        wrong = await ada.post("/api/rules/backtests", json={"rules": "[[rule"})
    assert told["sentences"][0] == "1 of 1 case would move, none of them of severity A."
    assert told["moved"] == [{"from": "storage", "to": "triage", "cases": 1}] and told["left_out"] == 0
    assert [(move["ref"], move["would_go_to"]) for move in told["moves"]] == [(case.ref, "triage")]
    assert wrong.status_code == 409 and wrong.json()["detail"].startswith("your text:1: not valid TOML")
