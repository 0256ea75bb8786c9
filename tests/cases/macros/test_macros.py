"""Macros: blanks the case fills, a difference before anything happens, versions, and nothing internal in those for customers."""

import asyncio

import pytest

from escalations.cases.actions import DraftedElsewhere, save_draft
from escalations.cases.gate import ReplyContext, check_reply
from escalations.cases.macros.actions import (
    MacroText,
    add_macro,
    apply_macro,
    preview_macro,
    retire_macro,
    revise_macro,
)
from escalations.cases.macros.filling import BLANKS, fill
from escalations.cases.macros.linting import lint
from escalations.cases.macros.models import Macro
from escalations.cases.macros.previewing import joined, lines_between
from escalations.cases.macros.queries import macro_for, macros_in_sight
from escalations.cases.queries import case_for, wait_of
from escalations.cases.queries.drafts import draft_of
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, NotFound, Refused, Stale
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, somebody_waits

ASKS = MacroText(
    name="Ask for the node pool", kind="reply", body="Hello {first name},\n\nwhich node pool of {case} is it? Due {first response due}.", wait_on="customer",
    wait_hours=48, wait_question="Which node pool is it?",
)  # fmt: skip


async def a_macro(by: Person, text: MacroText = ASKS, *, private: bool = False) -> Macro:
    async with as_person(by) as db:
        return await add_macro(db, text, private=private, by=by)


async def applied(
    by: Person, ref: str, macro: Macro, typed: str = "", version: int | None = None, draft: int = 0
) -> str:
    async with as_person(by) as db:
        case = await case_for(db, by, ref, lock=True)
        there = await macro_for(db, macro.ref, lock=True)
        done = await apply_macro(db, case, there, typed, version=version or macro.version, draft=draft, seen=0, by=by)
        return done.text


def test_blanks_are_filled_and_what_is_missing_stays_open() -> None:
    filled = fill('Hello {first name} of {customer}, ${HOME} {"a": 1} {{x}}', {"first name": "Lena", "customer": ""})
    assert filled.text == 'Hello Lena of [[customer]], ${HOME} {"a": 1} {{x}}'
    assert filled.missing == ("customer",)


def test_a_text_is_added_once_and_told_line_by_line() -> None:
    assert joined("Hello", "Bye") == "Hello\n\nBye" == joined("Hello\n\nBye", "Bye")
    marks = [(line.mark, line.text) for line in lines_between("Hello", "Hello\n\nBye")]
    assert marks == [(" ", "Hello"), ("+", ""), ("+", "Bye")]


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("reply", "Hello {frist name}, yes", "There is no blank"), ("note", "See {case no}: yes", "There is no blank"), ("note", "{case} {title}", "nothing beside its blanks"),
        ("reply", "This is internal only.", "a word for ourselves"), ("reply", "See KI-12 for it.", "a number of ours"), ("reply", "See E-3.", "a number of ours"),
        ("reply", "Open http://localhost.corp/x or wiki.vendor.corp now", "a host inside a network"), ("reply", "Our Storage platform looks at it", "product group"),
    ],
)  # fmt: skip
def test_the_lint_says_what_is_wrong(kind: str, body: str, says: str) -> None:
    assert any(
        says in found for found in lint(kind, body, frozenset({"Storage platform"}), frozenset({"desk.vendor.example"}))
    ), body


def test_a_note_may_be_internal_and_a_good_macro_passes() -> None:
    assert lint("note", "Internal: the duty lead knows, see KI-12.", frozenset({"Storage platform"}), frozenset()) == []
    assert lint("reply", ASKS.body + " ".join(f"{{{name}}}" for name in BLANKS), frozenset(), frozenset()) == []


async def test_it_fills_the_composer_and_sets_the_wait_after_a_preview_of_both(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref)
        preview = await preview_macro(db, row, macro, "Good morning.", by=cast.ada)
        assert (
            preview.text.startswith("Good morning.\n\nHello Lena,")
            and f"of {case.ref}" in preview.text
            and " UTC." in preview.text
        )
        assert [change.what for change in preview.changes] == ["Turn"]
        assert await wait_of(db, row) is None and await draft_of(db, row, "reply") is None
    text = await applied(cast.ada, case.ref, macro, "Good morning.")
    async with as_person(cast.ada) as db:
        row = await case_for(db, cast.ada, case.ref)
        wait, draft = await wait_of(db, row), await draft_of(db, row, "reply")
        assert (
            text == preview.text and wait and wait.question == "Which node pool is it?" and draft and draft.body == text
        )
        assert (await trail_of(db, row.subject))[0].told == "applied the macro “Ask for the node pool”"
        assert (await macro_for(db, macro.ref)).used == 1


