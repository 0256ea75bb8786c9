import pytest

from escalations.integrations.queries import mail_of_entry
from escalations.platform.settings import settings
from tests.cast import Cast
from tests.integrations.builders import an_answered_case
from tests.integrations.smtp import mail_server
from tests.support import as_system, browser_of, run_jobs


async def test_the_page_says_that_mail_goes_nowhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_url", None)
    async with browser_of(cast.adam) as browser:
        assert "Every reply that you may see has been mailed" in (await browser.get("/mail")).text
        case, _ = await an_answered_case(cast)
        await run_jobs()
        text = (await browser.get("/mail")).text
        assert "SMTP_URL is not set" in text and case.ref in text and "1 waiting" in text


async def test_a_held_mail_is_released_on_the_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, entry = await an_answered_case(cast)
    async with mail_server(monkeypatch) as server, browser_of(cast.adam) as browser:
        server.answers = {"RCPT": ["550 no such mailbox"]}
        await run_jobs()
        text = (await browser.get("/mail")).text
        assert "550 no such mailbox" in text and "Send after all" in text and "SMTP_URL" not in text
        async with as_system() as db:
            mail = await mail_of_entry(db, entry.id)
            assert mail is not None
        answer = await browser.submit(f"/mail/{mail.id}/release", htmx=True)
        assert answer.status_code == 200 and "waiting" in answer.text
        await run_jobs()
        assert len(server.received) == 1
        assert (await browser.submit(f"/mail/{mail.id}/release")).status_code == 409


async def test_mail_is_for_administrators_of_its_boundary(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_url", None)
    _, entry = await an_answered_case(cast)
    await run_jobs()
    async with as_system() as db:
        mail = await mail_of_entry(db, entry.id)
        assert mail is not None
    for person, status in ((cast.ada, 403), (cast.otto, 403), (cast.cleo, 404)):
        async with browser_of(person) as browser:
            assert (await browser.get("/mail")).status_code == 403
            assert (await browser.submit(f"/mail/{mail.id}/release")).status_code == status
