"""What an operator sees of a running program: figures, health, and logs in which no customer speaks."""

import asyncio
import json
import logging
import re
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

import asyncpg
import pytest
import yaml
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import SecretStr

from escalations import schedule
from escalations.app import create_app, create_watched_app
from escalations.cli.serving import server_config
from escalations.platform import outages, tracing
from escalations.platform.agreeing import apart, said_of
from escalations.platform.db import Session
from escalations.platform.logs import set_up_logs
from escalations.platform.metrics import SWEPT
from escalations.platform.resources import resource_dir
from escalations.platform.settings import settings
from escalations.platform.time import now, time_at
from escalations.platform.tracing import trace_with
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.support import app, browser_of, program_of, run_jobs

SECRET = "Quittenmarmelade"
"""A word that only a customer would say."""


async def figures(**headers: str) -> dict[str, float]:
    async with browser_of(None) as machine:
        answer = await machine.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


async def test_figures_follow_what_happens(cast: Cast, admin: asyncpg.Connection) -> None:
    app()
    route = 'escalations_requests_total{method="GET",route="/cases/{ref}",status="200"}'
    before = (await figures()).get(route, 0)
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.get(f"/cases/{case.ref}")
        await ada.get("/nowhere/at/all")
    now = await figures()
    assert now[route] == before + 1
    assert now['escalations_requests_total{method="GET",route="none",status="404"}'] >= 1
    assert now['escalations_jobs{job="react",state="queued"}'] > 0 and now["escalations_clocks_late"] == 0
    await admin.execute("UPDATE pgqueuer SET execute_after = now() - interval '90 seconds'")
    await admin.execute("UPDATE clock SET wake_at = now() - interval '10 minutes' WHERE state = 'running'")
    late = await figures()
    assert 89 < late["escalations_reactions_lag_seconds"] < 200 and late["escalations_clocks_late"] > 0
    assert late["escalations_search_engine_up"] == -1 and late["escalations_live_pages"] == 0
    await run_jobs()


async def test_no_address_becomes_a_series(cast: Cast) -> None:
    async with browser_of(None) as stranger:
        await stranger.get(f"/{SECRET}")
        await stranger.request(SECRET.upper(), "/")
    assert SECRET.lower() not in str(await figures()).lower()


async def test_figures_are_for_this_machine_or_for_who_has_the_token(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browser_of(cast.adam) as adam:
        assert (await adam.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})).status_code == 404
        monkeypatch.setattr(settings(), "metrics_token", SecretStr("a token of the watcher"))
        for said in ({}, {"Authorization": "Bearer another"}, {"Authorization": "a token of the watcher"}):
            assert (await adam.get("/metrics", headers=said)).status_code == 404
        there = {"Authorization": "Bearer a token of the watcher", "X-Forwarded-For": "203.0.113.9"}
        assert (await adam.get("/metrics", headers=there)).status_code == 200


async def ready(path: str = "/health/ready") -> tuple[int, dict[str, object]]:
    async with browser_of(None) as machine:
        answer = await machine.get(path)
    return answer.status_code, answer.json()


async def test_ready_tells_the_truth(cast: Cast, admin: asyncpg.Connection) -> None:
    assert await ready() == (200, {"status": "ready"})
    await a_case(cast.ada)
    await admin.execute("UPDATE pgqueuer SET execute_after = now() - $1::interval", timedelta(minutes=11))
    code, told = await ready()
    assert code == 200 and told["problems"] == ["no worker runs: a job has waited for 11 minutes"]
    assert (await ready("/health/ready?strict"))[0] == 503
    await run_jobs()
    revision = await admin.fetchval("SELECT version_num FROM alembic_version")
    await admin.execute("UPDATE alembic_version SET version_num = '0001'")
    try:
        code, told = await ready()
        assert code == 503 and "at 0001" in str(told["problem"])
    finally:
        await admin.execute("UPDATE alembic_version SET version_num = $1", revision)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """All that was logged, down to the least."""
    set_up_logs("debug")
    yield lambda: capsys.readouterr().err
    set_up_logs("warning")