async def test_a_draft_that_is_still_on_its_way_from_the_same_window_is_no_other_windows(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with as_person(cast.ada) as db:
        await save_draft(db, await case_for(db, cast.ada, case.ref), "reply", "Good morning.", version=0, seen=0, by=cast.ada)  # fmt: skip
        applying = asyncio.create_task(applied(cast.ada, case.ref, macro, "Good morning."))
        await somebody_waits()
    text = await applying
    async with as_person(cast.ada) as db:
        draft = await draft_of(db, await case_for(db, cast.ada, case.ref), "reply")
    assert text.startswith("Good morning.\n\nHello Lena,") and draft and draft.body == text


async def test_applied_twice_is_once(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    text = await applied(cast.ada, case.ref, macro)
    async with as_person(cast.ada) as db:
        before = len(await trail_of(db, case.subject))
        draft = await draft_of(db, await case_for(db, cast.ada, case.ref), "reply")
    assert draft and await applied(cast.ada, case.ref, macro, text, draft=draft.version) == text
    async with as_person(cast.ada) as db:
        assert len(await trail_of(db, case.subject)) == before
        assert (await macro_for(db, macro.ref)).used == 1


async def test_a_macro_that_changed_since_its_preview_is_not_applied(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with as_person(cast.ben) as db:
        there = await macro_for(db, macro.ref, lock=True)
        await revise_macro(
            db,
            there,
            MacroText(name=ASKS.name, kind="reply", body="Something else."),
            version=there.version,
            by=cast.ben,
        )
    with pytest.raises(Stale):
        await applied(cast.ada, case.ref, macro, version=macro.version)
    async with as_person(cast.ada) as db:
        assert await wait_of(db, await case_for(db, cast.ada, case.ref)) is None


async def test_a_draft_of_another_window_is_not_written_over(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with as_person(cast.ada) as db:
        await save_draft(
            db, await case_for(db, cast.ada, case.ref), "reply", "From elsewhere", version=0, seen=0, by=cast.ada
        )
    with pytest.raises(DraftedElsewhere):
        await applied(cast.ada, case.ref, macro)
    async with as_person(cast.ada) as db:
        assert await wait_of(db, await case_for(db, cast.ada, case.ref)) is None


async def test_its_own_text_saved_a_moment_ago_is_no_other_window(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with as_person(cast.ada) as db:
        await save_draft(
            db, await case_for(db, cast.ada, case.ref), "reply", "Good day.", version=0, seen=0, by=cast.ada
        )
    assert (await applied(cast.ada, case.ref, macro, "Good day.")).startswith("Good day.\n\nHello ")


async def test_what_the_claimed_severity_becomes_needs_no_ground(cast: Cast) -> None:
    case = await a_case(cast.ada)
    macro = await a_macro(
        cast.ada,
        MacroText(
            name="Claims A",
            kind="note",
            body="The customer calls it critical.",
            claims="A",
            claim_reason="They said so",
        ),
    )
    await applied(cast.ada, case.ref, macro)
    async with as_person(cast.ada) as db:
        assert (await case_for(db, cast.ada, case.ref)).claimed == "A"


async def test_private_ones_are_their_owners_alone_and_their_names_are_not_told(cast: Cast) -> None:
    macro = await a_macro(cast.ada, private=True)
    await a_macro(cast.ada)
    async with as_person(cast.ben) as db:
        assert [one.owner_id for one in await macros_in_sight(db)] == [None]
        with pytest.raises(NotFound):
            await macro_for(db, macro.ref)
    async with as_person(cast.otto) as db:
        assert [row.told for row in await trail_of(db, macro.subject)] == ["added a macro of their own"]


async def test_names_are_taken_once_and_come_free_again(cast: Cast) -> None:
    macro = await a_macro(cast.ada)
    with pytest.raises(Refused, match="already"):
        await a_macro(cast.ben)
    for _ in range(2):
        async with as_person(cast.ben) as db:
            await retire_macro(db, await macro_for(db, macro.ref, lock=True), by=cast.ben)
    await a_macro(cast.ben)
    case = await a_case(cast.ada)
    with pytest.raises(Refused, match="retired"):
        await applied(cast.ada, case.ref, macro, version=macro.version + 1)


async def test_saving_what_stands_there_records_nothing_and_an_auditor_may_not(cast: Cast) -> None:
    macro = await a_macro(cast.ada)
    async with as_person(cast.ada) as db:
        await revise_macro(db, await macro_for(db, macro.ref, lock=True), ASKS, version=99, by=cast.ada)
        assert len(await trail_of(db, macro.subject)) == 1
    for verb in (a_macro(cast.otto, private=True), a_macro(cast.pia)):
        with pytest.raises(NotAllowed):
            await verb


def test_the_gate_holds_a_blank_that_nobody_filled_in() -> None:
    (found,) = [one for one in check_reply("Hello [[contact]], it works.", ReplyContext()) if one.rule == "unfilled"]
    assert found.blocks and found.quote == "[[contact]]"
    assert not [
        one for one in check_reply("See [here][1] and a[0][1] or [x]", ReplyContext()) if one.rule == "unfilled"
    ]
