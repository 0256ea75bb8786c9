"""Who is at the door, and how often it was tried."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from ...platform.db import Scope, Session, becomes, entered
from ...platform.kept import Kept
from ...platform.time import now
from ..models import ApiToken, Person, SignIn, SignInAttempt

_SIGNED_IN: Kept[tuple[Person, SignIn, str]] = Kept(
    select(Person, SignIn, becomes(col(Person.id)))
    .join(SignIn, col(SignIn.person_id) == Person.id)
    .where(
        col(SignIn.token) == bindparam("token"),
        col(SignIn.revoked_at).is_(None),
        col(SignIn.expires_at) > bindparam("now"),
        col(Person.disabled_at).is_(None),
    )
)
"""Every page asks it."""


async def person_signed_in_with(db: Session, token: str) -> tuple[Person, SignIn] | None:
    """From then on the transaction is theirs."""
    found = await _SIGNED_IN.first(db, token=token, now=now())
    if found is None:
        return None
    person, session, _ = found
    entered(db, Scope.person(person.id))
    return person, session


async def sign_in_that_lasts(db: Session, sign_in_id: int) -> SignIn | None:
    """None once it has ended, or its person was disabled."""
    lasts = (SignIn.id == sign_in_id, col(SignIn.revoked_at).is_(None), SignIn.expires_at > now())
    query = select(SignIn).join(Person, col(Person.id) == SignIn.person_id).where(*lasts)
    return (await db.exec(query.where(col(Person.disabled_at).is_(None)))).one_or_none()


async def person_of_api_token(db: Session, token: str) -> Person | None:
    open_now = (
        ApiToken.token == token,
        col(ApiToken.revoked_at).is_(None),
        ApiToken.expires_at > now(),
        col(Person.disabled_at).is_(None),
    )
    return (
        await db.exec(select(Person).join(ApiToken, col(ApiToken.person_id) == Person.id).where(*open_now))
    ).one_or_none()


async def api_tokens_of(db: Session, person: Person) -> list[ApiToken]:
    """Those that count, the oldest first."""
    open_now = (ApiToken.person_id == person.id, col(ApiToken.revoked_at).is_(None), ApiToken.expires_at > now())
    return list((await db.exec(select(ApiToken).where(*open_now).order_by(col(ApiToken.id)))).all())


async def sign_ins_of(db: Session, person: Person) -> list[SignIn]:
    open_now = (SignIn.person_id == person.id, col(SignIn.revoked_at).is_(None), SignIn.expires_at > now())
    return list((await db.exec(select(SignIn).where(*open_now).order_by(col(SignIn.seen_at).desc()))).all())


async def one_by_one(db: Session, email: str, address: str) -> None:
    """Whoever else tries the same name, or tries from the same address, waits until this transaction is over: many tries at once would
    not count each other. All take the name first, so that no two wait for each other."""
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("sign-in " + email, 0))))
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("sign-in from " + address, 0))))


async def failures_under(db: Session, email: str, *, minutes: int) -> int:
    """In the last `minutes`, counted from the last success of the name."""
    since = now() - timedelta(minutes=minutes)
    mine = SignInAttempt.email == email
    success = select(func.max(SignInAttempt.at)).where(mine, col(SignInAttempt.succeeded).is_(True)).scalar_subquery()
    return (await db.exec(_failures(since).where(mine, SignInAttempt.at > func.coalesce(success, since)))).one()


async def failures_from(db: Session, address: str, *, minutes: int) -> int:
    """In the last `minutes`, but for those of names that were let in from there afterwards: whoever mistyped their own password. One's own
    success makes nothing good that was tried under other names."""
    later = aliased(SignInAttempt)
    let_in = select(later.id).where(
        later.email == SignInAttempt.email, later.address == address, later.id > SignInAttempt.id, col(later.succeeded).is_(True)
    )  # fmt: skip
    query = _failures(now() - timedelta(minutes=minutes)).where(SignInAttempt.address == address, ~let_in.exists())
    return (await db.exec(query)).one()


def _failures(since: datetime) -> SelectOfScalar[int]:
    counted = select(func.count()).select_from(SignInAttempt)
    return counted.where(SignInAttempt.at > since, col(SignInAttempt.succeeded).is_(False))
