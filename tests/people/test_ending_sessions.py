from tests.cast import Cast
from tests.support import browser_of


async def test_an_administrator_ends_somebodys_sessions_at_once(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada, browser_of(cast.adam) as adam:
        assert (await ada.get("/people")).status_code == 200
        assert (await adam.submit(f"/people/{cast.ada.ref}/sign-ins/revocation")).status_code == 303
        assert (await ada.get("/people")).status_code == 303
        assert (await adam.get("/people")).status_code == 200


async def test_nobody_else_does(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        assert (await ben.submit(f"/people/{cast.ada.ref}/sign-ins/revocation")).status_code == 403
        assert (await ada.get("/people")).status_code == 200
