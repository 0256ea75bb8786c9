from pathlib import Path

import pytest

from escalations.clocks.rule_files import BadRuleFile
from escalations.platform.resources import resource_dir
from escalations.spikes.sensitivity import FILE, read_sensitivity, sensitivity

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
