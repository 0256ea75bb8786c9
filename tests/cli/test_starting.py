"""Everybody who works here and everybody we work for, from two files: all of them come in, or nobody."""

import csv
import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from escalations.people.queries import open_boundaries, person_with_email, specialties_of
from tests.cast import Cast
from tests.cli.shell import Ended, said
from tests.support import as_system, browser_of

EVERYTHING = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM customer), (SELECT count(*) FROM contact), (SELECT count(*) FROM subscription), (SELECT count(*) FROM customer_cover), (SELECT count(*) FROM clearance), (SELECT count(*) FROM event)"
EVE = {"email": "Eve@Support.example", "name": "Eve Adler", "role": "Duty lead"}
FOODS = {"name": "Harbour Foods", "plan": "Unified"}


async def brought(what: str, folder: Path, rows: list[dict[str, Any]], *options: str) -> Ended:
    path = folder / f"{what}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return await said("import", what, str(path), *options)


async def held(admin: asyncpg.Connection) -> tuple[int, ...]:
    return tuple(await admin.fetchrow(EVERYTHING))


@pytest.mark.parametrize(("what", "rows"), [("people", 3), ("customers", 3)])
async def test_the_example_comes_in_once(
    cast: Cast, admin: asyncpg.Connection, tmp_path: Path, what: str, rows: int
) -> None:
    path = tmp_path / "example.csv"
    path.write_text((await said("import", what, "--example")).out)
    before = await held(admin)
    tried = await said("import", what, str(path), "--dry-run")
    assert (tried.code, await held(admin)) == (0, before) and f"{rows} rows: would be: " in tried.out
    done = await said("import", what, str(path))
    assert done.code == 0 and await held(admin) > before
    after = await held(admin)
    again = await said("import", what, str(path))
    assert (again.out, await held(admin)) == (f"{rows} rows: {rows} there already.\n", after)


async def test_a_person_is_all_that_the_row_says(cast: Cast, tmp_path: Path) -> None:
    row = EVE | {
        "time_zone": "Europe/Berlin", "languages": ["de", "en"], "hours": "22:00-06:30", "days": "Fri-Mon; Wed", "capacity": 5,
        "specialties": "storage:4; networking:2", "clearances": ["public:2099-12-31", "germany:2099-06-30"],
    }  # fmt: skip
    ended = await brought("people", tmp_path, [row])
    assert (ended.code, ended.out) == (0, "1 rows: 1 added.\n")
    async with as_system() as db:
        eve = await person_with_email(db, "eve@support.example")
        assert eve is not None and (eve.name, eve.role, eve.languages) == ("Eve Adler", "duty_lead", ["de", "en"])
        assert (eve.shift_start, eve.shift_end, eve.shift_days, eve.capacity) == (1320, 390, [1, 3, 5, 6, 7], 5)
        assert await specialties_of(db, [eve.id]) == {eve.id: {"storage": 4, "networking": 2}}
        assert set(await open_boundaries(db, eve)) == {"public", "germany"}


async def test_first_passwords_open_the_door_and_are_for_one_pair_of_eyes(cast: Cast, tmp_path: Path) -> None:
    kept = tmp_path / "first.csv"
    assert (
        await brought("people", tmp_path, [EVE, {**EVE, "email": cast.ada.email}], "--passwords", str(kept))
    ).code == 0
    ((email, password),) = csv.reader(kept.open())
    assert (email, kept.stat().st_mode & 0o777) == ("eve@support.example", 0o600)
    async with browser_of(None) as browser:
        answer = await browser.submit("/sign-in", email=email, password=password)
        assert answer.headers["Location"] == "/"
    again = await brought("people", tmp_path, [EVE], "--passwords", str(kept))
    assert again.code == 2 and "is there already. Name another file" in again.err
    nobody = await brought("people", tmp_path, [EVE], "--passwords", str(tmp_path / "second.csv"))
    assert nobody.code == 0 and not (tmp_path / "second.csv").exists()


