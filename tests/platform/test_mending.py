"""A refused form comes back as its part to htmx, and inside a page to a browser without JavaScript."""

import pytest

from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of


@pytest.mark.parametrize("htmx", [True, False])
async def test_the_form_comes_back_in_the_right_frame(cast: Cast, htmx: bool) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(
            f"/cases/{case.ref}/closure", htmx=htmx, resolution="", note="The key had been rotated."
        )
    assert answer.status_code == 422
    assert "The key had been rotated." in answer.text
    assert ("<!doctype html>" in answer.text) is not htmx
