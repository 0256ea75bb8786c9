"""Delivers one mail in a process of its own, which a test may kill: python -m tests.integrations.deliver_once ID."""

import asyncio
import os
import sys

from escalations import wiring
from escalations.integrations.reactions import deliver_mail
from escalations.platform import db as database


async def main() -> None:
    wiring.load_rooms()
    database.connect(os.environ["DATABASE_URL"], pooled=False)
    await deliver_mail({"mail": int(sys.argv[1]), "boundary": "public"})


if __name__ == "__main__":
    asyncio.run(main())