async def test_no_password_is_left_of_whom_a_later_row_keeps_out(
    cast: Cast, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    before, kept = await held(admin), tmp_path / "first.csv"
    ended = await brought("people", tmp_path, [EVE, {**EVE, "email": "nobody"}], "--passwords", str(kept))
    assert (ended.code, await held(admin), kept.exists()) == (1, before, False)


async def test_whoever_is_here_stays_as_they_are(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    before = await held(admin)
    ended = await brought("people", tmp_path, [{"email": cast.ada.email.upper(), "name": "Another", "role": "auditor"}])
    assert (ended.code, await held(admin)) == (0, before)
    assert await admin.fetchval("SELECT name FROM person WHERE id = $1", cast.ada.id) == "Ada"


NOT_A_PERSON = [
    ({"email": "eve"}, "Column “email”: Write one e-mail address"),
    ({"name": " "}, "Column “name”: Fill this in."),
    ({"role": "wizard"}, "Column “role”: There is no role wizard. Write one of support_engineer, "),
    ({"time_zone": "Berlin"}, "Column “time_zone”: Write a time zone by its name"),
    ({"languages": "German"}, "Column “languages”: German is no language."),
    ({"hours": "9 to 5"}, "Column “hours”: 9 to 5 are no hours."),
    ({"hours": "24:00-06:00"}, "are no hours."),
    ({"days": "Mon-Fri; Someday"}, "Column “days”: Someday are no days."),
    ({"capacity": "lots"}, "Column “capacity”: Write a whole number."),
    ({"capacity": 500}, "Column “capacity”: "),
    ({"specialties": "gardening:3"}, "Column “specialties”: There is no family gardening."),
    ({"specialties": "storage:9"}, "write a level from 1"),
    ({"clearances": "mars:2099-01-01"}, "There is no boundary mars"),
    ({"clearances": "public:2020-01-01"}, "That date is in the past."),
    (
        {"product_group": "storage_platform"},
        "A product-group engineer answers for a product_group, and nobody else does.",
    ),
    ({"role": "product_group_engineer"}, "A product-group engineer answers for a product_group"),
    ({"role": "product_group_engineer", "product_group": "none"}, "There is no product group none."),
]


async def test_every_problem_is_told_and_nothing_kept(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    before = await held(admin)
    wrong = [{**EVE, "email": f"p{n}@support.example"} | change for n, (change, _) in enumerate(NOT_A_PERSON)]
    ended = await brought("people", tmp_path, [EVE, *wrong], "--json")
    told = json.loads(ended.out)
    assert (ended.code, told["added"], told["failed"], await held(admin)) == (1, 0, len(wrong), before)
    for (_, sentence), failure in zip(NOT_A_PERSON, told["failures"], strict=True):
        assert sentence in failure["reason"], failure
    assert [failure["row"] for failure in told["failures"]] == list(range(2, len(wrong) + 2))


async def test_a_column_that_nobody_knows_is_not_lost_without_a_word(cast: Cast, tmp_path: Path) -> None:
    ended = await brought("people", tmp_path, [EVE | {"speciality": "storage:4"}])
    assert ended.code == 2 and "Nothing is known of the column speciality" in ended.err
    assert (await brought("people", tmp_path, [EVE | {"badge": "4711"}], "--leave-out", "badge")).code == 0


async def test_rows_of_one_customer_add_to_it(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    rows = [
        FOODS | {"contact_email": "Mira@harbour.example", "contact_name": "Mira Lindt", "subscription": "hf-1", "regions": "West Europe", "services": "AKS"},
        FOODS | {"contact_email": "jonas@harbour.example", "subscription": "hf-2"},
        FOODS | {"boundary": "germany"},
    ]  # fmt: skip
    ended = await brought("customers", tmp_path, rows)
    assert (ended.code, ended.out) == (0, "3 rows: 2 added, 1 revised.\n")
    customers = await admin.fetch("SELECT boundary, plan FROM customer WHERE name = 'Harbour Foods' ORDER BY boundary")
    assert [tuple(one) for one in customers] == [("germany", "unified"), ("public", "unified")]
    contacts = await admin.fetch("SELECT email, name FROM contact WHERE email LIKE '%harbour.example' ORDER BY id")
    assert [tuple(one) for one in contacts] == [
        ("mira@harbour.example", "Mira Lindt"),
        ("jonas@harbour.example", "jonas@harbour.example"),
    ]
    bought = await admin.fetch("SELECT name, regions, services FROM subscription WHERE code LIKE 'hf-%' ORDER BY id")
    assert [tuple(one) for one in bought] == [("hf-1", ["westeurope"], ["aks"]), ("hf-2", [], [])]


async def test_only_what_a_row_says_is_changed(cast: Cast, admin: asyncpg.Connection, tmp_path: Path) -> None:
    contact = {"contact_email": "mira@harbour.example", "contact_name": "Mira Lindt", "contact_language": "de"}
    cover = {"contract": "HF-1", "cover_until": "2098-12-31", "cover_hours": "business"}
    await brought(
        "customers", tmp_path, [FOODS | contact | cover | {"industry": "Food", "handling_notes": "Call first."}]
    )
    changed = {
        "name": "Harbour Foods",
        "plan": "premier",
        "contact_email": "mira@harbour.example",
        "contact_title": "CTO",
        "contract": "HF-1",
        "cover_until": "2099-12-31",
    }
    assert (await brought("customers", tmp_path, [changed])).out == "1 rows: 1 revised.\n"
    row = await admin.fetchrow(
        "SELECT plan, industry, handling_notes, contact.name, title, language, hours, until::date::text FROM customer "
        "JOIN contact ON customer_id = customer.id JOIN customer_cover USING (customer_id) WHERE customer.name = 'Harbour Foods'"
    )
    assert tuple(row) == ("premier", "Food", "Call first.", "Mira Lindt", "CTO", "de", "business", "2099-12-31")
    assert (await brought("customers", tmp_path, [changed])).out == "1 rows: 1 there already.\n"


NOT_A_CUSTOMER = [
    ({"boundary": "mars"}, "Column “boundary”: There is no boundary mars."),
    ({"plan": "gold"}, "Column “plan”: Choose one of the options."),
    ({"contact_email": "mira"}, "Column “contact_email”: Write one e-mail address"),
    ({"contact_name": "Mira"}, "There is a contact_name and no contact_email."),
    ({"regions": "westeurope"}, "There is a regions and no subscription."),
    ({"subscription": "hf-1", "regions": "the moon"}, "Column “regions”: There is no region the moon"),
    ({"subscription": "hf-1", "services": "pigeons"}, "Column “services”: There is no product pigeons"),
    ({"cover_until": "soon"}, "Column “cover_until”: Write a date"),
    ({"cover_until": "2020-01-01"}, "That date is in the past."),
    ({"cover_hours": "always"}, "There is a cover_hours and no cover_until."),
]


async def test_a_customer_that_cannot_be_keeps_out_the_others(
    cast: Cast, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    before = await held(admin)
    wrong = [{"name": f"Customer {n}"} | change for n, (change, _) in enumerate(NOT_A_CUSTOMER)]
    ended = await brought("customers", tmp_path, [FOODS, *wrong])
    assert (ended.code, await held(admin)) == (1, before)
    assert f"{len(wrong)} of {len(wrong) + 1} rows cannot come in, so nothing was changed:" in ended.out
    for number, (_, sentence) in enumerate(NOT_A_CUSTOMER, 2):
        assert next(line for line in ended.out.splitlines() if line.startswith(f"Row {number} ")).find(sentence) > 0


async def test_what_the_database_refuses_is_told_and_nothing_kept(
    cast: Cast, admin: asyncpg.Connection, tmp_path: Path
) -> None:
    await admin.execute("ALTER TABLE customer ADD CONSTRAINT no_zoo CHECK (name <> 'Zoo')")
    before = await held(admin)
    try:
        ended = await brought("customers", tmp_path, [FOODS, {"name": "Zoo"}, FOODS])
    finally:
        await admin.execute("ALTER TABLE customer DROP CONSTRAINT no_zoo")
    assert (ended.code, await held(admin)) == (1, before) and "Row 2 The database refuses it: " in ended.out
