import pytest

from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, Refused
from escalations.product_groups.actions import comment_on_escalation, withdraw_escalation
from escalations.product_groups.presenting import story_of
from escalations.product_groups.queries import comments_on, escalation_for
from tests.cast import Cast
from tests.product_groups.builders import an_escalation, recorded
from tests.support import as_person


async def test_both_sides_talk(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    for person, body in ((cast.pia, "Which node pool?"), (cast.ben, "The second one."), (cast.ben, "The second one.")):
        async with as_person(person) as db:
            await comment_on_escalation(db, await escalation_for(db, person, escalation.ref), body, by=person)
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        assert [(one.author_name, one.body) for one in await comments_on(db, found)] == [
            ("Pia", "Which node pool?"),
            ("Ben", "The second one."),
        ]
        story = await story_of(db, found)
        assert [line.is_comment for line in story] == [False, True, True]
        assert story[0].text == "escalated the case to Storage platform as E-1: a defect is suspected"
    assert await recorded(escalation.subject) == ["CaseEscalated", "EscalationCommented", "EscalationCommented"]


async def test_nobody_else_does(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    stranger = Person(**cast.pia.model_dump() | {"product_group": "compute"})
    for person in (cast.otto, stranger):
        async with as_person(person) as db:
            with pytest.raises(NotAllowed, match="Only support and Storage platform"):
                await comment_on_escalation(db, await escalation_for(db, person, escalation.ref), "Hello", by=person)


async def test_what_is_closed_has_no_readers(cast: Cast) -> None:
    escalation = await an_escalation(cast)
    async with as_person(cast.ada) as db:
        found = await escalation_for(db, cast.ada, escalation.ref)
        await withdraw_escalation(db, found, "Solved.", by=cast.ada)
        with pytest.raises(Refused, match="Write a note on C-1"):
            await comment_on_escalation(db, found, "One more thing", by=cast.ada)
