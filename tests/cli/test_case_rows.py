"""How a row's values are understood."""

from datetime import UTC, datetime
from typing import Any

import pytest

from escalations.cases.actions import NewCase
from escalations.catalog.loading import catalogue
from escalations.cli.case_files import Row
from escalations.cli.case_rows import COLUMNS, Cells, Customers, RowProblem, new_case
from escalations.cli.importing_cases import columns_from
from escalations.customers.models import Customer
from escalations.platform.time import time_at

PUBLIC = Customer(id=1, name="Nordhavn Rail", boundary="public")
TWIN = Customer(id=2, name="Nordhavn Rail", boundary="germany")
OTHER = Customer(id=3, name="Solvang Foods", boundary="public")
TITLE = "Storage account cannot be reached"


def understood(customer: Customer = PUBLIC, source: str | None = None, **values: Any) -> NewCase:
    return new_case(Cells(Row(7, {"title": TITLE, **values}), COLUMNS), customer, source=source)


def test_a_title_is_enough() -> None:
    new = understood()
    assert (new.title, new.description, new.claimed, new.channel) == (TITLE, TITLE, "C", "import")
    assert new.external_key is not None and new.external_key.startswith("content-")


@pytest.mark.parametrize("title", [None, "", "  ", "abc", " a\n b "])
def test_without_a_usable_title_the_row_says_which_column(title: str | None) -> None:
    with pytest.raises(RowProblem, match="Column “title”: There is no usable title; write at least 5 characters"):
        understood(title=title)


def test_a_long_title_is_shortened_and_nothing_of_it_is_lost() -> None:
    long = " ".join(["gateway"] * 60)
    new = understood(title=long, summary="It fails.")
    assert len(new.title) <= 200 and new.title.endswith(" …")
    assert new.description == f"{long}\n\nIt fails."
    assert len(understood(title="x" * 500).title) <= 200


@pytest.mark.parametrize("column", ["description", "summary", "body"])
def test_the_description_has_several_names(column: str) -> None:
    assert understood(**{column: "Since the night nothing answers."}).description == "Since the night nothing answers."


def test_an_empty_column_does_not_hide_a_filled_one() -> None:
    assert understood(description=" ", body="Nothing answers.").description == "Nothing answers."


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (["403", 500, None, " "], ["403", "500"]),
        ("AADSTS50011; 403 ;403", ["AADSTS50011", "403"]),
        (None, []),
        (404, ["404"]),
    ],
)
def test_error_codes_come_as_a_list_or_with_semicolons(told: object, codes: list[str]) -> None:
    assert understood(error_codes=told).error_codes == codes


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2023-05-22", datetime(2023, 5, 22, tzinfo=UTC)),
        ("2023-05-22 10:30", datetime(2023, 5, 22, 10, 30, tzinfo=UTC)),
        ("2023-05-22T10:30:00+02:00", datetime(2023, 5, 22, 8, 30, tzinfo=UTC)),
        ("2023-05-22T10:30:00Z", datetime(2023, 5, 22, 10, 30, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_a_date_is_when_the_problem_began(told: str | None, moment: datetime | None) -> None:
    assert understood(date=told).problem_started_at == moment


@pytest.mark.parametrize("told", ["22.05.2023", "05/22/2023", "yesterday", "2023-02-30", "0001-01-01T00:00:00+14:00"])
def test_a_date_that_is_none_is_not_guessed(told: str) -> None:
    with pytest.raises(RowProblem, match=r"Column “date”: .* is not a date. Write 2026-05-14"):
        understood(date=told)


def test_a_problem_cannot_have_started_tomorrow() -> None:
    with time_at(datetime(2026, 5, 1, tzinfo=UTC)), pytest.raises(RowProblem, match="lies in the future"):
        understood(opened_at="2026-05-02")


def test_products_and_families_are_known_by_what_people_call_them() -> None:
    assert understood(product="AKS").product == "aks"
    assert understood(family="Web apps").family == understood(family="web_apps").family == "web_apps"


def test_the_product_decides_the_family() -> None:
    assert understood(product="AKS", family="storage").family is None


def test_unknown_names_are_left_to_the_reading() -> None:
    new = understood(product="Frobnicator 3000", family="gardening", region="Atlantis")
    assert (new.product, new.family, new.region) == (None, None, None)


def test_a_region_counts_only_inside_the_boundary() -> None:
    region = next(one for one in catalogue().regions.values() if one.boundary == "public")
    assert understood(region=region.name).region == region.key
    assert understood(TWIN, region=region.name).region is None


@pytest.mark.parametrize(
    ("told", "severity"), [("a", "A"), ("Sev B", "B"), ("critical", "A"), (2, "B"), ("severity 3", "C")]
)
def test_severities(told: object, severity: str) -> None:
    assert understood(severity=told).claimed == severity


def test_an_unknown_severity_is_not_made_a_small_one() -> None:
    with pytest.raises(RowProblem, match=r"Column “severity”: Urgent is no severity\. Write A, B or C"):
        understood(severity="Urgent")


def test_what_postgresql_cannot_store_is_left_out() -> None:
    new = understood(title="Broken\x00 pipe \ud800", error_codes=["4\x0003"])
    assert new.title == "Broken pipe ?" and new.error_codes == ["403"]


def test_the_key_is_the_rows_own_or_what_it_says() -> None:
    assert understood(id="acme/issues#12").external_key == "acme/issues#12"
    assert understood(id=12, source="tracker").external_key == "tracker:12"
    assert understood(body="a").external_key == understood(body="a").external_key != understood(body="b").external_key


def test_columns_can_be_named_and_left_out() -> None:
    columns = columns_from(["title=headline", "family="])
    new = new_case(Cells(Row(2, {"headline": TITLE, "family": "storage"}), columns), PUBLIC, source=None)
    assert (new.title, new.family) == (TITLE, None)


def whose(customers: Customers, number: int = 2, **values: Any) -> Customer:
    return customers.of(Cells(Row(number, values), COLUMNS))


def test_whose_row_it_is() -> None:
    customers = Customers([PUBLIC, TWIN, OTHER], "CU-1", [])
    assert whose(customers) is PUBLIC
    assert whose(customers, customer="solvang foods") is whose(customers, customer="cu-3") is OTHER


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("Nordhavn Rail", "CU-1 in public, CU-2 in germany"),
        ("Nobody", "no customer Nobody in sight"),
        ("*", r"no customer \* in"),
    ],
)
def test_a_customer_is_not_guessed(named: str, told: str) -> None:
    with pytest.raises(RowProblem, match=told):
        whose(Customers([PUBLIC, TWIN, OTHER], "*", [PUBLIC]), customer=named)


def test_a_row_without_a_customer_says_what_to_do() -> None:
    with pytest.raises(RowProblem, match="Column “customer”: The row names no customer"):
        whose(Customers([PUBLIC], None, []))


def test_in_turn_means_each_as_often_as_the_others() -> None:
    customers = Customers([PUBLIC, TWIN, OTHER], "*", [PUBLIC, OTHER])
    assert [whose(customers, number).id for number in range(4)] == [1, 3, 1, 3]
