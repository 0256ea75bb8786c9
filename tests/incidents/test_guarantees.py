"""What the database itself refuses, whoever asks."""

import asyncpg
import pytest
from sqlalchemy.exc import IntegrityError, ProgrammingError

from escalations.incidents.models import CaseIncidentLink, IncidentUpdate
from escalations.platform.db import nothing_to_record
from escalations.platform.time import now
from tests.builders import a_customer
from tests.cast import Cast
from tests.incidents.scenes import a_hit_case, an_incident
from tests.support import as_system


def a_link(case_id: int, incident_id: int, boundary: str, state: str = "confirmed") -> CaseIncidentLink:
    return CaseIncidentLink(
        boundary=boundary, case_id=case_id, incident_id=incident_id, state=state, method="manual", at=now()
    )


@pytest.mark.parametrize("boundary", ["public", "usgov"])
async def test_a_link_across_boundaries_cannot_exist(cast: Cast, boundary: str) -> None:
    case = await a_hit_case(cast.ada, await a_customer("usgov", "Federal Parks"), region="usgovvirginia")
    incident = await an_incident(cast.dora)
    with pytest.raises(IntegrityError, match="foreign key"):
        async with as_system("public", "usgov") as db:
            nothing_to_record(db, "an attempt that must fail")
            db.add(a_link(case.id, incident.id, boundary))


async def test_a_pair_has_one_present_link(cast: Cast) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    with pytest.raises(IntegrityError, match="uq_case_incident_link_present"):
        async with as_system() as db:
            nothing_to_record(db, "an attempt that must fail")
            db.add_all([a_link(case.id, incident.id, "public"), a_link(case.id, incident.id, "public", "suggested")])


async def test_an_update_is_never_changed_nor_deleted(cast: Cast) -> None:
    incident = await an_incident(cast.dora)
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add(
            IncidentUpdate(
                boundary="public",
                incident_id=incident.id,
                at=now(),
                text="So it was.",
                state="active",
                author_name="Dora",
            )
        )
    for attempt in ("UPDATE incident_update SET text = 'Not so'", "DELETE FROM incident_update"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with as_system() as db:
                await (await db.connection()).exec_driver_sql(attempt)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("mitigated_at = started_at - interval '1 second', state = 'mitigated'", "mitigated_after_started"),
        ("state = 'mitigated'", "mitigated_has_its_time"),
        ("state = 'resolved', mitigated_at = now(), resolved_at = now()", "resolved_has_its_cause"),
        (
            "state = 'resolved', mitigated_at = now(), resolved_at = now() - interval '1 second', root_cause = 'x'",
            "resolved_after_mitigated",
        ),
        ("declared_at = started_at - interval '1 second'", "declared_after_started"),
        ("products = '{}'", "names_what_is_broken"),
        ("severity = 'D'", "severity"),
        ("boundary = 'everywhere'", "real_boundary"),
    ],
)
async def test_an_impossible_incident_cannot_be_stored(
    cast: Cast, admin: asyncpg.Connection, change: str, constraint: str
) -> None:
    await an_incident(cast.dora)
    with pytest.raises(asyncpg.CheckViolationError, match=f"ck_incident_{constraint}"):
        await admin.execute(f"UPDATE incident SET {change}")


@pytest.mark.parametrize("change", ["state = 'ended'", "score = 101", "state = 'maybe'", "method = 'guess'"])
async def test_an_impossible_link_cannot_be_stored(cast: Cast, admin: asyncpg.Connection, change: str) -> None:
    case, incident = await a_hit_case(cast.ada), await an_incident(cast.dora)
    async with as_system() as db:
        nothing_to_record(db, "the stage is set before the play")
        db.add(a_link(case.id, incident.id, "public"))
    with pytest.raises(asyncpg.CheckViolationError, match="ck_case_incident_link"):
        await admin.execute(f"UPDATE case_incident_link SET {change}")