async def test_logs_tell_what_happened_and_nothing_a_customer_said(
    cast: Cast, admin: asyncpg.Connection, lines: Callable[[], str]
) -> None:
    customer = await a_customer(name=f"{SECRET} Works")
    async with program_of(cast.ada) as program, browser_of(cast.ada) as ada:
        new = {
            "customer": customer.ref,
            "title": f"{SECRET} is down",
            "description": f"The {SECRET} server does not answer.",
        }
        opened = await program.post("/api/cases", json=new)
        ref = opened.json()["ref"]
        await program.post(
            f"/api/cases/{ref}/replies", json={"text": f"Hello {SECRET}, we are at it.", "gate_reason": SECRET}
        )
        await program.post("/api/cases", json=new | {"title": SECRET, "external_key": "k", "claimed": SECRET})
        await ada.get(f"/search?q={SECRET}")
        await ada.submit(f"/cases/{ref}/notes", text=f"{SECRET} again")
        await ada.submit("/sign-in", email=f"{SECRET}@x.example", password=SECRET)
        await admin.execute("ALTER TABLE case_entry ADD CONSTRAINT odd CHECK (kind <> 'note') NOT VALID")
        try:
            assert (await ada.submit(f"/cases/{ref}/notes", text=f"{SECRET} once more")).status_code == 409
        finally:
            await admin.execute("ALTER TABLE case_entry DROP CONSTRAINT odd")
        await admin.execute("ALTER TABLE case_entry RENAME COLUMN body TO elsewhere")
        try:
            assert (await ada.submit(f"/cases/{ref}/notes", text=f"{SECRET} for ever")).status_code == 500
        finally:
            await admin.execute("ALTER TABLE case_entry RENAME COLUMN elsewhere TO body")
    await run_jobs()
    text = lines()
    assert SECRET.lower() not in text.lower()
    told = [json.loads(line) for line in text.splitlines()]
    line = next(
        one for one in told if one.get("request_id") == opened.headers["x-request-id"] and one["event"] == "request"
    )
    assert (line["route"], line["status"]) == ("/api/cases", 201)
    assert line["events"] == [
        row["id"]
        for row in await admin.fetch("SELECT id FROM event WHERE request_id = $1 ORDER BY id", line["request_id"])
    ]
    (broken,) = [one for one in told if one["event"] == "request failed" and one["status"] == 500]
    assert broken["where"] and "ProgrammingError" in broken["error"]


async def test_a_trace_has_a_span_for_a_request_and_no_words(cast: Cast) -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace_with(provider)
    try:
        async with browser_of(cast.ada) as ada:
            caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            await ada.get(f"/search?q={SECRET}", headers={"traceparent": caller})
    finally:
        trace_with(None)
    (span,) = kept.get_finished_spans()
    assert span.name == "GET /search" and span.context is not None
    assert f"{span.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"
    assert span.attributes is not None and span.attributes["http.response.status_code"] == 200
    assert SECRET.lower() not in span.to_json().lower()


def test_what_libraries_log_is_told_the_same_way(lines: Callable[[], str]) -> None:
    """Neither the framework nor the server sets up logs of its own beside ours, in which an exception would speak."""
    set_up_logs("warning")
    create_app()
    server_config(create_watched_app(), 0)
    for name in ("asyncio", "uvicorn.error", "pgqueuer", "litestar"):
        logging.getLogger(name).info("too little to be told")
        logging.getLogger(name).error(f"it broke\nfuture: {SECRET}", exc_info=ValueError(SECRET))
    told = [json.loads(line) for line in lines().splitlines()]
    assert [(one["logger"], one["event"], one["error"]) for one in told] == [
        (name, "it broke", "ValueError") for name in ("asyncio", "uvicorn.error", "pgqueuer", "litestar")
    ]


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (timedelta(minutes=10, seconds=30), "10 min ahead of"),
        (timedelta(minutes=-10), "10 min behind"),
        (timedelta(days=1, minutes=30), "1 d ahead of"),
    ],
)
async def test_a_clock_that_is_not_the_databases_is_told(cast: Cast, off: timedelta, said: str) -> None:
    assert await ready() == (200, {"status": "ready"})
    with time_at(now() + off):
        code, told = await ready()
        ahead = (await figures())["escalations_clock_ahead_seconds"]
    assert (code, told["status"]) == (200, "degraded") and said in str(told["problems"])
    assert abs(ahead - off.total_seconds()) < 30


def test_an_answer_that_takes_long_is_no_wrong_clock() -> None:
    asked, answered = now(), now() + timedelta(seconds=20)
    assert apart(asked, asked + timedelta(seconds=3), answered) == 0
    assert apart(asked, asked - timedelta(seconds=3), answered) == 3
    assert apart(asked, answered + timedelta(seconds=3), answered) == -3
    assert said_of(9) is None and "30 seconds behind" in str(said_of(-30))


