from pathlib import Path

import pytest

from escalations.clocks.rule_files import BadRuleFile, LastGood
from escalations.platform.resources import resource_dir
from escalations.spikes.sensitivity import FILE, Sensitivity, read_sensitivity, sensitivity, sensitivity_fault

WRITTEN = (resource_dir("routing_rules") / FILE).read_text(encoding="utf-8")


def test_what_ships_is_in_order() -> None:
    rules = sensitivity()
    assert rules.customers == 3 and rules.weeks == 8 and rules.quiet_hours == 6
    assert {15, 60, 360} <= {window.minutes for window in rules.window}


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ("alarm = 2e-6", "alarm = 2e-3", "rarer|likelier"),
        ("customers = 3", "customers = 1", "customers"),
        ("weeks = 8", "weeks = 80", "weeks"),
        ("minutes = 30", "minutes = 15", "shortest to the longest"),
        ("dispersion = 6.0", "dispersoin = 6.0", "dispers"),
        ("quiet_hours = 6", "quiet_hours = ", "not TOML"),
    ],
)
def test_what_is_out_of_order_is_refused_with_its_line(tmp_path: Path, was: str, becomes: str, complaint: str) -> None:
    assert was in WRITTEN
    file = tmp_path / FILE
    file.write_text(WRITTEN.replace(was, becomes, 1))
    with pytest.raises(BadRuleFile, match=complaint) as refused:
        read_sensitivity(file)
    assert str(refused.value).startswith(f"{FILE}:")


def test_the_hash_tells_other_rules_apart() -> None:
    assert sensitivity().hash != sensitivity().model_copy(update={"customers": 4}).hash


def test_a_changed_file_is_taken_over_and_a_broken_one_is_told_while_the_last_good_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / FILE
    file.write_text(WRITTEN)
    rules = LastGood[Sensitivity](lambda: tmp_path, lambda folder, _before: read_sensitivity(folder / FILE))
    monkeypatch.setattr("escalations.spikes.sensitivity._shipped", rules)
    monkeypatch.setattr("escalations.clocks.rule_files.LOOK_EVERY", 0.0)
    assert (sensitivity().customers, sensitivity_fault()) == (3, None)
    file.write_text(WRITTEN.replace("customers = 3", "customers = 4"))
    assert sensitivity().customers == 4
    file.write_text(WRITTEN.replace("customers = 3", "customers = none"))
    assert sensitivity().customers == 4 and (sensitivity_fault() or "").startswith(f"{FILE}:")
    file.write_text(WRITTEN.replace("customers = 3", "customers = 55"))
    assert sensitivity().customers == 4 and "customers" in (sensitivity_fault() or "")
    file.write_text(WRITTEN)
    assert (sensitivity().customers, sensitivity_fault()) == (3, None)
