"""Filters as words: what they mean, and that a search with them finds exactly the cases that are so."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.cases.actions import close_case
from escalations.cases.models import Case
from escalations.cases.queries import case_for
from escalations.customers.models import Customer
from escalations.customers.search import customer_document
from escalations.desk.asking import SEARCHED, Asking, asking
from escalations.desk.queries.asked import answer_to
from escalations.platform.events import nothing_to_record
from escalations.platform.search import refresh_document
from tests.builders import a_case, a_customer
from tests.cast import Cast
from tests.desk.scenes import unowned
from tests.support import as_person, as_system, browser_of, program_of, run_jobs


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Asking(text="")),
        ("mount error 13", Asking(text="mount error 13")),
        ("family:storage", Asking(text="", families=("storage",))),
        ("family:Stor mount", Asking(text="mount", families=("storage",))),
        ("mount family:storage sev:a is:open", Asking(text="mount", families=("storage",), severities=("A",), states=("open",))),
        ('customer:"North Bank" uploads', Asking(text="uploads", customers=("North Bank",))),
        ("sev:a severity:B", Asking(text="", severities=("A", "B"))),
        ("kind:known dns", Asking(text="dns", kinds=("known_issue",))),
        ("cloud:germany", Asking(text="", boundaries=("germany",))),
        ("System.IO:error HTTP:502 xfamily:storage", Asking(text="System.IO:error HTTP:502 xfamily:storage")),
        ("family:", Asking(text="")),
    ],
)  # fmt: skip
def test_words_and_filters_come_apart(typed: str, meant: Asking) -> None:
    assert asking(typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("family:plumbing x", "family:plumbing names nothing. Use one of: web_apps, kubernetes,"),
        ("sev:z x", "sev:z names nothing. Use one of: A, B, C."),
        ("is:lost x", "is:lost names nothing. Use one of: open, closed,"),
        ("product:zzz x", "Type the beginning of a product's name."),
    ],
)
def test_a_filter_that_names_nothing_is_told_and_left_out(typed: str, told: str) -> None:
    asked = asking(typed)
    assert asked.text == "x" and not asked.is_narrowed and told in " ".join(asked.complaints)


@given(st.text(max_size=80))
def test_anything_may_be_typed(typed: str) -> None:
    asked = asking(typed)
    assert set(asked.sought) <= set(SEARCHED)


async def a_known_customer(name: str, boundary: str = "public") -> Customer:
    customer = await a_customer(boundary, name)
    async with as_system(boundary) as db:
        nothing_to_record(db, "the stage is set before the play")
        await refresh_document(db, "customer", customer.id, customer_document)
    return customer


async def found(cast: Cast, typed: str) -> set[str]:
    async with as_person(cast.ada) as db:
        answer = await answer_to(db, asking(typed), cast.ada)
    return {f"C-{hit.object_id}" for hit in answer.hits} or {case.ref for case in answer.cases}


async def test_every_filter_keeps_what_is_so_with_and_without_words(cast: Cast) -> None:
    north, south = await a_known_customer("North Bank"), await a_known_customer("Harbour Foods")
    cases: dict[str, Case] = {}
    for customer, severity in product((north, south), "AC"):
        cases[customer.name + severity] = await a_case(
            cast.ada, customer, claimed=severity, title="Lighthouse exporter stopped"
        )
    async with as_person(cast.ada) as db:
        await close_case(
            db, await case_for(db, cast.ada, cases["North BankC"].ref, lock=True), "fixed", "done", by=cast.ada
        )
    nobodys = await unowned(cast, title="A lamp is dark")
    assert await found(cast, "is:unowned") == {nobodys.ref}
    await run_jobs()
    adas = {name for name, case in cases.items() if case.owner_id == cast.ada.id}
    assert adas, "Ada has at least one of four"
    expected = {
        "sev:a customer:north": {"North BankA"},
        "customer:North sev:c is:closed": {"North BankC"},
        "customer:harbor": {"Harbour FoodsA", "Harbour FoodsC"},
        "is:mine is:open family:storage sev:a": adas & {"North BankA", "Harbour FoodsA"},
        "owner:ada is:open": adas - {"North BankC"},
        "family:identity is:open": set(),
        "owner:nobody-is-called-so": set(),
    }
    for filters, names in expected.items():
        wanted = {cases[name].ref for name in names}
        assert await found(cast, filters) == wanted, filters
        assert await found(cast, f"lighthouse {filters}") == wanted, f"with a word: {filters}"
    assert await found(cast, "is:unowned") == set(), "the queue was drained"


async def test_filters_show_nothing_of_other_clouds(cast: Cast) -> None:
    german = await a_case(
        cast.cleo, await a_known_customer("Kern Werke", "germany"), title="Lighthouse exporter stopped"
    )
    await run_jobs()
    for filters in (
        "is:open",
        "cloud:germany",
        "customer:kern",
        f"customer:CU-{german.customer_id}",
        "owner:cleo",
        "family:storage",
    ):
        assert await found(cast, filters) == await found(cast, f"lighthouse {filters}") == set(), filters


async def test_results_come_while_one_types(cast: Cast) -> None:
    case = await a_case(cast.ada, title="Lighthouse <exporter> stopped")
    await run_jobs()
    async with browser_of(cast.ada) as browser:
        html = (await browser.get("/search/suggestions", params={"q": "lighthouse"})).text
        assert f'href="/cases/{case.ref}"' in html and "<mark>" in html and "<exporter>" not in html
        listed = (await browser.get("/search/suggestions", params={"q": "is:open family:storage"})).text
        assert f'href="/cases/{case.ref}"' in listed and "<exporter>" not in listed
        keepers = await a_known_customer("Lighthouse Keepers")
        for number in range(8):
            await a_case(cast.ada, keepers, title=f"Lighthouse {number} is dark")
        await run_jobs()
        crowded = (await browser.get("/search/suggestions", params={"q": "lighthouse"})).text
        assert crowded.count('href="/cases/') == 5 and "Lighthouse</mark> Keepers" in crowded
        assert "Open C-1" in (await browser.get("/search/suggestions", params={"q": "c-1"})).text
        assert "names nothing" in (await browser.get("/search/suggestions", params={"q": "family:plumbing"})).text
    async with program_of(cast.ada) as program:
        best, *_ = (await program.get("/api/search", params={"q": "lighthouse exporter sev:b"})).json()
        assert best["ref"] == case.ref
        assert (await program.get("/api/search", params={"q": "lighthouse sev:a"})).json() == []
