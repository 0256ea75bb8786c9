"""The commands that serve: everything at once for a laptop, web and worker apart for production."""

import asyncio
import os
import socket
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any

import click
import structlog
import uvicorn
import uvloop
from litestar import Litestar

from .. import wiring
from ..app import create_app, create_watched_app
from ..platform import db as database
from ..platform.copies import connect_copy, disconnect_copy
from ..platform.live import LiveHub
from ..platform.logs import set_up_logs
from ..platform.misnamed import misnamed
from ..platform.settings import settings
from ..platform.tracing import traced
from ..platform.web.arriving import Arriving
from ..worker import run_worker
from .connecting import database_url, open_engine
from .demo.loading import is_loaded, load_demo
from .demo.whole import being_loaded, throw_away_half_loaded
from .rule_files import UnusableRules, examined, refuse_for_demo
from .stopping import heeded

log = structlog.get_logger()
Part = Callable[[asyncio.Event], Coroutine[Any, Any, None]]
IDLE_SECONDS = 75
"""How long a connection may wait for its next request. A proxy keeps its own for 60 s as a rule, and must be the one that lets go: what it
sends on a connection that is just being closed is lost to whoever asked."""


async def supervise(*parts: Part) -> None:
    """Run all parts until a signal; a part that ends or breaks stops the others, so that a supervisor starts anew."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in heeded():
        loop.add_signal_handler(sign, stop.set)
    tasks = [asyncio.create_task(part(stop)) for part in parts]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    stopping.cancel()
    await asyncio.wait(tasks)
    await asyncio.gather(*tasks)


class Server(uvicorn.Server):
    """Says where it is once it listens. Signals belong to `supervise`, which ends the event streams before this waits for its connections."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:
            taken = f"Cannot listen on {self.config.host}:{self.config.port}. Is something else there? Set ESCALATIONS_HOST and ESCALATIONS_PORT."
            raise click.ClickException(taken) from None
        if self.started:
            with suppress(OSError):  # where it is told has no room: that must keep nobody from the desk
                click.echo(f"Escalations is at http://{self.config.host}:{self.config.port}  (Ctrl-C stops it)")


def server_config(app: Litestar, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app, host=settings().host, port=port, http=Arriving, log_config=None, log_level="warning", timeout_graceful_shutdown=1, lifespan="on",
        timeout_keep_alive=IDLE_SECONDS, server_header=False, date_header=False,
    )  # fmt: skip


async def until(stop: asyncio.Event, server: Server, before: Callable[[], None] = lambda: None) -> None:
    """Serve until told to stop, or until it cannot."""
    serving, stopping = asyncio.create_task(server.serve()), asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    before()
    server.should_exit = True
    stopping.cancel()
    await serving


def web(dsn: str) -> Part:
    async def run(stop: asyncio.Event) -> None:
        hub = LiveHub()
        server = Server(server_config(create_app(hub), settings().port))
        live = asyncio.create_task(hub.run(dsn, stop))
        try:
            await until(stop, server, hub.close)
        finally:
            stop.set()
            await live

    return run


def watched(port: int) -> Part:
    """Health and figures of a process that serves no pages."""

    async def run(stop: asyncio.Event) -> None:
        server = Server(server_config(create_watched_app(), port))
        await until(stop, server)

    return run


def worker(dsn: str, *, beside_web: bool) -> Part:
    """Beside pages, jobs have three connections: one processor serves both, and somebody waits for a page."""

    async def run(stop: asyncio.Event) -> None:
        await run_worker(dsn, stop, at_once=3 if beside_web else settings().pool_size)

    return run


async def serve(with_web: bool, with_worker: bool) -> None:
    """Rooms come first: the demo world records what they listen to, and renders with the names that they offer."""
    wiring.load_rooms()
    if settings().is_demo:
        await throw_away_half_loaded(settings().home.resolve())
    dsn = await database_url()
    open_engine(dsn, pool_size=settings().pool_size)
    if with_web and (copy := settings().database_copy_url):
        connect_copy(copy)
    direct = settings().database_direct_url or dsn
    parts = [web(direct)] if with_web else []
    parts += [worker(direct, beside_web=with_web)] if with_worker else []
    parts += [watched(port)] if (port := settings().worker_port) and not with_web else []
    if settings().is_demo and not await is_loaded():
        click.echo("Loading the demo world, once.")
        with being_loaded(settings().home.resolve()):
            await load_demo()
    await supervise(*parts)
    await disconnect_copy()
    await database.disconnect()


@click.command("run")
def run_command() -> None:
    """Serve web and worker in one process. Without DATABASE_URL it brings its own PostgreSQL in .escalations/."""
    _start(with_web=True, with_worker=True)


@click.command("web")
def web_command() -> None:
    """Serve pages and the API only."""
    _start(with_web=True, with_worker=False)


@click.command("worker")
def worker_command() -> None:
    """Run jobs and sweeps only."""
    _start(with_web=False, with_worker=True)


def _start(*, with_web: bool, with_worker: bool) -> None:
    """What ends it is written down like everything else: Python's own words for it may quote a customer."""
    set_up_logs(settings().log)
    for problem in misnamed(os.environ):
        log.warning("a variable of the environment is not used", why=problem)
    _refuse_unusable_rules()
    try:
        with traced("escalations-web" if with_web else "escalations-worker"):
            uvloop.run(serve(with_web, with_worker))
    except click.ClickException:
        raise
    except Exception as problem:
        log.error("ended, to be started anew", exc_info=problem)
        raise SystemExit(1) from None


def _refuse_unusable_rules() -> None:
    """Before anything is connected. A process that runs keeps the last good files; one that begins has none to keep."""
    try:
        examined()
        if settings().is_demo:
            refuse_for_demo()
    except UnusableRules as wrong:
        raise click.UsageError(f"The rule files cannot be used: {wrong}") from None
