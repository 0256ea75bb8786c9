"""Rows of many tables, collected and written in one go, with the events that tell of them."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import SQLModel

from ...cases.models import Case, CaseClosure, CaseEntry, CaseTime, RoutingDecision
from ...clocks.models import Clock, ClockEvent
from ...known_issues.models import CaseKnownIssue
from ...platform.db import Session, nothing_to_record
from ...platform.events import Actor, Event, EventRow
from ...platform.search import Document, index_documents

_TABLES: tuple[type[SQLModel], ...] = (
    Case,
    CaseEntry,
    RoutingDecision,
    CaseClosure,
    Clock,
    ClockEvent,
    CaseTime,
    CaseKnownIssue,
    EventRow,
)
_NUMBERED = ("support_case", "case_entry", "routing_decision", "clock")


class Rows:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)
        self.numbers: dict[str, Iterator[int]] = {}

    async def reserve(self, db: Session, stories: int) -> None:
        """Numbers for every table that others refer to; unused ones are gaps, as after a rollback."""
        wanted = {
            "support_case": stories,
            "case_entry": stories * 12,
            "routing_decision": stories,
            "clock": stories * 20,
        }
        for table in _NUMBERED:
            query = text(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, {wanted[table]})")
            self.numbers[table] = iter((await db.execute(query)).scalars().all())

    async def write(self, db: Session) -> None:
        nothing_to_record(db, "history brings its own events")
        for table in _TABLES:
            rows = self.rows[table]
            for start in range(0, len(rows), 1000):
                await db.execute(insert(table), rows[start : start + 1000])
        self.rows.clear()
        await index_documents(db, self.documents)
        self.documents.clear()

    def add(self, row: SQLModel) -> None:
        values = row.model_dump()
        if isinstance(row, ClockEvent | EventRow):
            values.pop("id")
        self.rows[type(row)].append(values)

    def tell(self, on: Case | Clock | CaseKnownIssue, event: Event, at: datetime, by: Actor) -> None:
        self.add(
            EventRow(
                at=at, action=type(event).__name__, subject=on.subject, thread=on.thread, boundary=on.boundary, actor_id=by.id,
                actor_name=by.name, particulars=dataclasses.asdict(event),
            )
        )  # fmt: skip
