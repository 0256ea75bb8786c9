"""The run over a file of history: lines are read here, batches of one boundary each are brought in beside it, in transactions of their own."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from ..cases.history import BroughtIn, PastCase, bring_in_cases, keys_that_are_there
from ..platform.db import Scope, transaction
from ..platform.events import SYSTEM
from .history_known import who_is_known
from .history_lines import LineProblem, read_line
from .history_rows import Reader

BATCH = 1000
"""Cases in a transaction: enough to make a statement worth it, few enough that little is done again."""
BY_HAND = "You stopped it"


@dataclass(frozen=True)
class Told:
    """A line where it stands."""

    place: str
    line: bytes


@dataclass
class HistoryTally:
    lines: int = 0
    new: int = 0
    there_already: int = 0
    failures: list[tuple[Told, str]] = field(default_factory=list)
    stopped: str = ""

    def add(self, done: BroughtIn, batch: "Batch") -> None:
        places = {id(past): told for told, past in batch}
        self.new += done.new
        self.there_already += done.there_already
        for past, other in done.clashing:
            reason = f"{other} has the key {past.key} already and says something else. Give the line its own key, or --source its own name."
            self.failures.append((places[id(past)], reason))


Batch = list[tuple[Told, PastCase]]


@dataclass
class HistoryImporter:
    source: str
    dry_run: bool = False
    at_once: int = 2
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    tally: HistoryTally = field(default_factory=HistoryTally)

    async def run(self, paths: Iterable[Path], advance: Callable[[int], object] = lambda _bytes: None) -> HistoryTally:
        """`advance` hears of the bytes read. Needs a connected database. Between two batches it can be stopped; run again it skips what is there."""
        reader, gathered = Reader(await who_is_known(), self.source), dict[str, Batch]()
        gc.freeze()
        async with self._taking() as batches:
            for told in lines_of(paths):
                advance(len(told.line))
                past = self._read(reader, told)
                if past is None:
                    continue
                batch = gathered.setdefault(past.boundary, [])
                batch.append((told, past))
                if len(batch) == BATCH:
                    await batches.put(gathered.pop(past.boundary))
                if self._is_over():
                    break
            for batch in gathered.values():
                await batches.put(batch)
        return self.tally

    def _is_over(self) -> bool:
        if self.stop.is_set() and not self.tally.stopped:
            self.tally.stopped = BY_HAND
        return bool(self.tally.stopped)

    def _read(self, reader: Reader, told: Told) -> PastCase | None:
        self.tally.lines += 1
        try:
            return reader.past_case(read_line(told.line))
        except LineProblem as problem:
            self.tally.failures.append((told, str(problem)))
            return None

    @asynccontextmanager
    async def _taking(self) -> AsyncIterator["asyncio.Queue[Batch]"]:
        """No more batches wait than are taken, so that a long file is never in memory as a whole."""
        batches = asyncio.Queue[Batch](self.at_once)
        takers = [asyncio.create_task(self._take_all(batches)) for _ in range(self.at_once)]
        try:
            yield batches
            await batches.join()
        finally:
            for taker in takers:
                taker.cancel()
            await asyncio.gather(*takers, return_exceptions=True)

    async def _take_all(self, batches: "asyncio.Queue[Batch]") -> None:
        while True:
            batch = await batches.get()
            try:
                if not self._is_over():
                    await self._take(batch)
            except (DBAPIError, OSError) as problem:
                self.tally.stopped = f"The database did not answer ({problem})"
            finally:
                batches.task_done()

    async def _take(self, batch: Batch) -> None:
        """What the database refuses is looked for by halves, and only it stays behind."""
        try:
            done = await (self._tried if self.dry_run else self._brought_in)([past for _, past in batch])
        except (IntegrityError, DataError) as problem:
            if len(batch) == 1:
                self.tally.failures.append((batch[0][0], f"The database refused it: {problem.orig}"))
                return
            middle = len(batch) // 2
            await self._take(batch[:middle])
            await self._take(batch[middle:])
            return
        self.tally.add(done, batch)

    async def _brought_in(self, cases: list[PastCase]) -> BroughtIn:
        async with transaction(Scope.system(cases[0].boundary)) as db:
            return await bring_in_cases(db, cases, self.source, by=SYSTEM)

    async def _tried(self, cases: list[PastCase]) -> BroughtIn:
        """What would happen, by what is there now; two lines with one key are told apart only when they are brought in."""
        async with transaction(Scope.system(cases[0].boundary)) as db:
            there = await keys_that_are_there(db, cases[0].boundary, [one.external_key for one in cases])
        done = BroughtIn(new=sum(one.external_key not in there for one in cases))
        for past in cases:
            ref, said = there.get(past.external_key, ("", past.description))
            if said != past.description:
                done.clashing.append((past, ref))
            elif ref:
                done.there_already += 1
        return done


def lines_of(paths: Iterable[Path]) -> Iterable[Told]:
    for path in paths:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield Told(f"{path.name}:{number}", line)
