import signal

import pytest
from playwright.async_api import Browser

from escalations.platform.postgres import EmbeddedPostgres
from tests.browser.conftest import Server, signed_in
from tests.builders import a_case
from tests.cast import Cast


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_the_server_ends_at_once_with_live_pages_open(
    cast: Cast, postgres: EmbeddedPostgres, chromium: Browser, sign: signal.Signals
) -> None:
    case = await a_case(cast.ada)
    server = Server(postgres)
    context = await chromium.new_context(base_url=server.url)
    await context.add_cookies([await signed_in(cast.ada, server.url)])
    for path in (f"/cases/{case.ref}", "/", "/queues"):
        page = await context.new_page()
        await page.goto(path)
        await page.wait_for_timeout(200)
    assert server.stop(sign) < 8
    await context.close()
