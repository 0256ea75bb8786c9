"""What each role may do. Seeing is decided by clearances; this decides doing."""

from typing import Protocol

from ..platform.errors import NotAllowed

ROLES = {
    "support_engineer": "Support engineer",
    "duty_lead": "Duty lead",
    "rapid_response": "Rapid response",
    "product_group_engineer": "Product-group engineer",
    "communications_lead": "Communications lead",
    "readiness_manager": "Readiness manager",
    "administrator": "Administrator",
    "auditor": "Auditor",
}

PERMISSIONS: dict[str, frozenset[str]] = {
    "support_engineer": frozenset({"work_cases", "keep_views", "edit_articles", "flag_articles", "take_duty"}),
    "duty_lead": frozenset(
        {
            "work_cases",
            "keep_views",
            "edit_articles",
            "govern_articles",
            "flag_articles",
            "assign_others",
            "manage_roster",
            "take_duty",
            "change_rules",
            "declare_incidents",
            "see_dead_ends",
            "read_audit",
        }
    ),
    "rapid_response": frozenset(
        {
            "work_cases",
            "keep_views",
            "edit_articles",
            "flag_articles",
            "assign_others",
            "declare_incidents",
            "rapid_response",
            "take_duty",
        }
    ),
    "product_group_engineer": frozenset(
        {"decide_escalations", "keep_views", "edit_articles", "flag_articles", "take_duty"}
    ),
    "communications_lead": frozenset({"declare_incidents", "keep_views", "flag_articles", "take_duty"}),
    "readiness_manager": frozenset({"keep_views", "flag_articles", "take_duty"}),
    "administrator": frozenset(
        {
            "administer",
            "keep_views",
            "manage_roster",
            "take_duty",
            "change_rules",
            "manage_customers",
            "read_audit",
            "see_dead_ends",
            "flag_articles",
        }
    ),
    "auditor": frozenset({"read_audit", "see_dead_ends"}),
}

_SAID = {
    "work_cases": "work on cases",
    "keep_views": "keep lists",
    "edit_articles": "edit known issues",
    "govern_articles": "decide who may change a known issue",
    "flag_articles": "flag a known issue",
    "assign_others": "assign cases to other people",
    "manage_roster": "change shifts, capacity and skills",
    "take_duty": "be on call, swap shifts or be away",
    "change_rules": "change routing rules",
    "declare_incidents": "declare or change incidents",
    "decide_escalations": "decide escalations",
    "rapid_response": "work for rapid response",
    "administer": "administer people, clearances, feeds and mail",
    "manage_customers": "change customers",
    "read_audit": "read the audit trail",
    "see_dead_ends": "see dead ends",
}


class HasRole(Protocol):
    @property
    def role(self) -> str: ...


def may(person: object, permission: str) -> bool:
    """The system itself (an actor without a role) may do everything."""
    if permission not in _SAID:
        raise KeyError(permission)
    role = getattr(person, "role", None)
    return role is None or permission in PERMISSIONS.get(role, frozenset())


def roles_that_may(permission: str) -> list[str]:
    return sorted(role for role, granted in PERMISSIONS.items() if permission in granted)


def allow(by: object, permission: str) -> None:
    if not may(by, permission):
        role = ROLES[getattr(by, "role", "")]
        raise NotAllowed(f"{'An' if role[0] in 'AEIOU' else 'A'} {role.lower()} may not {_SAID[permission]}.")
