"""Macros in the browser and for programs."""

from tests.builders import a_case
from tests.cases.macros.test_macros import ASKS, a_macro
from tests.cast import Cast
from tests.support import browser_of, program_of


async def test_writing_one_and_being_told_what_is_wrong_with_it(cast: Cast) -> None:
    async with browser_of(cast.ada) as ada:
        bad = await ada.submit("/macros", name="Asks", kind="reply", body="Our duty lead {nobody} looks.")
        assert (
            bad.status_code == 422
            and "a word for ourselves" in bad.text
            and "Our duty lead {nobody} looks." in bad.text
        )
        half = await ada.submit("/macros", name="Asks", kind="reply", body="Hello there.", wait_on="customer")
        assert half.status_code == 422 and "A wait needs" in half.text
        assert (await ada.submit("/macros", name="Asks", kind="reply", body="Hello there.")).status_code == 303
        again = await ada.submit("/macros", name="Asks", kind="reply", body="Hello there.")
        assert again.status_code == 422 and "already" in again.text
        assert (
            "Asks" in (await ada.get("/macros?q=hello")).text
            and "No macro has these words" in (await ada.get("/macros?q=zzz")).text
        )


async def test_a_stale_save_shows_both_sides(cast: Cast) -> None:
    macro = await a_macro(cast.ada)
    async with browser_of(cast.ada) as ada, browser_of(cast.ben) as ben:
        url = f"/macros/{macro.ref}"
        assert (await ben.submit(url, name=ASKS.name, kind="reply", body="Ben's words.", version=1)).status_code == 303
        answer = await ada.submit(url, name=ASKS.name, kind="reply", body="Ada's words.", version=1)
        assert answer.status_code == 409 and "Ben&#39;s words." in answer.text and "Ada&#39;s words." in answer.text
        assert 'name="version" value="2"' in answer.text
        wrong = await ada.submit(url, name="", kind="reply", body="Ada's words.", version=1)
        assert wrong.status_code == 422 and 'name="version" value="1"' in wrong.text, "she has not seen Ben's words"
        assert (await ada.submit(f"{url}/retirement")).status_code == 303


async def test_using_one_without_scripts(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with browser_of(cast.ada) as ada:
        assert f"/cases/{case.ref}/macros/{macro.ref}" in (await ada.get(f"/cases/{case.ref}/macros")).text
        shown = (await ada.get(f"/cases/{case.ref}/macros/{macro.ref}")).text
        assert "Hello Lena," in shown and "waits for the customer until" in shown
        sent = await ada.submit(
            f"/cases/{case.ref}/macros/{macro.ref}/application", macro_version=1, text="", version=0
        )
        assert sent.status_code == 303
        assert "which node pool of" in (await ada.get(f"/cases/{case.ref}")).text


async def test_using_one_in_the_composer(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    async with browser_of(cast.ada) as ada:
        url = f"/cases/{case.ref}/macros/{macro.ref}"
        shown = await ada.submit(f"{url}/preview", htmx=True, text="Good morning.", version=0)
        assert "difference-same" in shown.text and "difference-new" in shown.text
        stale = await ada.submit(f"{url}/application", htmx=True, text="Good morning.", version=0, macro_version=7)
        assert (
            stale.status_code == 409
            and "Not applied" in stale.text
            and stale.headers["HX-Retarget"] == "#macro-preview"
        )
        done = await ada.submit(f"{url}/application", htmx=True, text="Good morning.", version=0, macro_version=1)
        assert done.status_code == 200 and "Good morning.\n\nHello Lena," in done.text
        long = await ada.submit(f"{url}/application", htmx=True, text="x" * 60_001, macro_version=1)
        assert long.status_code == 409 and "safe" in long.text


async def test_outsiders_and_auditors(cast: Cast) -> None:
    case, macro = await a_case(cast.ada), await a_macro(cast.ada)
    paths = [f"/cases/{case.ref}/macros/{macro.ref}/preview", f"/cases/{case.ref}/macros/{macro.ref}/application"]
    async with browser_of(cast.cleo) as cleo, browser_of(cast.otto) as otto:
        assert [(await cleo.submit(path, macro_version=1)).status_code for path in paths] == [404, 404]
        assert [(await otto.submit(path, macro_version=1)).status_code for path in paths] == [403, 403]
        assert (await otto.submit("/macros", name="Asks", kind="reply", body="Hello.")).status_code == 403


async def test_programs(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as ada:
        made = (
            await ada.post("/api/macros", json={"name": "Thanks", "kind": "reply", "body": "Thank you, {first name}."})
        ).json()
        revised = await ada.put(
            f"/api/macros/{made['ref']}",
            json={"name": "Thanks", "body": "Thank you very much, {first name}.", "version": 1},
        )
        assert revised.json()["version"] == 2
        assert (
            await ada.put(f"/api/macros/{made['ref']}", json={"name": "Thanks", "body": "Late.", "version": 1})
        ).status_code == 409
        url = f"/api/cases/{case.ref}/macros/{made['ref']}"
        assert (await ada.post(f"{url}/preview", json={"text": "Hi."})).json()["lines"][0] == {
            "mark": " ",
            "text": "Hi.",
        }
        done = await ada.post(f"{url}/application", json={"text": "Hi.", "macro_version": 2})
        assert done.json()["text"] == "Hi.\n\nThank you very much, Lena."
        assert [one["used"] for one in (await ada.get("/api/macros")).json()] == [1]
        assert (await ada.get(f"/api/macros/{made['ref']}")).json()["body"].startswith("Thank you very")
        assert (await ada.delete(f"/api/macros/{made['ref']}")).status_code == 204
        assert (await ada.get("/api/macros")).json() == []
