"""Two people correct the facts of a case: both sides are shown, and nobody's word is taken back by saving again."""

import re
from html import unescape

import httpx

from escalations.cases.actions import Facts, correct_facts
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from tests.builders import a_case
from tests.cases.crew import as_it_stands
from tests.cast import Cast
from tests.support import as_person, browser_of


async def corrected(cast: Cast, case: Case, **words: object) -> None:
    async with as_person(cast.ben) as db:
        row = await case_for(db, cast.ben, case.ref, lock=True)
        seen = Facts.of(row)
        await correct_facts(db, row, seen, Facts(**{**vars(seen), **words}), by=cast.ben)


def filled(answer: httpx.Response) -> dict[str, str]:
    """The form of the answer as a browser would send it."""
    sent = {
        name: unescape(value)
        for kind, name, value in re.findall(
            r'<input type="(\w[\w-]*)"[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', answer.text
        )
        if kind != "checkbox"
    }
    for name, select in re.findall(r'<select id="\S+" name="(\w+)".*?>(.*?)</select>', answer.text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', select)
        sent[name] = chosen[1] if chosen else ""
    if re.search(r'name="around_the_clock"[^>]* checked', answer.text):
        sent["around_the_clock"] = "1"
    sent.pop("_csrf_token", None)
    return sent


async def opened(case: Case) -> tuple[dict[str, str], dict[str, str]]:
    """What the page showed, as its fields and as what was seen. A browser sends fields that are empty, too."""
    seen = {name: value or "" for name, value in vars(Facts.of(await as_it_stands(case))).items()}
    seen.pop("around_the_clock")
    return seen, {"was_around_the_clock": "", **{f"was_{name}": value for name, value in seen.items()}}


async def test_only_what_was_changed_meanwhile_is_shown_in_words(cast: Cast) -> None:
    case = await a_case(cast.ada, family="storage", product=None, region=None)
    seen, was = await opened(case)
    await corrected(cast, case, title="Ben's title of it", region="westeurope", around_the_clock=True)
    async with browser_of(cast.ada) as ada:
        mine = {**seen, **was, "title": "Ada's title of it"}
        answer = await ada.submit(f"/cases/{case.ref}/facts", htmx=True, version=case.version, **mine)
        assert answer.status_code == 409
        told = unescape(answer.text.split("Saved meanwhile")[1].split("<label")[0])
        assert "Ben's title of it" in told and "West Europe" in told and "at all hours" in told
        assert "Technology family" not in told and "westeurope" not in told and "True" not in told
        again = filled(answer)
        assert (again["title"], again["region"], again["around_the_clock"]) == ("Ada's title of it", "westeurope", "1")
        assert (await ada.submit(f"/cases/{case.ref}/facts", htmx=True, **again)).status_code == 200
    after = await as_it_stands(case)
    assert (after.title, after.region, after.around_the_clock) == ("Ada's title of it", "westeurope", True)


async def test_what_is_wrong_in_the_form_does_not_renew_what_was_seen(cast: Cast) -> None:
    case = await a_case(cast.ada, family="storage", product=None, region=None)
    seen, was = await opened(case)
    await corrected(cast, case, region="westeurope")
    async with browser_of(cast.ada) as ada:
        mine = {**seen, **was, "title": "Ada"}
        answer = await ada.submit(f"/cases/{case.ref}/facts", htmx=True, version=case.version, **mine)
        assert answer.status_code == 422
        again = {**filled(answer), "title": "Ada's title of it"}
        assert (await ada.submit(f"/cases/{case.ref}/facts", htmx=True, **again)).status_code == 200
    after = await as_it_stands(case)
    assert (after.title, after.region) == ("Ada's title of it", "westeurope")


async def test_what_clashes_is_called_as_the_form_calls_it(cast: Cast) -> None:
    case = await a_case(cast.ada, family="storage", product=None, region=None)
    seen, was = await opened(case)
    await corrected(cast, case, family="networking", around_the_clock=True)
    mine = {
        **seen,
        **was,
        "family": "identity",
        "around_the_clock": "",
        "was_around_the_clock": "",
        "version": case.version,
    }
    for language, sentence in (
        ("en", "Somebody changed the technology family while you were editing."),
        ("de", "Jemand hat die Technologiefamilie geändert, während Sie daran arbeiteten."),
    ):
        async with browser_of(cast.ada) as ada:
            ada.headers["Accept-Language"] = language
            answer = await ada.submit(f"/cases/{case.ref}/facts", htmx=True, **mine)
        assert answer.status_code == 409 and sentence in unescape(answer.text)
