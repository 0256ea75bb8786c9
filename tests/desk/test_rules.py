import pytest
from sqlmodel import func, select

from escalations.cases.queries import decisions_of
from escalations.desk.forms import RuleTrial
from escalations.desk.wording import action_in_words, rule_lines
from escalations.platform.events import EventRow
from escalations.routing.conditions import Condition
from escalations.routing.naming import condition_in_words
from escalations.routing.rule_files import rule_set
from escalations.routing.rules import Action, Relax
from tests.builders import STORY, a_case, a_customer
from tests.cast import Cast
from tests.support import as_person, as_system, browser_of

TEXT = f"Pods cannot mount the share\n{STORY}"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition(fact="severity", wanted=("A", "B")), "severity is A or B"),
        (Condition(fact="cover", wanted=("yes",)), "the customer has rapid-response cover"),
        (Condition(fact="cover", wanted=("yes",), unless=True), "the customer has no rapid-response cover"),
        (Condition(fact="family_sure", wanted=("no",)), "the technology is not clear yet"),
        (Condition(fact="boundary", wanted=("public",), unless=True), "the boundary is not Public"),
        (Condition(fact="text", wanted=("data loss", "ransomware")), "the text says “data loss” or “ransomware”"),
        (Condition(fact="hours_running", wanted=("24",)), "the problem had run for 24 hours or more"),
        (Condition(fact="product", wanted=("left_the_catalogue",)), "the product is left_the_catalogue"),
    ],
)
def test_a_condition_in_words(condition: Condition, words: str) -> None:
    assert condition_in_words(condition) == words


def test_an_action_in_words() -> None:
    action = Action(queue="family", require={"family": 3}, language="customer", escalate="rapid_response")
    assert action_in_words(action) == (
        "goes to the queue of its family; asks for someone who knows its family at level 3 or higher; "
        "prefers someone who speaks the customer's language; proposes rapid response."
    )
    assert action_in_words(Action(queue="triage")) == "goes to the Triage queue."


def test_what_gives_way_in_words() -> None:
    steps = (
        Relax(after=10, skill="family", level=1),
        Relax(after=20, skill="storage", level=0),
        Relax(after=30, language=False),
    )
    action = Action(
        queue="storage", require={"family": 2, "storage": 1}, prefer={"identity": 2}, language="de", relax=steps
    )
    assert action_in_words(action) == (
        "goes to the Storage queue; asks for someone who knows its family at level 2 and Storage at level 1 or higher; "
        "prefers someone who speaks German and knows Identity at level 2; after 10 minutes its family at level 1 will do; "
        "after 20 minutes Storage is no longer asked for; after 30 minutes any language will do."
    )


def test_every_rule_stands_in_order_with_its_examples() -> None:
    lines = rule_lines()
    assert [line.name for line in lines] == [rule.name for rule in rule_set().rules]
    assert sum(len(line.examples) for line in lines) == sum(len(rule.examples) for rule in rule_set().rules)
    assert all(example.right for line in lines for example in line.examples)


async def test_every_role_reads_the_rules(cast: Cast) -> None:
    for person in cast.everyone:
        async with browser_of(person) as browser:
            answer = await browser.get("/rules")
        assert answer.status_code == 200 and rule_set().hash in answer.text and "examples go right" in answer.text
        assert all(f"{line.number}. " in answer.text for line in rule_lines())


async def test_a_text_is_tried_with_the_people_who_are_there(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit(
            "/rules/trials", text=TEXT, severity="A", cover="1", plan="unified", boundary="public"
        )
    assert answer.status_code == 200 and "It would go to" in answer.text and "Rapid response" in answer.text
    assert "Rule “Covered customer in a critical situation” decided" in answer.text and "Rex takes it" in answer.text
    assert "Azure Files" in answer.text and "would decide" in answer.text and TEXT.splitlines()[0] in answer.text


async def test_a_trial_changes_nothing(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        before = await count_events()
        await browser.submit("/rules/trials", text=TEXT)
        assert await count_events() == before


async def count_events() -> int:
    async with as_system() as db:
        return (await db.exec(select(func.count()).select_from(EventRow))).one()


async def test_a_trial_says_what_a_real_case_gets(cast: Cast) -> None:
    """The same text opened for real goes to the same queue by the same rule and to the same person."""
    async with browser_of(cast.ada) as browser:
        tried = (await browser.submit("/rules/trials", text=TEXT, plan="prodirect")).text
    case = await a_case(cast.ada, await a_customer())
    async with as_person(cast.ada) as db:
        (decision,) = await decisions_of(db, case)
    assert all(reason in tried.replace("&#39;", "'") for reason in decision.reasons)


async def test_an_empty_text_comes_back_with_a_sentence(cast: Cast) -> None:
    async with browser_of(cast.ada) as browser:
        answer = await browser.submit("/rules/trials", text="", severity="C")
        assert answer.status_code == 422 and "Fill this in." in answer.text and 'value="C" checked' in answer.text
        assert (await browser.submit("/rules/trials", text=TEXT, boundary="atlantis")).status_code == 422
        assert (await browser.submit("/rules/trials", text=TEXT, plan="none")).status_code == 422


def test_the_first_line_is_the_title() -> None:
    trial = RuleTrial(text="\n  Share gone \n\nSince this morning.\nPort 445 is open.")
    assert (trial.title, trial.description) == ("Share gone", "Since this morning.\nPort 445 is open.")
    assert RuleTrial(text="one line").description == ""


async def test_rules_that_were_refused_are_told_on_the_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = "rules/30-critical.toml:7: the rule 'Critical' names the severity 'Z', which does not exist."
    async with browser_of(cast.ada) as browser:
        assert "not in order" not in (await browser.get("/rules")).text
        monkeypatch.setattr("escalations.desk.routes.rules.rule_set_fault", lambda: complaint)
        answer = (await browser.get("/rules")).text
    assert "not in order" in answer and complaint.replace("'", "&#39;") in answer
