"""A rule as TOML."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from json import dumps
from typing import Any

from msgspec import to_builtins

from ..conditions import YES_OR_NO, Condition
from ..rules import Example, Rule


def rule_as_toml(rule: Rule) -> str:
    return "\n".join(_lines(rule)) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield "[[rule]]"
    for key in ("name", "owner", "reason"):
        yield f"{key} = {_value(getattr(rule, key))}"
    for key, unless in (("when", False), ("unless", True)):
        wishes = {one.fact: _wish(one) for one in rule.conditions if one.unless is unless}
        if wishes:
            yield f"{key} = {_value(wishes)}"
    yield f"then = {_value(to_builtins(rule.action))}"
    if rule.expires:
        yield f"expires = {rule.expires.isoformat()}"
    for example in rule.examples:
        yield "[[rule.examples]]"
        yield from (f"{key} = {_value(value)}" for key, value in _told(example).items())


def _wish(condition: Condition) -> object:
    """As briefly as the files say it."""
    first, *others = condition.wanted
    if others:
        return list(condition.wanted)
    if condition.fact in YES_OR_NO:
        return first == "yes"
    return int(first) if condition.fact == "hours_running" else first


def _told(example: Example) -> dict[str, object]:
    """What differs from what goes without saying. The severity is always said, and the queue comes last."""
    told = {name: getattr(example, name) for name in Example.__struct_fields__}
    usual = Example(queue="")
    said = {name: value for name, value in told.items() if name == "severity" or value != getattr(usual, name)}
    return {**{name: value for name, value in said.items() if name != "queue"}, "queue": example.queue}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)
