"""Why a case is where it is: told on its page, decided again from the row, with every rule and person behind it."""

import json
import re
from html import unescape

import asyncpg
import httpx
import pytest

from escalations.cases.explaining import explained, read_of
from escalations.cases.matrices import HURDLES, person_lines, rule_lines
from escalations.cases.models import Case, RoutingDecision
from escalations.cases.queries import decisions_of
from escalations.catalog.loading import catalogue
from escalations.routing.deciding import Decision, decide
from escalations.routing.facts import TextEvidence
from escalations.routing.rule_files import rule_set
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.routing.people import NOON, a_candidate
from tests.routing.people import a_case as some_facts
from tests.support import as_person, browser_of


async def the_decision(cast: Cast, case: Case) -> RoutingDecision:
    async with as_person(cast.ada) as db:
        return (await decisions_of(db, case))[-1]


def words_of(answer: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def test_the_decision_is_told_and_decided_again(cast: Cast) -> None:
    case = await a_case(cast.ada)
    row = await the_decision(cast, case)
    async with browser_of(cast.ben) as browser:
        page = words_of(await browser.get(f"/cases/{case.ref}/why"))
        panel = words_of(await browser.get(f"/cases/{case.ref}"))
    for sentence in row.reasons:
        assert sentence in page and sentence in panel
    assert "Decided again from this row: the same." in page
    assert catalogue().families[case.family].name in page
    assert "The smallest changes that would have sent it elsewhere" in page
    assert "If it were" in page or "If the technology were" in page
    assert f"All {len(rule_set().rules)} rules" in page


async def test_a_row_that_contradicts_itself_is_shown_as_such(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    row = await the_decision(cast, case)
    facts = {**row.facts, "severity": "A" if row.facts["severity"] != "A" else "C"}
    await admin.execute("UPDATE routing_decision SET facts = $1 WHERE id = $2", json.dumps(facts), row.id)
    async with browser_of(cast.ben) as browser:
        page = words_of(await browser.get(f"/cases/{case.ref}/why"))
    assert "Decided again from this row, it comes out otherwise." in page and "the same." not in page


async def test_a_row_whose_columns_say_otherwise_is_shown_too(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    row = await the_decision(cast, case)
    await admin.execute("UPDATE routing_decision SET queue = 'triage' WHERE id = $1", row.id)
    async with browser_of(cast.ben) as browser:
        assert "but the row says otherwise" in words_of(await browser.get(f"/cases/{case.ref}/why"))


async def test_every_rule_and_everybody_stand_behind_it(cast: Cast) -> None:
    case = await a_case(cast.ada)
    row = await the_decision(cast, case)
    url = f"/cases/{case.ref}/why/{row.id}"
    async with browser_of(cast.ben) as browser:
        rules = (await browser.get(f"{url}/rules")).text
        people = (await browser.get(f"{url}/people")).text
        assert (await browser.get(url)).status_code == 200
    assert len(re.findall(r'id="asked-\d+-', rules)) == len(rule_set().rules)
    assert rules.count(">decided<") == 1
    for name in ("Ada", "Ben", "Cleo", "Dora", "Rex"):
        assert f">{name}</a>" in people
    assert "is not cleared for Public" in people and people.count(">chosen<") == (1 if row.assignee_id else 0)


async def test_it_is_nobodys_who_may_not_see_the_case(cast: Cast) -> None:
    case = await a_case(cast.ada)
    other = await a_case(cast.ada, await a_customer(name="Nordhavn Rail"))
    row = await the_decision(cast, case)
    pages = [f"/cases/{case.ref}/why", *(f"/cases/{case.ref}/why/{row.id}{part}" for part in ("", "/rules", "/people"))]
    async with browser_of(cast.cleo) as browser:
        assert [(await browser.get(page)).status_code for page in pages] == [404] * 4
    async with browser_of(cast.otto) as browser:
        assert [(await browser.get(page)).status_code for page in pages] == [200] * 4
    async with browser_of(cast.ben) as browser:
        assert (await browser.get(f"/cases/{other.ref}/why/{row.id}")).status_code == 404


async def test_a_case_without_a_decision_says_so(cast: Cast, admin: asyncpg.Connection) -> None:
    case = await a_case(cast.ada)
    await admin.execute("DELETE FROM routing_decision")
    async with browser_of(cast.ben) as browser:
        assert "brought in without a routing decision" in (await browser.get(f"/cases/{case.ref}/why")).text
        assert "brought in without a routing decision" in (await browser.get(f"/cases/{case.ref}")).text


def test_the_words_that_spoke_for_a_technology_are_told() -> None:
    evidence = (
        TextEvidence("blob", 3.0, "storage"),
        TextEvidence("SAS", 1.5, "storage"),
        TextEvidence("pod", 1.0, "kubernetes"),
    )
    read = read_of(some_facts(family="storage", evidence=evidence, confidence=0.934))
    assert read is not None and read.sure and read.sentence == "Read as Storage, 93% likely."
    assert [(one.words, one.share) for one in read.heard] == [("blob", 1.0), ("SAS", 0.5)]
    assert read.against == ("pod (Kubernetes)",)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"family": "storage", "family_sure": False, "confidence": 0.5}, "Not sure: perhaps Storage, 50% likely."),
        (
            {"family": None, "family_sure": False, "confidence": 0.1},
            "Not sure: no word of the text points at a technology.",
        ),
    ],
)
def test_what_is_not_sure_is_said(facts: dict[str, object], sentence: str) -> None:
    read = read_of(some_facts(**facts))
    assert read is not None and read.sentence == sentence


