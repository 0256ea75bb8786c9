"""Every verb on people: signing in and out, presence, clearances."""

from datetime import datetime, timedelta

from ..platform.db import Session, nothing_to_record
from ..platform.errors import NotAllowed, Refused, TooMany
from ..platform.events import SYSTEM, Actor, record
from ..platform.security import fingerprint, hash_password, new_token, password_matches
from ..platform.time import now
from .events import (
    ApiTokenIssued,
    ClearanceGranted,
    ClearanceRevoked,
    PasswordSet,
    PersonAdded,
    PersonDisabled,
    PresenceChanged,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from .models import PRESENCES, ApiToken, Clearance, Person, SignIn, SignInAttempt
from .queries import failures_since, person_with_email, sign_ins_of
from .roles import allow

SESSION_LIFE = timedelta(hours=14)
WINDOW_MINUTES = 15
MAX_PER_EMAIL = 5
MAX_PER_ADDRESS = 30


async def sign_in(db: Session, email: str, password: str, *, address: str, agent: str) -> str | None:
    """The token for the cookie, or None for a wrong name or password. Raises TooMany before guessing pays."""
    email = email.strip().lower()
    await _refuse_guessing(db, email, address)
    person = await person_with_email(db, email)
    known = person is not None and person.disabled_at is None
    matches = await password_matches(password, person.password_hash if person and known else None)
    db.add(SignInAttempt(at=now(), email=email, address=address, succeeded=matches))
    if not matches or person is None:
        await _note_failure(db, person, address)
        return None
    return await start_session(db, person, address=address, agent=agent)


async def _note_failure(db: Session, person: Person | None, address: str) -> None:
    if person is None:
        nothing_to_record(db, "an attempt under an unknown name has no subject; the attempt row counts for the limit")
    else:
        await record(db, SignInFailed(address=address), on=person, by=SYSTEM)


async def _refuse_guessing(db: Session, email: str, address: str) -> None:
    by_email = await failures_since(db, email=email, minutes=WINDOW_MINUTES)
    by_address = await failures_since(db, address=address, minutes=WINDOW_MINUTES)
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
    sessions = await _end_sign_ins(db, person)
    if sessions:
        await record(db, SignedOut(sign_in_id=sessions[0].id, everywhere=True), on=person, by=by)
    return len(sessions)


async def set_password(db: Session, person: Person, password: str, *, by: Actor) -> int:
    """Ends every sign-in of before; returns how many."""
    allow(by, "administer")
    person.password_hash = await hash_password(password)
    sessions = await _end_sign_ins(db, person)
    await record(db, PasswordSet(), on=person, by=by)
    return len(sessions)


async def _end_sign_ins(db: Session, person: Person) -> list[SignIn]:
    sessions = await sign_ins_of(db, person)
    for session in sessions:
        session.revoked_at = now()
    return sessions


async def set_presence(db: Session, person: Person, presence: str, *, by: Actor) -> None:
    if presence not in PRESENCES:
        raise Refused(f"Presence is one of {', '.join(PRESENCES)}.")
    if person.presence != presence:
        event = PresenceChanged(presence=presence, was=person.presence)
        person.presence = presence
        await record(db, event, on=person, by=by)


async def grant_clearance(
    db: Session, person: Person, boundary: str, until: datetime, evidence: str, *, by: Actor
) -> Clearance:
    """Nobody widens their own sight, not even an administrator."""
    allow(by, "administer")
    if by.id == person.id:
        raise NotAllowed("Nobody may grant a clearance to themselves. Ask another administrator.")
    if until <= now():
        raise Refused("That date is in the past. Choose the day on which the clearance expires.")
    clearance = Clearance(
        boundary=boundary, person_id=person.id, granted_at=now(), expires_at=until, granted_by=by.id, evidence=evidence
    )
    db.add(clearance)
    await db.flush()
    await record(db, ClearanceGranted(clearance=boundary, expires=f"{until:%Y-%m-%d}"), on=person, by=by)
    return clearance


async def revoke_clearance(db: Session, clearance: Clearance, *, by: Person) -> None:
    """`person` hears of it at once: their live pages close."""
    allow(by, "administer")
    if clearance.revoked_at is None:
        clearance.revoked_at = now()
        person = await db.get_one(Person, clearance.person_id)
        await record(db, ClearanceRevoked(clearance=clearance.boundary), on=person, by=by)


async def add_person(db: Session, person: Person, *, password: str | None = None, by: Actor) -> Person:
    allow(by, "administer")
    person.password_hash = await hash_password(password) if password else None
    db.add(person)
    await db.flush()
    await record(db, PersonAdded(role=person.role), on=person, by=by)
    return person


async def disable_person(db: Session, person: Person, *, by: Person) -> None:
    allow(by, "administer")
    if person.disabled_at is None:
        person.disabled_at = now()
        await record(db, PersonDisabled(), on=person, by=by)


async def issue_api_token(db: Session, person: Person, name: str, *, days: int = 90, by: Actor) -> str:
    """Shown once; afterwards only its fingerprint exists."""
    token = new_token()
    db.add(
        ApiToken(
            token=fingerprint(token),
            name=name,
            person_id=person.id,
            created_at=now(),
            expires_at=now() + timedelta(days=days),
        )
    )
    await record(db, ApiTokenIssued(name=name), on=person, by=by)
    return token
