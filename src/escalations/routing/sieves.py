"""What each fact of a case leaves of the rules: all conditions on one fact, answered at once."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from fnmatch import translate
from functools import lru_cache
from operator import attrgetter

from .conditions import Condition
from .hits import Hits, Questions, Sieve, united
from .spans import minute_of_week, span_of
from .spotting import PhraseSpotter

CODES_REMEMBERED = 20_000
_WILD = re.compile(r"[*?[]")
Finder = Callable[[str], int]


def value_sieve(fact: str, questions: Questions) -> Sieve:
    hits, value = Hits(questions), attrgetter(fact)
    left = {wanted: hits.left_after(found) for wanted, found in hits.of.items()}
    other = hits.left_after(0)
    return lambda facts: left.get(value(facts), other)


def yes_or_no_sieve(fact: str, questions: Questions) -> Sieve:
    hits, is_so = Hits(questions), attrgetter(fact)
    yes, no = (hits.left_after(hits.of.get(said, 0)) for said in ("yes", "no"))
    return lambda facts: yes if is_so(facts) else no


def hours_sieve(_fact: str, questions: Questions) -> Sieve:
    """The more hours, the more of the steps are reached."""
    hits = Hits([question._replace(condition=_first_wanted(question.condition)) for question in questions])
    steps = sorted({int(wanted) for wanted in hits.of})
    left = [
        hits.left_after(united(found for wanted, found in hits.of.items() if int(wanted) <= reached))
        for reached in (-1, *steps)
    ]
    return lambda facts: left[bisect_right(steps, facts.hours_running)]


def time_sieve(_fact: str, questions: Questions) -> Sieve:
    """The week in pieces, none of which a span divides."""
    hits = Hits(questions)
    spans = [(span_of(wanted), found) for wanted, found in hits.of.items()]
    ends = sorted({0, *(end for span, _ in spans for piece in span.ranges for end in piece)})
    left = [hits.left_after(united(found for span, found in spans if span.covers(end))) for end in ends]
    return lambda facts: left[bisect_right(ends, minute_of_week(facts.opened_at)) - 1]


def code_sieve(_fact: str, questions: Questions) -> Sieve:
    """The same codes come again and again, so that each is held against the patterns once."""
    hits = Hits(questions)
    find, none = lru_cache(maxsize=CODES_REMEMBERED)(_finder_of_codes(hits)), hits.left_after(0)
    return lambda facts: hits.left_after(united(map(find, facts.error_codes))) if facts.error_codes else none


def text_sieve(questions: Questions) -> Sieve:
    hits = Hits(questions)
    spotter = PhraseSpotter(hits.of)
    return lambda facts: hits.left_after(spotter.found_in(facts.text))


def _first_wanted(condition: Condition) -> Condition:
    return replace(condition, wanted=condition.wanted[:1])


def _finder_of_codes(hits: Hits) -> Finder:
    plain: dict[str, int] = defaultdict(int)
    globs: dict[str, list[tuple[Callable[[str], object], int]]] = defaultdict(list)
    for pattern, found in hits.of.items():
        folded = pattern.casefold()
        if _WILD.search(folded):
            begins = "" if _WILD.match(folded) else folded[0]
            globs[begins].append((re.compile(translate(folded)).match, found))
        else:
            plain[folded] |= found

    def find(code: str) -> int:
        folded = code.casefold()
        possible = (*globs.get("", ()), *globs.get(folded[:1] or " ", ()))
        return plain.get(folded, 0) | united(found for matches, found in possible if matches(folded))

    return find
