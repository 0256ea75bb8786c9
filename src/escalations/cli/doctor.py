"""Says in plain words what is configured, reachable, migrated, protected, stale or wrong."""

import asyncio
import json
import os
from dataclasses import asdict

import asyncpg
import click
from rich.console import Console

from ..platform.misnamed import misnamed
from ..platform.search.meilisearch.indexes import counts
from ..platform.search.meilisearch.transport import EngineDown
from ..platform.search.meilisearch.transport import connected as engine_at
from ..platform.settings import settings
from .doctor_database import database_at, examine_database
from .failing import words_of
from .findings import Finding
from .rule_files import UnusableRules, examined


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for scripts.")
def doctor_command(as_json: bool) -> None:
    """Examine the installation. Exit code 0: all well, 1: something is wrong."""
    findings = asyncio.run(examine())
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        _print(findings)
    raise SystemExit(any(finding.verdict == "bad" for finding in findings))


def _print(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    marks = {"ok": "[green]ok   [/]", "warn": "[yellow]note [/]", "bad": "[red]wrong[/]"}
    for finding in findings:
        console.print(f"{marks[finding.verdict]} {finding.what:<14} {finding.says}")


async def examine() -> list[Finding]:
    return [*_configuration(), *_rules(), *await examine_database(), *await _copy(), *await _search(), *_mail()]


def _configuration() -> list[Finding]:
    current = settings()
    where = "DATABASE_URL" if current.database_url else f"the embedded PostgreSQL in {current.home}/"
    told = [Finding("configuration", "warn", problem) for problem in misnamed(os.environ)]
    return [Finding("configuration", "ok", f"environment {current.env}, database from {where}"), *told]


def _rules() -> list[Finding]:
    try:
        told = examined()
    except UnusableRules as error:
        return [Finding("rule files", "bad", str(error))]
    return [Finding("rule files", "ok", f"{told}, from {settings().routing_rules or 'what ships'}")]


async def _copy() -> list[Finding]:
    if not (url := settings().database_copy_url):
        return []
    try:
        async with database_at(url) as connection:
            follows = await connection.fetchval("SELECT pg_is_in_recovery()")
    except (OSError, asyncpg.PostgresError) as error:
        told = f"DATABASE_COPY_URL cannot be reached, reports read the primary meanwhile: {words_of(error)}"
        return [Finding("replica", "bad", told)]
    if not follows:
        return [Finding("replica", "warn", "what DATABASE_COPY_URL leads to is no replica")]
    return [Finding("replica", "ok", "a replica answers for reports")]


async def _search() -> list[Finding]:
    url, key = settings().meilisearch_url, settings().meilisearch_key
    if not url:
        return [Finding("search", "ok", "PostgreSQL answers searches (MEILISEARCH_URL is not set)")]
    try:
        async with engine_at(url, key.get_secret_value() if key else None) as server:
            held = await counts(server)
    except EngineDown as problem:
        return [Finding("search", "bad", f"Meilisearch does not answer, PostgreSQL searches meanwhile: {problem}")]
    return [
        Finding("search", "ok", f"Meilisearch answers, with {sum(held.values()):,} documents in {len(held)} indexes")
    ]


def _mail() -> list[Finding]:
    if settings().smtp_url:
        return [Finding("mail", "ok", "replies leave through the server in SMTP_URL")]
    return [Finding("mail", "warn", "SMTP_URL is not set: replies are kept waiting and leave when it is")]
