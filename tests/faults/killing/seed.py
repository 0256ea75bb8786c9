"""Fills a fresh database for the rounds, and prints as JSON who may ask: python -m tests.faults.killing.seed TRACKER_URL."""

import asyncio
import json
import os
import sys

from escalations import wiring
from escalations.integrations.trackers.actions import NewTracker, add_tracker
from escalations.people.actions import issue_api_token, start_session
from escalations.platform import db as database
from escalations.platform.db import Scope, transaction
from tests.builders import a_customer
from tests.cast import gather_cast
from tests.product_groups.builders import GROUP
from tests.support import as_person


async def main(tracker_url: str) -> None:
    wiring.load_rooms()
    database.connect(os.environ["DATABASE_URL"], pooled=False)
    cast = await gather_cast()
    customer = await a_customer()
    board = NewTracker(
        name="The board", kind="github", boundary="public", product_group=GROUP, base_url=tracker_url, project="contoso/storage", token="a token",
    )  # fmt: skip
    async with as_person(cast.adam) as db:
        await add_tracker(db, board, by=cast.adam)
    told = {"customer": customer.ref, "group": GROUP, "tokens": {}}
    async with transaction(Scope.nobody()) as db:
        for person in (cast.ada, cast.ben, cast.pia):
            told["tokens"][person.name] = await issue_api_token(db, person, "rounds", by=person)
        told["cookie"] = await start_session(db, cast.ada, address="127.0.0.1", agent="rounds")
    print(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
