from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of


async def test_a_file_comes_back_as_it_went_and_never_runs_here(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    page = b"<script>alert(1)</script>"
    async with browser_of(cast.ada) as ada:
        sent = await ada.submit(
            f"/cases/{opened.ref}/attachments", files={"file": ("../../evil.html", page, "text/html")}
        )
        assert sent.status_code == 303
        back = await ada.get(f"/cases/{opened.ref}/attachments/1")
        assert back.content == page
        assert back.headers["content-type"] == "application/octet-stream"
        assert "evil.html" in back.headers["content-disposition"] and ".." not in back.headers["content-disposition"]
    async with browser_of(cast.cleo) as cleo:
        assert (await cleo.get(f"/cases/{opened.ref}/attachments/1")).status_code == 404


async def test_an_empty_file_is_refused(cast: Cast) -> None:
    opened = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{opened.ref}/attachments", files={"file": ("log.txt", b"", "text/plain")})
        assert answer.status_code == 409
        assert (await ada.submit(f"/cases/{opened.ref}/attachments")).status_code == 409
