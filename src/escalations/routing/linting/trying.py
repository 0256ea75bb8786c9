"""The examples of the rules, run."""

from collections.abc import Iterator

from ..deciding import RecordContradiction
from ..examples import ExampleResult, try_example
from ..naming import name_of
from ..rules import Example, Rule
from .complaints import Complaint
from .layout import Layout


def wrong_examples(layout: Layout) -> Iterator[Complaint]:
    """Of rules that can decide a case now; of the others something else is said."""
    for rule in layout.awake:
        for number, example in enumerate(rule.examples):
            if says := _wrong(rule, example, layout):
                yield Complaint(
                    kind="example",
                    grade="error",
                    rule=rule.name,
                    place=rule.place_of("examples", str(number)),
                    says=f"has an example that {says}",
                    remedy="Correct the example, or the rule",
                )


def _wrong(rule: Rule, example: Example, layout: Layout) -> str:
    try:
        result = try_example(rule, example, layout.rule_set, layout.at)
    except RecordContradiction:
        return "no rule decides"
    return "" if result.is_right else _went(result)


def _went(result: ExampleResult) -> str:
    if result.decided_by != result.rule.name:
        return f"“{result.decided_by}” decides"
    return f"goes to {name_of('queue', result.queue)}, not to {name_of('queue', result.example.queue)}"
