"""A broken rule file is refused with its name, the place and what is wrong."""

import pytest

from escalations.clocks.policies import read_clock_rules
from escalations.clocks.rule_files import BadRuleFile

CALENDARS = """
[[calendar]]
key = "always"
name = "All hours"
zone = "UTC"
since = 2000-01-01
hours = { "mon-sun" = ["00:00-24:00"] }
[[calendar]]
key = "office"
name = "Office"
zone = "Europe/Berlin"
since = 2000-01-01
serves = ["Europe/"]
hours = { "mon-fri" = ["09:00-12:00", "13:00-17:00"] }
"""
POLICY = """
effective = 2020-01-01
around_the_clock = []
[plans.gold]
C = { first_response = "8 h, business", next_update = "8 h, business", resolution = "40 h, business" }
[rapid_response]
[product_group]
A = { acknowledge = "30 min, always", answer = "4 h, always" }
B = { acknowledge = "30 min, always", answer = "4 h, always" }
C = { acknowledge = "30 min, always", answer = "4 h, always" }
"""


def read(folder, calendars=CALENDARS, policy=POLICY, name="policy-2020-01-01.toml"):
    (folder / "calendars.toml").write_text(calendars)
    (folder / name).write_text(policy)
    return read_clock_rules(folder)


def test_sound_files_are_read(tmp_path):
    rules = read(tmp_path)
    assert rules.policies[0].plans["gold"]["C"].resolution.minutes == 2400


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Europe/Berlin", "Europe/Bärlin", "zone: .*'Europe/Bärlin' is no IANA time zone"),
        ("mon-fri", "mon-fry", "'mon-fry' is neither a weekday nor a span like mon-fri"),
        ("13:00-17:00", "11:00-17:00", "the hours of a day must follow one another"),
        ("13:00-17:00", "13-17", "'13-17' is not written like 09:00-18:00"),
        ("13:00-17:00", "13:00-13:00", "is no span of a day"),
        ("13:00-17:00", "13:00-17:60", "is no span of a day"),
        ('serves = ["Europe/"]', "", "no calendar says whom it serves"),
        ('serves = ["Europe/"]', "serve = 1", "calendar.1.serve: Extra inputs"),
        ('["09:00-12:00", "13:00-17:00"]', "[]", "calendar.1: .*it never opens"),
        ('"mon-sun" =', '"mon" = [], "mon-sun" =', "a weekday is named twice"),
        ('key = "office"', 'key = "always"', "always@2000-01-01 stands there twice"),
        ("[[calendar]]", "[[calendar]", "not TOML"),
    ],
)
def test_broken_calendars(tmp_path, old, new, complaint):
    with pytest.raises(BadRuleFile, match=rf"calendars\.toml:\d+: .*{complaint}"):
        read(tmp_path, calendars=CALENDARS.replace(old, new))


def test_a_day_is_closed_or_changed_but_not_both(tmp_path):
    both = CALENDARS + '[calendar.closed]\n2026-01-01 = "New Year"\n[calendar.changed]\n2026-01-01 = []\n'
    with pytest.raises(BadRuleFile, match="2026-01-01 is both closed and changed"):
        read(tmp_path, calendars=both)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("8 h, business", "8 hours", "plans.gold.C.first_response: .*'8 hours' is not written like '4 h, business'"),
        ("8 h, business", "0 h, business", "greater than 0"),
        ("4 h, always", "4 h, nights", "no calendar 'nights' is in force on 2020-01-01"),
        ("C = { first", "D = { first", "plans.gold.D"),
        ("C = { first", "B = { first", "plan gold says nothing about severity C"),
        ("A = { ack", "Z = { ack", "product_group.Z"),
        ("around_the_clock = []", "", "around_the_clock: Field required"),
        ("2020-01-01", "2020-01-02", "must be named policy-2020-01-02.toml"),
    ],
)
def test_broken_policies(tmp_path, old, new, complaint):
    with pytest.raises(BadRuleFile, match=rf"policy-2020-01-01\.toml:\d+: .*{complaint}"):
        read(tmp_path, policy=POLICY.replace(old, new))


def test_a_product_group_line_is_missing(tmp_path):
    lines = [line for line in POLICY.splitlines() if not line.startswith("B = { ack")]
    with pytest.raises(BadRuleFile, match="product_group says nothing about severity B"):
        read(tmp_path, policy="\n".join(lines))


def test_no_policy_at_all(tmp_path):
    (tmp_path / "calendars.toml").write_text(CALENDARS)
    with pytest.raises(BadRuleFile, match="no policy file"):
        read_clock_rules(tmp_path)
