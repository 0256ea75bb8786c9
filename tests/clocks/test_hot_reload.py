"""Files that change while the program runs are taken over when they are sound; what is not leaves the last good set in force."""

import os
import shutil
from pathlib import Path

import pytest

from escalations.clocks.policies import ClockRules, clock_policies, clock_rules_fault, read_clock_rules
from escalations.clocks.rule_files import BadRuleFile, LastGood, line_of
from escalations.platform.resources import resource_dir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_dir("routing_rules") / "clocks", tmp_path / "clocks"))


@pytest.fixture
def rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> LastGood[ClockRules]:
    monkeypatch.setattr("escalations.clocks.rule_files.LOOK_EVERY", 0.0)
    return LastGood[ClockRules](lambda: folder, read_clock_rules)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10_000_000))


def test_what_ships_is_sound():
    assert clock_rules_fault() is None
    assert [policy.version for policy in clock_policies().policies] == ["2019-07-01", "2023-07-01", "2026-07-01"]


def test_a_new_policy_is_taken_over(rules, folder):
    before = rules.current()
    text = (folder / "policy-2026-07-01.toml").read_text()
    (folder / "policy-2099-01-01.toml").write_text(text.replace("effective = 2026-07-01", "effective = 2099-01-01"))
    assert rules.current().policies[-1].version == "2099-01-01"
    assert rules.fault is None and rules.current().hash != before.hash


def test_unchanged_files_are_not_read_again(rules):
    assert rules.current() is rules.current()


def test_a_bad_file_leaves_the_last_good_set_and_says_where(rules, folder):
    good = rules.current()
    edit(folder / "policy-2026-07-01.toml", '"8 h, always"', '"8 hours"')
    assert rules.current() is good
    assert rules.fault.startswith("policy-2026-07-01.toml:")
    assert "rapid_response.A.resolution: '8 hours' is not written like '4 h, business'" in rules.fault
    edit(folder / "policy-2026-07-01.toml", '"8 hours"', '"8 h, always"')
    assert rules.current() == good and rules.fault is None


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('2026-04-03 = "Good Friday"\n', "", "calendars.toml:23: london@2025-10-01 is in force, and clocks ran on it."),
        ("since = 2022-01-01", "since = 2022-01-02", "calendars.toml:1: dubai@2022-01-01 is gone"),
    ],
)
def test_the_past_is_not_rewritten(rules, folder, old, new, complaint):
    good = rules.current()
    edit(folder / "calendars.toml", old, new)
    assert rules.current() is good
    assert complaint in rules.fault


def test_a_policy_in_force_is_not_rewritten(rules, folder):
    good = rules.current()
    edit(folder / "policy-2023-07-01.toml", '"4 h, business"', '"3 h, business"')
    assert rules.current() is good
    assert rules.fault.startswith("policy-2023-07-01.toml:1: it is in force.")


def test_a_name_may_change(rules, folder):
    edit(folder / "calendars.toml", 'name = "Business hours, Dubai"', 'name = "Dubai"')
    assert rules.current().calendars.newest("dubai").name == "Dubai"


def test_at_the_start_a_bad_file_is_an_error(rules, folder):
    edit(folder / "calendars.toml", "Europe/London", "Europe/Londinium")
    with pytest.raises(
        BadRuleFile, match=r"calendars.toml:18: calendar.1.zone: 'Europe/Londinium' is no IANA time zone"
    ):
        rules.current()


TEXT = """# calendars
[[calendar]]
key = "one"
[calendar.closed]
2026-01-01 = "New Year"
[[calendar]]
key = "two"
hours = { "mon-fri" = ["09:00"] }
[plans.gold]
C = { first_response = "soon" }
"""


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        ((), 1),
        (("calendar", 0), 2),
        (("calendar", 0, "closed", "2026-01-01"), 5),
        (("calendar", 1, "hours", "mon-fri", 0), 8),
        (("calendar", 1, "zone"), 6),
        (("plans", "gold", "C", "first_response"), 10),
        (("plans", "gold", "D"), 9),
    ],
)
def test_lines_are_found(loc, line):
    assert line_of(TEXT, loc) == line
