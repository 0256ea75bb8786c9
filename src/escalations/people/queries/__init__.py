"""Every SELECT about people."""

from .clearances import clearance_of, clearances_of, cleared_for, open_boundaries
from .directory import Listed, on_shift, people_counts, people_found
from .duty import people_on_duty
from .everyone import (
    Colleague,
    addresses_of_people,
    colleagues_who_may,
    demo_people,
    people,
    person_for,
    person_with_email,
    specialties_of,
)
from .notices import NoticeGroup, notice_group, notice_groups, notices_of, unread_groups
from .signing_in import (
    api_tokens_of,
    failures_from,
    failures_under,
    one_by_one,
    person_of_api_token,
    person_signed_in_with,
    sign_in_that_lasts,
    sign_ins_of,
)

__all__ = [
    "Colleague",
    "Listed",
    "NoticeGroup",
    "addresses_of_people",
    "api_tokens_of",
    "clearance_of",
    "clearances_of",
    "cleared_for",
    "colleagues_who_may",
    "demo_people",
    "failures_from",
    "failures_under",
    "notice_group",
    "notice_groups",
    "notices_of",
    "on_shift",
    "one_by_one",
    "open_boundaries",
    "people",
    "people_counts",
    "people_found",
    "people_on_duty",
    "person_for",
    "person_of_api_token",
    "person_signed_in_with",
    "person_with_email",
    "sign_in_that_lasts",
    "sign_ins_of",
    "specialties_of",
    "unread_groups",
]
