"""Every verb on people: signing in and out, presence, roster, clearances, notices."""

from .clearing import grant_clearance, revoke_clearance
from .joining import add_person, choose_language, issue_api_token, revoke_api_tokens, set_password, set_presence
from .mailing import choose_mention_mail, withhold_mail
from .noticing import Sight, give_notice, see_notices, unsee_notices
from .rostering import change_roster, disable_person, enable_person
from .signing_in import MAX_PER_ADDRESS, MAX_PER_EMAIL, SESSION_LIFE, revoke_sign_ins, sign_in, sign_out, start_session

__all__ = [
    "MAX_PER_ADDRESS",
    "MAX_PER_EMAIL",
    "SESSION_LIFE",
    "Sight",
    "add_person",
    "change_roster",
    "choose_language",
    "choose_mention_mail",
    "disable_person",
    "enable_person",
    "give_notice",
    "grant_clearance",
    "issue_api_token",
    "revoke_api_tokens",
    "revoke_clearance",
    "revoke_sign_ins",
    "see_notices",
    "set_password",
    "set_presence",
    "sign_in",
    "sign_out",
    "start_session",
    "unsee_notices",
    "withhold_mail",
]
