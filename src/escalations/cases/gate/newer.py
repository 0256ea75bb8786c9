"""What was said after the writer began. Pure."""

from collections.abc import Iterator

from .context import ReplyContext
from .finding import Finding, Remedy


def find_newer(_text: str, context: ReplyContext) -> Iterator[Finding]:
    count = len(context.newer)
    if not count:
        return
    plural, they = ("message", "it") if count == 1 else ("messages", "them")
    who = _listed(list(dict.fromkeys(one.who for one in context.newer)))
    yield Finding(
        "newer message", False, "", f"{count} new {plural} since you began, from {who}.", f"Read {they}, then send.",
        remedies=(Remedy("read", f"I have read {they}"),), entries=tuple(one.entry_id for one in context.newer),
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
