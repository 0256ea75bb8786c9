"""Signing in and out."""

from datetime import timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from ...platform.db import Session, nothing_to_record
from ...platform.errors import TooMany
from ...platform.events import SYSTEM, record
from ...platform.security import fingerprint, new_token, password_matches
from ...platform.time import now
from ..events import SignedIn, SignedOut, SignInFailed
from ..models import Person, SignIn, SignInAttempt
from ..queries import failures_from, failures_under, one_by_one, person_with_email, sign_ins_of
from ..roles import allow

SESSION_LIFE = timedelta(hours=14)
WINDOW_MINUTES = 15
MAX_PER_EMAIL = 5
MAX_PER_ADDRESS = 30


async def sign_in(db: Session, email: str, password: str, *, address: str, agent: str) -> str | None:
    """The token for the cookie, or None for a wrong name or password. Raises TooMany before guessing pays."""
    email, near = email.strip().lower(), _neighbourhood(address)
    await _refuse_guessing(db, email, near)
    await one_by_one(db, email, near)
    await _refuse_guessing(db, email, near)
    person = await person_with_email(db, email)
    known = person is not None and person.disabled_at is None
    matches = await password_matches(password, person.password_hash if person and known else None)
    db.add(SignInAttempt(at=now(), email=email, address=near, succeeded=matches))
    if not matches or person is None:
        await _note_failure(db, person, address)
        return None
    return await start_session(db, person, address=address, agent=agent)


def _neighbourhood(address: str) -> str:
    """A single line has as many addresses of IPv6 as it likes, all within one /64: they count as one."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return address
    return str(parsed.ipv4_mapped or ip_network((int(parsed), 128)).supernet(new_prefix=64))


async def _note_failure(db: Session, person: Person | None, address: str) -> None:
    if person is None:
        nothing_to_record(db, "an attempt under an unknown name has no subject; the attempt row counts for the limit")
    else:
        await record(db, SignInFailed(address=address), on=person, by=SYSTEM)


async def _refuse_guessing(db: Session, email: str, address: str) -> None:
    by_email = await failures_under(db, email, minutes=WINDOW_MINUTES)
    by_address = await failures_from(db, address, minutes=WINDOW_MINUTES)
    if by_email >= MAX_PER_EMAIL or by_address >= MAX_PER_ADDRESS:
        raise TooMany(f"Too many attempts. Wait {WINDOW_MINUTES} minutes and try again, or ask an administrator.")


async def start_session(db: Session, person: Person, *, address: str, agent: str) -> str:
    """A new token each time: a token that a browser brought along is never adopted."""
    token = new_token()
    db.add(
        SignIn(
            token=fingerprint(token), person_id=person.id, created_at=now(), seen_at=now(), expires_at=now() + SESSION_LIFE,
            address=address, agent=agent[:200],
        )
    )  # fmt: skip
    await record(db, SignedIn(address=address), on=person, by=person)
    return token


async def sign_out(db: Session, session: SignIn, *, by: Person) -> None:
    if session.revoked_at is None:
        session.revoked_at = now()
        await record(db, SignedOut(sign_in_id=session.id), on=by, by=by)


async def revoke_sign_ins(db: Session, person: Person, *, by: Person) -> int:
    """End every session of a person: their own, or anybody's for an administrator."""
    if by.id != person.id:
        allow(by, "administer")
    sessions = await end_sign_ins(db, person)
    if sessions:
        await record(db, SignedOut(sign_in_id=sessions[0].id, everywhere=True), on=person, by=by)
    return len(sessions)


async def end_sign_ins(db: Session, person: Person) -> list[SignIn]:
    sessions = await sign_ins_of(db, person)
    for session in sessions:
        session.revoked_at = now()
    return sessions
