"""Words that we wrote for ourselves: a run of them that is long enough to be no accident and was never said to the customer. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from .context import ReplyContext
from .finding import REMOVE, Finding, shortened
from .words import Word, keys_of, words_of

FEWEST_WORDS = 7
FEWEST_LETTERS = 32
_QUOTED = re.compile(r"```[\s\S]*?(?:```|\Z)|`[^`\n]+`")

Shingle = tuple[str, ...]


def find_internal(text: str, context: ReplyContext) -> Iterator[Finding]:
    if not context.internal:
        return
    words = words_of(text)
    runs = list(_shingles([word.key for word in words]))
    sought = _by_beginning(runs)
    known = {run for said in context.said for run in _met(said, sought)}
    covered = [match.span() for match in _QUOTED.finditer(text)]
    taken: list[tuple[int, int]] = []
    for one in context.internal:
        for start, end in _shared(words, runs, _met(one.text, sought) - known):
            if any(start < until and since < end for since, until in taken):
                continue
            taken.append((start, end))
            yield _finding(
                text, start, end, one.where, any(since <= start and end <= until for since, until in covered)
            )


def _finding(text: str, start: int, end: int, where: str, is_code: bool) -> Finding:
    """A message or command that stands in code may be the product's own words: that is for the writer to say."""
    return Finding(
        "internal", not is_code, shortened(text[start:end]), f"This stands in {where}.", "Say it in words meant for the customer.",
        start=start, end=end, remedies=(REMOVE,),
    )  # fmt: skip


def _shared(words: Sequence[Word], runs: Sequence[Shingle], inside: set[Shingle]) -> Iterator[tuple[int, int]]:
    """Where runs of the internal text stand in the reply, each as long as it goes. Short words alone make none."""
    places = [place for place, run in enumerate(runs) if run in inside]
    for first, last in _rows(places):
        run = words[first : last + FEWEST_WORDS]
        if sum(len(word.key) for word in run) >= FEWEST_LETTERS:
            yield run[0].start, run[-1].end


def _rows(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of the numbers that follow each other."""
    first = last = None
    for place in places:
        if first is None or last is None or place > last + 1:
            if first is not None and last is not None:
                yield first, last
            first = place
        last = place
    if first is not None and last is not None:
        yield first, last


def _shingles(keys: Sequence[str]) -> Iterator[Shingle]:
    for place in range(len(keys) - FEWEST_WORDS + 1):
        yield tuple(keys[place : place + FEWEST_WORDS])


def _by_beginning(runs: Iterable[Shingle]) -> Mapping[Shingle, set[Shingle]]:
    """By their first two words."""
    found = defaultdict[Shingle, set[Shingle]](set)
    for run in runs:
        found[run[:2]].add(run)
    return found


def _met(text: str, sought: Mapping[Shingle, set[Shingle]]) -> set[Shingle]:
    """Which of them stand in a text. A case may hold megabytes of what was said, while a reply is short: nothing is made of the rest."""
    keys = keys_of(text)
    there = [place for place, pair in enumerate(pairwise(keys)) if pair in sought]
    runs = [tuple(keys[place : place + FEWEST_WORDS]) for place in there]
    return {run for run in runs if run in sought[run[:2]]}
