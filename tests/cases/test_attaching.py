from tests.builders import a_case
from tests.cast import Cast
from tests.support import browser_of, program_of


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


async def test_a_file_is_called_what_one_reads(cast: Cast) -> None:
    """A name that turns around what stands after it reads as another one."""
    opened = await a_case(cast.ada)
    for said in ("annex\u202etxt.js", "an\u200bnex\u2066.js", "C:\\scans\\annex.js\r\nSet-Cookie: a=1"):
        async with program_of(cast.ada) as program:
            answer = await program.post(f"/api/cases/{opened.ref}/attachments", files={"file": (said, said.encode())})
        assert answer.json()["name"] in {"annextxt.js", "annex.js", "annex.js Set-Cookie: a=1"}
