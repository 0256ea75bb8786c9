"""A line or server that fails for one address until it is mended.

The route stays set: taking it away (`unroute`) leaves requests that are on their way at that moment without an answer, in one of some
forty such moments."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page, Route

Failing = Callable[[Route], Awaitable[None]]


class Faulty:
    def __init__(self, failing: Failing) -> None:
        self._failing: Failing = failing
        self._is_mended = False

    async def __call__(self, route: Route) -> None:
        await (route.continue_() if self._is_mended else self._failing(route))

    def mend(self) -> None:
        self._is_mended = True


async def faulty(page: Page, address: str, failing: Failing = Route.abort) -> Faulty:
    """Requests of this page for `address` fail from now on, as `failing` says or without any answer."""
    fault = Faulty(failing)
    await page.route(address, fault)
    return fault