@pytest.mark.parametrize(("clock", "swept"), [(lambda: time_at(now() + timedelta(days=1)), False), (nullcontext, True)])
async def test_nothing_is_swept_by_a_clock_that_is_wrong(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], AbstractContextManager[object]], swept: bool
) -> None:
    """A promise broken by it would be broken for good."""
    stop, done, looks = asyncio.Event(), 0, 0
    may_trust = schedule._may_trust_the_clock

    async def sweep(_db: Session, _at: datetime) -> int:
        nonlocal done
        done += 1
        return 0

    async def look() -> bool:
        nonlocal looks
        looks += 1
        answer = await may_trust()
        if looks == 2:
            stop.set()
        return answer

    monkeypatch.setattr(schedule, "EVERY", 0.01)
    monkeypatch.setattr(schedule, "DUTIES", (schedule.Duty(sweep),))
    monkeypatch.setattr(schedule, "_may_trust_the_clock", look)
    with clock():
        await asyncio.wait_for(schedule.tick(stop), 60)
    assert bool(done) is swept


def series(text: str) -> set[str]:
    return set(re.findall(r"escalations_\w+", text))


async def test_rules_and_pages_name_only_figures_that_there_are(cast: Cast) -> None:
    docs = resource_dir("migrations").parent / "docs"
    rules = yaml.safe_load((docs / "alerts.yml").read_text())["groups"][0]["rules"]
    SWEPT.labels("sweep_clocks").set(1)
    await a_case(cast.ada)
    async with browser_of(None) as machine:
        told = (await machine.get("/metrics")).text
    there = {line.split()[2] for line in told.splitlines() if line.startswith("# TYPE escalations_")}
    there |= {f"{name}_bucket" for name in there if f"{name}_bucket" in told}
    asked = " ".join(rule["expr"] for rule in rules)
    assert len(rules) > 15 and series(asked) - there == set()
    assert {rule.__name__ for rule in (duty.sweep for duty in schedule.DUTIES)} >= set(
        re.findall(r'sweep="(\w+)"', asked)
    )
    reasons = {value.reason for value in vars(outages).values() if isinstance(value, outages.Outage)}
    named = {one for said in re.findall(r'reason=~?"([\w|]+)"', asked) for one in said.split("|")}
    assert named and named <= reasons
    page = (docs / "production.md").read_text()
    known = {name.removesuffix("_bucket") for name in there}
    assert known - series(page) == set() and series(page) - known == {
        "escalations_owner",
        "escalations_app",
        "escalations_before_",
        "escalations_restoring",
    }


async def test_a_series_is_there_before_it_first_grows() -> None:
    """Prometheus takes the first value of a series for where it began: the only refusal of a night would wake nobody."""
    rules = (resource_dir("migrations").parent / "docs" / "alerts.yml").read_text()
    counted = set(re.findall(r"increase\((\w+)", rules))
    told = await fresh("import escalations.schedule")
    assert (
        counted
        and {name for name in counted if not re.search(rf"^{name}(\{{.*\}})? 0\.0$", told, re.MULTILINE)} == set()
    )
    reasons = {reason for said in re.findall(r'reason=~?"([\w|]+)"', rules) for reason in said.split("|")}
    assert reasons <= set(re.findall(r'refusals_total\{reason="(\w+)"\} 0\.0', told))
    assert "sweep_clocks" in re.findall(r'failed_total\{sweep="(\w+)"\} 0\.0', told)


async def fresh(code: str) -> str:
    """The figures of a process to which nothing has happened."""
    told = "from prometheus_client import generate_latest; from escalations.platform.metrics import REGISTRY; print(generate_latest(REGISTRY).decode())"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"{code}; {told}", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


def test_nobody_waits_for_a_collector_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    told = threading.Event()

    class Slow:
        def shutdown(self) -> None:
            done.append("asked")
            told.wait(60)
            done.append("answered")

    monkeypatch.setattr(tracing, "set_up_traces", lambda service: Slow())
    monkeypatch.setattr(tracing, "LAST_WORDS", 0.1)
    with tracing.traced("escalations-web"):
        pass
    assert done == ["asked"]
    told.set()


def test_lost_traces_are_told_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    exporter, seldom = logging.getLogger("test.exporter"), tracing._Seldom()
    exporter.addFilter(seldom)
    for _ in range(3):
        exporter.error("Failed to export spans batch")
    assert len(caplog.records) == 1
    seldom._until = 0.0
    exporter.error("Failed to export spans batch")
    assert len(caplog.records) == 2


def test_traces_are_locked_with_the_versions_of_everything_else() -> None:
    root = resource_dir("migrations").parent

    def pinned(name: str) -> set[str]:
        return set(re.findall(r"^([\w.\[\]-]+==\S+)", (root / name).read_text(), re.MULTILINE))

    wanted = set(tomllib.loads((root / "pyproject.toml").read_text())["project"]["optional-dependencies"]["traces"])
    assert pinned("requirements.txt") <= pinned("requirements-traces.txt") >= wanted
