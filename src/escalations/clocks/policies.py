"""The clock rules in force: read from `routing_rules/clocks`, looked at again when the files change, never half taken over."""

from datetime import datetime
from pathlib import Path

from ..platform.resources import rules_dir
from ..platform.time import now
from .calendar_files import read_calendars
from .policy_files import UNDER_POLICY, ClockRules, Policy, Severity, Target, TargetKind, Terms, read_dated_policy
from .rule_files import BadRuleFile, LastGood, RuleText, hash_of

__all__ = [
    "UNDER_POLICY",
    "ClockRules",
    "Policy",
    "Severity",
    "Target",
    "TargetKind",
    "Terms",
    "clock_policies",
    "clock_rules_fault",
    "policies_at",
    "read_clock_rules",
    "target_for",
]

CALENDARS = "calendars.toml"


def clock_policies() -> ClockRules:
    return _shipped.current()


def clock_rules_fault() -> str | None:
    """What is wrong with the files as they now are, while what was sound before stays in force."""
    return _shipped.fault


def read_clock_rules(folder: Path, before: ClockRules | None = None) -> ClockRules:
    """`before` is what was in force until now: of that, nothing that clocks ran on may read otherwise today."""
    calendars = read_calendars(RuleText.of(folder / CALENDARS))
    files = [RuleText.of(path) for path in sorted(folder.glob("*.toml")) if path.name != CALENDARS]
    policies = [read_dated_policy(file, calendars) for file in files]
    if not policies:
        raise BadRuleFile(f"{folder.name}: no policy file")
    rules = ClockRules(calendars, tuple(sorted(policies, key=lambda policy: policy.effective)), hash_of(folder))
    if before is not None:
        refuse_rewriting(folder, before, rules)
    return rules


def refuse_rewriting(folder: Path, before: ClockRules, rules: ClockRules) -> None:
    """Due times must stay what their ledgers say: a published entry is followed by another one, never edited."""
    today = now().date()
    entries = {entry.ref: (number, entry) for number, entry in enumerate(rules.calendars.entries)}
    for old in (entry for entry in before.calendars.entries if entry.since <= today):
        if old.ref not in entries:
            raise BadRuleFile(f"{CALENDARS}:1: {old.ref} is gone, though clocks ran on it. Put the entry back.")
        number, new = entries[old.ref]
        if not new.counts_like(old):
            told = "is in force, and clocks ran on it. Leave its hours and days as they were and add an entry with its own `since`"
            raise BadRuleFile(f"{RuleText.of(folder / CALENDARS).place('calendar', number)}: {old.ref} {told}.")
    for was in (policy for policy in before.policies if policy.effective <= today):
        name = f"policy-{was.version}.toml"
        if was not in rules.policies:
            raise BadRuleFile(
                f"{name}:1: it is in force. Leave it as it was; a change is a file with a date of its own."
            )


_shipped = LastGood[ClockRules](lambda: rules_dir() / "clocks", read_clock_rules)


def policies_at(when: datetime) -> Policy:
    return clock_policies().policy_at(when)


def target_for(
    kind: TargetKind, *, severity: Severity, at: datetime, plan: str = "", cover: bool = False, zone: str = "UTC",
    around_the_clock: bool = False,
) -> Target:  # fmt: skip
    """For what the policy always promises. A product group's kinds need no plan."""
    terms = Terms(severity=severity, plan=plan, cover=cover, zone=zone, around_the_clock=around_the_clock)
    target = clock_policies().target(kind, terms, at)
    assert target is not None, f"{kind} is promised at every severity"
    return target
