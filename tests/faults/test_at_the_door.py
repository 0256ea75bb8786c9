"""What a stranger, a foreign page or a stolen token can do: nothing."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import asyncpg
import httpx
import pytest

from escalations.cases.models import CaseEntry
from escalations.people.access import COOKIE
from escalations.people.forms import local_path
from escalations.platform import security
from escalations.platform.resources import resource_dir
from escalations.platform.time import now, time_at
from escalations.platform.web.templates import static_root
from tests.builders import a_case
from tests.cast import Cast
from tests.faults.fuzzing import address
from tests.house.test_guarded_routes import handlers
from tests.support import browser_of, program_of

ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
    "/\r\n//evil.example", " //evil.example", "/\x00/evil.example", "javascript:alert(1)", "\\\\evil.example", "/cases\\@evil.example", "",
]  # fmt: skip
OPEN = ("/sign-in", "/demo-sign-in", "/inbound", "/health", "/static", "/calendars", "/api/openapi", "/metrics")


@pytest.mark.parametrize("path", ELSEWHERE)
def test_after_signing_in_nobody_is_sent_elsewhere(path: str) -> None:
    assert local_path(path) == "/"


@pytest.mark.parametrize("path", ["/", "/cases/C-1", "/search?q=mount+error&page=2", "/customers/new?case=C-1#facts"])
def test_but_back_to_where_they_came_from(path: str) -> None:
    assert local_path(path) == path


async def test_a_strangers_address_is_no_header_of_ours(cast: Cast) -> None:
    async with browser_of(None) as stranger:
        for odd in ("/cases/C-1%0d%0aSet-Cookie:%20a=b", "/people%0a", "/cases/x%26next=//evil.example"):
            answer = await stranger.get(odd)
            assert "set-cookie" not in {name for name in answer.headers if "a=b" in answer.headers[name]}
            assert not re.search(r"[\r\n]|&next", answer.headers.get("location", "")), answer.headers


def posts() -> list[str]:
    return sorted(
        {
            address(path)
            for path, handler in handlers()
            if "POST" in handler.http_methods and not path.startswith(("/api/", *OPEN[2:]))
        }
    )


async def test_no_form_counts_without_the_token_of_its_page(cast: Cast, admin: asyncpg.Connection) -> None:
    """A foreign page can make the browser send the cookies, but not the token that stands in our pages."""
    await a_case(cast.ada)
    let_in = []
    async with browser_of(cast.dora) as dora:
        await dora.get("/sign-in")
        before = await admin.fetchval("SELECT count(*) FROM event")
        for path in posts():
            for sent in ({}, {"_csrf_token": "a" * 96}, {"_csrf_token": ""}):
                if (await dora.post(path, data={"text": "x", **sent})).status_code != 403:
                    let_in.append(path)
    assert let_in == [] and len(posts()) > 100
    assert await admin.fetchval("SELECT count(*) FROM event") == before


async def test_cookies_open_no_api_and_tokens_no_page(cast: Cast) -> None:
    async with browser_of(cast.dora) as dora, program_of(cast.dora) as program:
        for path, handler in handlers():
            for method in handler.http_methods & {"GET", "POST", "PUT", "DELETE"}:
                if path.startswith(OPEN):
                    continue
                if path.startswith("/api/"):
                    answer = await dora.request(method, address(path))
                    assert answer.status_code == 401, f"{method} {path} by cookie is {answer.status_code}"
                elif method == "GET":
                    answer = await program.get(address(path))
                    assert answer.status_code in (303, 401), f"{path} by token is {answer.status_code}"


async def test_only_a_token_as_it_was_given_counts(cast: Cast, admin: asyncpg.Connection) -> None:
    async with program_of(cast.ada) as program:
        good = program.headers["Authorization"].removeprefix("Bearer ")
        stored = await admin.fetchval("SELECT token FROM api_token")
        for said in (
            "", "Bearer", "Bearer ", f"bearer {good}x", f"Bearer {good[:-1]}", f"Bearer {good.upper()}", f"Bearer {stored}", f"Basic {good}",
            "Bearer null", "Bearer ' OR 1=1 --", f"Bearer  {good}", "Bearer " + "x" * 20_000,
        ):  # fmt: skip
            answer = await program.get("/api/cases", headers={"Authorization": said})
            assert answer.status_code == 401 and good not in answer.text, said[:60]
        assert (await program.get(f"/api/cases?token={good}", headers={"Authorization": ""})).status_code == 401
        with time_at(now() + timedelta(days=4000)):
            assert (await program.get("/api/cases")).status_code == 401
        await admin.execute("UPDATE person SET disabled_at = now() WHERE id = $1", cast.ada.id)
        assert (await program.get("/api/cases")).status_code == 401


async def test_an_unknown_name_costs_as_much_as_a_wrong_password(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in what takes the time, so that a busy machine does not decide it."""
    spent: list[str] = []
    real = security._hasher.verify

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            spent.append(stored.split("$")[3])
            return real(stored, password)

    monkeypatch.setattr(security, "_hasher", Counting())
    async with browser_of(None) as stranger:
        for email in ("nobody@support.example", "ada@support.example"):
            answer = await stranger.submit("/sign-in", email=email, password="wrong password")
            assert answer.status_code == 422
    assert len(spent) == 2 and spent[0] == spent[1], "each costs one check under the same parameters"


