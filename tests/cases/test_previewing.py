"""A preview is made the one way in which texts become HTML, keeps nothing, and is for those who may see the case."""

from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of, program_of

TEXT = (
    "**Bold** <script>alert(1)</script> [x](javascript:alert(1))\n\n- one\n- two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
)


async def test_it_looks_as_it_will_and_runs_nothing(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo, program_of(cast.ada) as program:
        url = f"/cases/{case.ref}/preview"
        shown = (await ada.submit(url, text=TEXT)).text
        assert "<strong>Bold</strong>" in shown and "<li>one</li>" in shown and "<td>1</td>" in shown
        assert "<script" not in shown and 'href="javascript' not in shown
        assert "Nothing is written yet" in (await ada.submit(url)).text
        assert (await program.post(f"/api{url}", json={"text": "*a*"})).json() == {"html": "<p><em>a</em></p>\n"}
        assert (await cleo.submit(url, text="x")).status_code == 404
        assert (await program.get(f"/api/cases/{case.ref}/drafts/reply")).status_code == 404
