"""A folder of rules without a fault, different for each seed: other families, words, levels, and files."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from escalations.catalog import catalogue
from escalations.platform.resources import resource_dir

AT = datetime(2026, 6, 10, 9, tzinfo=UTC)
_WORDS = ["smoke test", "blue screen", "cold start", "split brain", "stale lock", "empty answer", "late packet", "lost quorum", "long pause"]  # fmt: skip

MOVED = """\
[[rule]]
name = "<a> that is <b>"
owner = "<a>-leads"
reason = "Shows in one family, is cured in another."
when = { family = "<a>", text = ["<word>", "<other word>"], severity = ["B", "C"] }
then = { queue = "<b>", require = { <b> = 2 }, tags = ["moved"] }
[[rule.examples]]
family = "<a>"
title = "We see a <word> since noon"
queue = "<b>"
"""
CRITICAL = """\
[[rule]]
name = "<a> critical"
owner = "<a>-leads"
reason = "Worked at once by someone who knows it."
when = { family = "<a>", severity = "A" }
then = { queue = "<a>", require = { <a> = <level> }, language = "customer", relax = [
  { after = 20, skill = "<a>", level = 1 },
  { after = 40, language = false },
], tags = ["24x7"] }
[[rule.examples]]
family = "<a>"
severity = "A"
queue = "<a>"
"""
CONTRACT = """\
[[rule]]
name = "<a> under contract"
owner = "<a>-leads"
reason = "The contract promises it."
when = { family = "<a>", plan = ["premier", "unified"], severity = "B" }
then = { queue = "<a>", require = { <a> = 2 }, prefer = { <a> = 4 } }
[[rule.examples]]
family = "<a>"
plan = "unified"
queue = "<a>"
"""
ABROAD = """\
[[rule]]
name = "Abroad"
owner = "programme"
reason = "Answered in the language of the place."
when = { boundary = "germany" }
then = { queue = "family", require = { family = 1 }, language = "de" }
[[rule.examples]]
family = "storage"
boundary = "germany"
severity = "C"
queue = "storage"
"""
LAST = """\
[[rule]]
name = "Last"
owner = "duty-leads"
reason = "Everything else."
then = { queue = "family", require = { family = 1 } }
[[rule.examples]]
family = "storage"
severity = "C"
queue = "storage"
"""


class GoodRules:
    """`names` stand for `<a>`, `<b>` and so on in whatever is planted."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self._families = chance.sample(list(catalogue().families), 10)
        words = chance.sample(_WORDS, 6)
        self.names = self._names(0) | {"word": words[0], "other word": words[1], "level": str(chance.randint(2, 4))}
        self._rules: list[str] = []
        for number in range(3):
            spoken = {"word": words[2 * number], "other word": words[2 * number + 1]}
            self._rules.append(self.filled(MOVED, self._names(number) | spoken))
        for template in (CRITICAL, CONTRACT):
            self._rules += [self.filled(template, self._names(number)) for number in range(10)]
        self._rules += [ABROAD, LAST]
        self._cuts = sorted(chance.sample(range(1, len(self._rules) - 2), 3))

    def _names(self, number: int) -> dict[str, str]:
        one, two = (self._families[(number + offset) % 10] for offset in (0, 1))
        known = catalogue()
        products = [known.products_of(family)[0].key for family in (one, two)]
        day = {"yesterday": -1, "soon": 12, "later": 100}
        dates = {name: f"{AT + timedelta(days=days):%Y-%m-%d}" for name, days in day.items()}
        return {"a": one, "b": two, "product of a": products[0], "product of b": products[1], **dates}

    def filled(self, text: str, names: dict[str, str] | None = None) -> str:
        for name, value in {**self.names, **(names or {})}.items():
            text = text.replace(f"<{name}>", value)
        return text

    def change(self, rule: str, old: str, new: str) -> None:
        at = self._number(rule)
        assert self.filled(old) in self._rules[at], (old, self._rules[at])
        self._rules[at] = self._rules[at].replace(self.filled(old), self.filled(new), 1)

    def add(self, text: str, before: str) -> None:
        self._rules.insert(self._number(before), self.filled(text))

    def remove(self, rule: str) -> None:
        del self._rules[self._number(rule)]

    def _number(self, rule: str) -> int:
        return next(number for number, text in enumerate(self._rules) if f'name = "{self.filled(rule)}"' in text)

    def written(self, directory: Path) -> Path:
        """In four files; the last has at least the catch-all."""
        shutil.copy(resource_dir("routing_rules") / "assignment.toml", directory)
        (directory / "rules").mkdir()
        for number, (start, end) in enumerate(zip([0, *self._cuts], [*self._cuts, None], strict=True)):
            text = "\n".join(self._rules[start:end])
            (directory / "rules" / f"{number}0-part.toml").write_text(f"# Part {number}.\n{text}", "utf-8")
        return directory
