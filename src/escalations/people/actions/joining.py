"""People come, and say whether they are there; programs act for them."""

from collections.abc import Mapping
from datetime import timedelta

from ...platform.db import Session
from ...platform.errors import NotAllowed, Refused
from ...platform.events import Actor, record
from ...platform.language.catalogues import languages
from ...platform.security import fingerprint, hash_password, new_token
from ...platform.time import now
from ..events import ApiTokenIssued, ApiTokenRevoked, LanguageChosen, PasswordSet, PersonAdded, PresenceChanged
from ..models import PRESENCES, ApiToken, Person, Specialty
from ..queries import api_tokens_of
from ..roles import allow
from .signing_in import end_sign_ins


async def add_person(
    db: Session, person: Person, levels: Mapping[str, int] | None = None, *, password: str | None = None, by: Actor
) -> Person:
    """`levels` are how well they know technology families, 1 to 5."""
    allow(by, "administer")
    person.password_hash = await hash_password(password) if password else None
    db.add(person)
    await db.flush()
    db.add_all(Specialty(person_id=person.id, family=family, level=level) for family, level in (levels or {}).items())
    await record(db, PersonAdded(role=person.role), on=person, by=by)
    return person


async def set_password(db: Session, person: Person, password: str, *, by: Actor) -> int:
    """Ends every sign-in of before; returns how many."""
    allow(by, "administer")
    person.password_hash = await hash_password(password)
    sessions = await end_sign_ins(db, person)
    await record(db, PasswordSet(), on=person, by=by)
    return len(sessions)


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


async def revoke_api_tokens(db: Session, person: Person, name: str | None = None, *, by: Actor) -> int:
    """Those of that name, all of them without one; returns how many. What comes with them from now on is a stranger's."""
    allow(by, "administer")
    tokens = [one for one in await api_tokens_of(db, person) if name in (None, one.name)]
    for one in tokens:
        one.revoked_at = now()
        await record(db, ApiTokenRevoked(name=one.name), on=person, by=by)
    return len(tokens)


async def set_presence(db: Session, person: Person, presence: str, *, by: Actor) -> None:
    """Everybody their own; that of others whoever keeps the roster."""
    if by.id != person.id:
        allow(by, "manage_roster")
    if presence not in PRESENCES:
        raise Refused(f"Presence is one of {', '.join(PRESENCES)}.")
    if person.presence != presence:
        named = "" if by.id == person.id else person.name
        event = PresenceChanged(presence=presence, was=person.presence, name=named)
        person.presence = presence
        await record(db, event, on=person, by=by)


async def choose_language(db: Session, person: Person, language: str, *, by: Actor) -> None:
    """Of the pages that they read; empty for what their browser asks for."""
    if by.id != person.id:
        raise NotAllowed("Everybody chooses the language of their own pages.")
    if language and language not in languages():
        raise Refused(f"There are pages in {', '.join(languages().values())}. Choose one of them.")
    if (person.reads_in or "") != language:
        person.reads_in = language or None
        await record(db, LanguageChosen(language=language), on=person, by=by)
