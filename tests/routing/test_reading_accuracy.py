"""How often the reading is right on issues that people really wrote; the data stands beside the checkout."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from escalations.catalog import catalogue
from escalations.routing.reading import Reading, read_text

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def _data(name: str) -> Path:
    file = DATA / name
    assert file.exists(), f"{name} is missing: the folder shared/data belongs beside the checkout."
    return file


@cache
def _issues() -> list[tuple[dict[str, Any], Reading]]:
    lines = _data("issues_dev.jsonl").read_text("utf-8").splitlines()
    issues = [json.loads(line) for line in lines]
    return [(issue, read_text(issue["title"], issue["summary"], (), (), catalogue())) for issue in issues]


def _share(of: list[bool]) -> float:
    return sum(of) / len(of)


def test_the_first_family_is_right_four_times_in_five() -> None:
    assert _share([reading.family == issue["family"] for issue, reading in _issues()]) >= 0.80


def test_the_first_family_is_fair_more_often_still() -> None:
    fair = [reading.family in (issue["family"], issue["secondary_family"]) for issue, reading in _issues()]
    assert _share(fair) >= 0.85


def test_the_first_two_nearly_always_hold_the_right_one() -> None:
    first_two = [issue["family"] in [ranked.key for ranked in reading.families[:2]] for issue, reading in _issues()]
    assert _share(first_two) >= 0.92


def test_no_family_is_forgotten() -> None:
    for family in catalogue().families:
        right = [reading.family == family for issue, reading in _issues() if issue["family"] == family]
        assert _share(right) >= 0.65, family


def test_sure_is_said_often_and_rightly() -> None:
    sure = [(issue, reading) for issue, reading in _issues() if reading.sure]
    assert len(sure) >= 0.85 * len(_issues())
    assert _share([reading.family in (issue["family"], issue["secondary_family"]) for issue, reading in sure]) >= 0.90


def test_every_service_people_name_is_a_product_of_its_family() -> None:
    with _data("service_aliases.csv").open(encoding="utf-8") as file:
        services = [(row["service"], row["family"]) for row in csv.DictReader(file)]
    readings = [(service, family, read_text(service, "", (), (), catalogue())) for service, family in services]
    missed = [service for service, family, reading in readings if reading.family != family or not reading.product]
    assert not missed
