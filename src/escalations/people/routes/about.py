"""What the page of a person shows."""

from typing import Any

from ...platform.db import Session
from ...platform.time import now
from ...platform.web.forms import Form
from ..away import away_at
from ..models import Person
from ..queries import clearances_of, sign_ins_of, specialties_of
from ..shifts import is_on_shift, shift_window


async def about(db: Session, shown: Person, reader: Person, **mending: Form[Any]) -> dict[str, Any]:
    """`language_form` or `mail_form` where it has to be mended."""
    await db.flush()
    away_until = (await away_at(db, now())).get(shown.id)
    return {
        "shown": shown,
        "topics": [shown.subject],
        "specialties": (await specialties_of(db, [shown.id])).get(shown.id, {}),
        "clearances": (await clearances_of(db, [shown.id])).get(shown.id, []),
        "window": shift_window(shown, now()),
        "on_shift": is_on_shift(shown, now()) and away_until is None,
        "away_until": away_until,
        "language_form": None,
        "mail_form": None,
        "sign_ins": await sign_ins_of(db, shown) if reader.id == shown.id or reader.may("administer") else [],
    } | mending
