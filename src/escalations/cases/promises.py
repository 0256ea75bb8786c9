"""What a reply promises: "I will update you by 16:00" is a moment at which the customer expects to hear from us. Pure.

A sentence promises when we are its subject, or an update is. What is asked of the customer, denied or told of the past is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from .moments import moments_in

_QUOTED = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_BULLET = re.compile(r"[-*•]\s|\d+[.)]\s")
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<![ap]\.m\.)(?<!\.\d\.)(?<!\.\d\d\.)\s+|(?<=[ap]\.m\.)\s+(?=[A-Z][a-z]+\s(?!time))|;"
)
_CLAUSE = re.compile(
    r",\s(?=I\b|(?!at\b|by\b|on\b|before\b|latest\b)[a-z])|\s(?:but|so that|because|while|although)\s|\s[–—-]\s|:\s(?=\D)"
)
_SAID = r"write|call|answer|reply|report|update|come back|get back|follow up|let you know|tell you"
_CUES = re.compile(
    rf"""(?P<given>\b(?:i|we|they|our\s[\w-]+(?:\s[\w-]+)?|the\s(?:[\w-]+\s)?(?:team|engineers?|group|developers?)|my\scolleagues?|a\scolleague
        |someone|somebody|and|which)(?:\s+\w+ly)?(?:['’]ll|\s+(?:will|shall|(?:am|are|is)\sgoing\sto|promise|hope|expect|plan|aim|try|should|commit))(?!\s+(?:\w+ly\s+|be\s+)?(?:not|never|no|unable)\b)\b
      | \b(?:i['’]m|we['’]re)\s(?:going\sto|aiming|hoping|planning)\b
      | \b(?:i|we)\s(?:(?!not\b|cannot\b|never\b)\w+\s){{0,9}}?(?<!an\s)(?<!a\s)(?<!the\s)(?<!your\s)(?:{_SAID})\b
      | \bwill\s(?:{_SAID}|send|share|contact|inform|provide|check|be\swith\syou)\b
      | \byou(?:['’]ll|\s+(?:will|shall|can\sexpect|should))?\s+(?:hear|have|get|receive|find)\b
      | \bexpect\s(?:an?|the|our|my|to\shear)\b | \bback\sto\syou\b)
    | (?P<asked>\b(?:please(?!\sexpect)|kindly|could\syou|can\syou|would\syou)\b)
    | (?P<theirs>^\W*(?:if|unless|when|once|as\ssoon\sas)\b|\byou\s(?:can|could|should|must|need\sto|have\sto|may|want|would|send|reply|confirm|restart|tell|run)\b)
    | (?P<denied>\b(?:not|cannot|can't|won't|unable|never|don't|doesn't|isn't|no\slonger)\b(?!\s+later))
    | (?P<told>\b(?:was|were|had|has\sbeen|have\sbeen|did|began|started|ended|happened|failed|wrote|sent|saw)\b)
    | (?P<befalls>\b(?:will|should|is\sgoing\sto|are\sgoing\sto)\sbe\s(?:\w+ly\s)?(?:deployed|fixed|available|released|ready|restored|done|completed?|resolved
        |in\splace|back|rolled\sout|live|mitigated)\b)
    | (?P<noun>\b(?:updates?|answers?|reply|feedback|report|news|message|call|results?|assessment|findings|summary|analysis)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:should|hope|hoping|expect to|plan|aim|try|might|(?-i:may)(?!\s*\d)|probably|likely|perhaps)\b", re.IGNORECASE
)
LONGEST_WORDS = 80
LONGEST_CLAUSE = 1000
USUAL_WORDS = "next update"


@dataclass(frozen=True)
class Promised:
    """`words` as they stand in the text, `at` in UTC. What is not `sure` is offered, not assumed: the hour or the day is
    ours to guess, or the sentence hedges. `zoned` is false where a time on the clock names no zone."""

    words: str
    at: datetime
    sure: bool
    zoned: bool = True


def zone_of(by: object) -> ZoneInfo:
    """In which somebody's bare times are meant."""
    return ZoneInfo(getattr(by, "time_zone", "UTC"))


def promises_in(text: str, now: datetime, zone: ZoneInfo) -> list[Promised]:
    """By moment, each moment once. Times are the writer's unless they name a zone."""
    found: dict[datetime, Promised] = {}
    for paragraph in _paragraphs(_QUOTED.sub(" ", text)):
        for sentence in _SENTENCE.split(paragraph):
            for promised in _in_sentence(sentence, now, zone):
                if promised.at not in found or promised.sure > found[promised.at].sure:
                    found[promised.at] = promised
    return [found[at] for at in sorted(found)]


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together, each list item by itself, without what is quoted from an earlier mail."""
    together: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if together and (not line or _BULLET.match(line)):
            yield " ".join(together)
            together = []
        if line and not line.startswith(">"):
            together.append(" ".join(line.split()))
    yield " ".join(together)


def _in_sentence(sentence: str, now: datetime, zone: ZoneInfo) -> Iterator[Promised]:
    """A clause that does not say who does it goes on with what the one before it said."""
    before = ""
    for clause in (clause[:LONGEST_CLAUSE] for clause in _CLAUSE.split(sentence)):
        for moment in moments_in(clause, now, zone):
            kind = _kind(clause, moment.place, before)
            if kind == "given" or (kind == "noun" and moment.firm) or kind == "befalls":
                sure = moment.sure and kind != "befalls" and not _HEDGED.search(clause)
                yield Promised(moment.words[:LONGEST_WORDS], moment.at, sure, moment.zoned)
        before = _kind(clause, len(clause), before)


def _kind(clause: str, place: int, before: str) -> str:
    """Of the last cue that stands before a place; of the first one behind it where there is none.

    Once a clause says that we will, only a request takes that back; and an update that is asked for, denied or told of stays so.
    """
    kind, is_own = before, False
    for cue in _CUES.finditer(clause):
        if cue.start() > place and kind:
            break
        found = cue.lastgroup or ""
        if not is_own or found in ("given", "asked") or (kind != "given" and found != "noun"):
            kind, is_own = found, True
    return kind


def worded(moments: Iterable[datetime], promised: Iterable[Promised]) -> list[tuple[datetime, str]]:
    """Each moment that will be kept, with the words that promise it. What was moved takes the words nobody else has."""
    by_moment = {one.at: one.words for one in promised}
    kept = sorted(set(moments))
    left = [words for at, words in by_moment.items() if at not in kept]
    return [(at, by_moment.get(at) or (left.pop(0) if left else USUAL_WORDS)) for at in kept]