async def test_every_answer_says_what_a_browser_may_do_with_it(cast: Cast) -> None:
    async with browser_of(cast.dora) as dora:
        for path in (
            "/",
            "/sign-in",
            "/cases/C-1",
            "/nowhere",
            "/health/live",
            f"{static_root()}/js/app.js",
            "/api/cases",
        ):
            headers = (await dora.get(path)).headers
            policy = headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy and "unsafe" not in policy and "default-src 'none'" in policy, (
                path
            )
            assert headers["x-frame-options"] == "DENY" and headers["x-content-type-options"] == "nosniff", path


async def test_nothing_that_somebody_was_told_is_kept_on_its_way(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, program_of(cast.ada) as program, browser_of(None) as stranger:
        answers = [
            *[await ada.get(path) for path in ("/", "/me", f"/cases/{case.ref}", "/cases/C-404")],
            await ada.submit(f"/cases/{case.ref}/notes", htmx=True, text="Waits for the trace."),
            await ada.submit(f"/cases/{case.ref}/claim"),
            *[
                await program.get(path)
                for path in (f"/api/cases/{case.ref}", "/api/search?q=share", "/api/cases/C-404")
            ],
            *[await stranger.get(path) for path in (f"/cases/{case.ref}", "/api/cases", "/sign-in")],
        ]
        assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
        kept = (await stranger.get(f"{static_root()}/js/app.js")).headers["cache-control"]
        assert "immutable" in kept and "no-store" not in kept


OUT = [
    "../pyproject.toml",
    "..%2fpyproject.toml",
    "%2e%2e/%2e%2e/etc/passwd",
    "js/../../pyproject.toml",
    "....//pyproject.toml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..\\pyproject.toml",
    "js/%00app.js",
]


@pytest.mark.parametrize("path", OUT)
async def test_static_files_are_those_of_their_folder(cast: Cast, path: str) -> None:
    secret = Path(resource_dir("static")).parent / "pyproject.toml"
    assert secret.exists()
    async with browser_of(None) as stranger:
        answer = await stranger.get(httpx.URL("http://test").copy_with(raw_path=f"{static_root()}/{path}".encode()))
    assert answer.status_code in (400, 403, 404) and "root:" not in answer.text and "[project]" not in answer.text


async def test_an_address_with_nul_in_it_is_like_any_that_there_is_not(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        for path in ("/cases/x%00", "/no%00where"):
            answer = await ada.get(path)
            assert (
                answer.status_code == 404 and "<main" in answer.text and answer.headers["x-request-id"] in answer.text
            )
    async with program_of(cast.ada) as program:
        told = await program.get("/api/cases/x%00")
    assert told.status_code == 404 and told.json()["error"]


async def test_a_form_that_is_sent_again_later_changes_nothing(cast: Cast, admin: asyncpg.Connection) -> None:
    """Kept from before: the session has ended, or the thing has another version since."""
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        await ada.get(f"/cases/{case.ref}")
        row = await admin.fetchrow("SELECT title, family, product, region, version FROM support_case")
        seen = {f"was_{name}": value for name, value in row.items() if name != "version"}
        facts = {**dict(row), **seen, "title": "Shares cannot be mounted at all"}
        assert (await ada.submit(f"/cases/{case.ref}/facts", **facts)).status_code == 303
        assert (
            await ada.submit(f"/cases/{case.ref}/facts", **{**facts, "title": "Something older"})
        ).status_code == 409
        closing = {"resolution": "fixed", "note": "The key was rotated back."}
        for _ in range(3):
            await ada.submit(f"/cases/{case.ref}/closure", **closing)
        assert await admin.fetchval("SELECT count(*) FROM event WHERE action = 'CaseClosed'") == 1
        token = ada.cookies[COOKIE]
        await ada.submit("/sign-out")
        ada.cookies.set(COOKIE, token)
        before = await admin.fetchval("SELECT count(*) FROM event")
        late = await ada.submit(f"/cases/{case.ref}/reopenings", reason="From the grave.")
        assert late.status_code == 401 and "From the grave." in late.text, "it is given back, not done"
        assert await admin.fetchval("SELECT count(*) FROM event") == before


LARGE = 13 * 1024 * 1024


async def test_what_is_too_large_is_refused_before_it_is_read(cast: Cast) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        for _ in range(LARGE // 65_536):
            yield b"a" * 65_536

    async with browser_of(cast.ada) as ada, program_of(cast.ada) as program:
        await ada.get("/sign-in")
        form = {"Content-Type": "application/x-www-form-urlencoded", "x-csrftoken": ada.cookies["csrftoken"]}
        for body in (b"text=" + b"a" * LARGE, endless()):
            assert (await ada.post("/cases", content=body, headers=form)).status_code == 413
        json = {"Content-Type": "application/json"}
        assert (await program.post("/api/cases", content=b"[" * LARGE, headers=json)).status_code == 413
        assert (await program.post("/api/cases", content=b"[" * 100_000, headers=json)).status_code in (400, 422)


async def test_a_packed_body_is_not_unpacked(cast: Cast) -> None:
    import gzip

    bomb = gzip.compress(b'{"customer": "' + b"0" * 30_000_000 + b'"}')
    async with program_of(cast.ada) as program:
        answer = await program.post(
            "/api/cases", content=bomb, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}
        )
        assert answer.status_code in (400, 415) and len(answer.content) < 2000


async def test_a_form_of_a_million_fields_is_refused(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        await ada.get("/sign-in")
        headers = {"x-csrftoken": ada.cookies["csrftoken"]}
        boundary = "b"
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.encode()
        many = part * 5000 + f"--{boundary}--\r\n".encode()
        answer = await ada.post(
            "/cases", content=many, headers={**headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        )
        assert answer.status_code in (400, 413, 422)


@pytest.mark.parametrize("smuggled", ["Pods\r\nBcc: all@evil.example", "Pods\nX-Spam: no", quote("Pods\r\nBcc: a@b")])
async def test_a_title_is_no_header_of_a_mail(cast: Cast, smuggled: str) -> None:
    """However it got onto the case: one that is typed has no lines to begin with, one of an earlier system comes as it is."""
    from escalations.integrations.actions import subject_of, text_of

    case = await a_case(cast.ada, title=smuggled)
    typed, case.title = case.title, smuggled
    said = CaseEntry(
        boundary=case.boundary, case_id=case.id, kind="reply", body="It is mended.", at=now(), author_name="Ada"
    )
    assert not re.search(r"[\r\n]", typed + subject_of(case))
    assert sum(line.startswith(("Bcc", "X-Spam")) for line in text_of(case, said).splitlines()) == 0
