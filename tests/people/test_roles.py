import pytest

from escalations.people.roles import PERMISSIONS, ROLES, allow, may
from escalations.platform.errors import NotAllowed
from escalations.platform.events import SYSTEM
from tests.cast import Cast

PERMITTED = {
    "work_cases": {"support_engineer", "duty_lead", "rapid_response"},
    "edit_articles": {"support_engineer", "duty_lead", "rapid_response", "product_group_engineer"},
    "govern_articles": {"duty_lead"},
    "flag_articles": set(ROLES) - {"auditor"},
    "assign_others": {"duty_lead", "rapid_response"},
    "manage_roster": {"duty_lead", "administrator"},
    "take_duty": set(ROLES) - {"auditor"},
    "keep_views": set(ROLES) - {"auditor"},
    "change_rules": {"duty_lead", "administrator"},
    "declare_incidents": {"duty_lead", "rapid_response", "communications_lead"},
    "decide_escalations": {"product_group_engineer"},
    "rapid_response": {"rapid_response"},
    "administer": {"administrator"},
    "manage_customers": {"administrator"},
    "read_audit": {"duty_lead", "administrator", "auditor"},
    "see_dead_ends": {"duty_lead", "administrator", "auditor"},
}


@pytest.mark.parametrize("permission", PERMITTED)
async def test_the_role_matrix(cast: Cast, permission: str) -> None:
    for person in cast.everyone:
        permitted = person.role in PERMITTED[permission]
        assert person.may(permission) is permitted, (person.role, permission)
        if permitted:
            allow(person, permission)
            continue
        article = "An" if person.role in ("administrator", "auditor") else "A"
        with pytest.raises(NotAllowed, match=f"(?i)^{article} {ROLES[person.role]} may not "):
            allow(person, permission)


def test_each_role_and_permission_stands_in_the_matrix() -> None:
    assert set(PERMISSIONS) == set(ROLES)
    granted = {permission for permissions in PERMISSIONS.values() for permission in permissions}
    assert granted == set(PERMITTED)


def test_an_auditor_changes_nothing() -> None:
    assert PERMISSIONS["auditor"] == {"read_audit", "see_dead_ends"}


def test_the_system_may_do_everything_but_not_what_nobody_named() -> None:
    assert all(may(SYSTEM, permission) for permission in PERMITTED)
    with pytest.raises(KeyError):
        may(SYSTEM, "launch_rockets")