def test_a_technology_that_was_given_was_not_read() -> None:
    assert read_of(some_facts()) is None


def test_the_matrix_of_people_has_the_first_first_and_those_who_lack_least_next() -> None:
    roster = [
        a_candidate(1, load=3),
        a_candidate(2),
        a_candidate(3, presence="away"),
        a_candidate(4, presence="away", clearances={}, load=9),
    ]
    lines = person_lines(decide(some_facts(), rule_set(), roster, NOON))
    assert [line.id for line in lines] == [2, 1, 3, 4]
    assert lines[0].chosen and "room" in lines[0].why and lines[0].score is not None
    marks = dict(zip(HURDLES, lines[3].over, strict=True))
    assert [hurdle for hurdle, over in marks.items() if not over] == ["clearance", "presence", "room"]


def test_the_matrix_of_rules_tells_what_the_case_had() -> None:
    decision = decide(some_facts(severity="A", family="caching_cdn", product="cdn"), rule_set(), [], NOON)
    lines = rule_lines(decision)
    assert [line.name for line in lines] == [rule.name for rule in rule_set().rules]
    assert [line.name for line in lines if line.verdict == "decided"] == [decision.rule.name]
    told = {asked.had for line in lines for asked in line.asked}
    assert "Caching and CDN" in told and "caching_cdn" not in told


def test_a_decision_is_told_from_its_columns_alone() -> None:
    decision = decide(
        some_facts(severity="A"), rule_set(), [a_candidate(1, name="Ada"), a_candidate(2, name="Ben")], NOON
    )
    facts, record = decision.stored()
    row = RoutingDecision(
        id=1, boundary="public", case_id=1, at=NOON, trigger="opened", rule_set=decision.rules_hash, rule=decision.rule.name,
        queue=decision.queue, assignee_id=decision.assignee_id, reasons=decision.reasons, facts=facts, record=record,
    )  # fmt: skip
    told = explained(row)
    assert told.contradiction is None and told.reasons == Decision.restored(facts, record).reasons
    assert told.weighed == len(person_lines(decision)) == 2
    assert told.people[0] == "If Ada could not, Ben would take it."
    assert len(told.elsewhere) <= 4 and len({*told.elsewhere, *told.further}) == len(told.elsewhere) + len(told.further)


async def test_the_words_of_the_case_are_kept_with_its_decision(cast: Cast) -> None:
    case = await a_case(cast.ada)
    row = await the_decision(cast, case)
    read = read_of(Decision.restored(row.facts, row.record).facts)
    assert read is not None and "Azure Files share" in [one.words for one in read.heard]
    assert [one.weight for one in read.heard] == sorted((one.weight for one in read.heard), reverse=True)
    async with browser_of(cast.ben) as browser:
        assert "“Azure Files share”" in words_of(await browser.get(f"/cases/{case.ref}/why"))
        assert "Read as Storage" in words_of(await browser.get(f"/cases/{case.ref}"))


async def test_a_technology_that_somebody_named_is_not_said_to_be_read(cast: Cast) -> None:
    case = await a_case(cast.ada, family="identity")
    row = await the_decision(cast, case)
    assert read_of(Decision.restored(row.facts, row.record).facts) is None
