"""A decision in plain sentences."""

from collections.abc import Iterable
from typing import get_args

from .conditions import Answer
from .facts import CaseFacts
from .ranking import Hurdle, Weighed
from .rules import RuleOutcome
from .targets import Target

_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "sv": "Swedish", "tr": "Turkish", "zh": "Chinese",
}  # fmt: skip


def language_name(code: str | None) -> str:
    return _LANGUAGES.get(code or "", code or "any language")


def which_rule(matched: RuleOutcome) -> str:
    because = _listed(_said(answer) for answer in matched.answers)
    return f"Rule “{matched.rule}” decided: {because or 'no earlier rule holds'}."


def where_to(target: Target) -> str:
    goes = [f"goes to the {target.queue.name} queue"]
    asks = [f"asks for {target.skill} at level {target.level} or higher"] if target.skill else []
    prefers = [f"prefers someone who speaks {language_name(target.language)}"] if target.language else []
    return f"It {_listed(goes + asks + prefers)}."


def who_takes_it(candidates: tuple[Weighed, ...], assignee_id: int | None, facts: CaseFacts, target: Target) -> str:
    chosen = next((one for one in candidates if one.candidate.person_id == assignee_id), None)
    if chosen is None:
        return f"{_why_nobody(candidates, facts, target)} It stays in the queue until somebody can take it."
    return f"{chosen.candidate.name} takes it: {', '.join(_strengths(chosen, candidates, target))}."


def _said(answer: Answer) -> str:
    condition = answer.condition
    if condition.fact in _YES_AND_NO:
        return _YES_AND_NO[condition.fact][answer.had != "yes"]
    if condition.unless:
        return f"{condition.fact.replace('_', ' ')} is not {' or '.join(condition.wanted)}"
    if condition.fact == "text":
        return f"the text says “{answer.had}”"
    if condition.fact == "hours_running":
        return f"the problem had run for {answer.had} hours"
    return f"{condition.fact.replace('_', ' ')} is {answer.had}"


_YES_AND_NO = {
    "cover": ("the customer has rapid-response cover", "the customer has no rapid-response cover"),
    "family_sure": ("the technology is clear", "the technology is not clear yet"),
}


def _strengths(chosen: Weighed, candidates: tuple[Weighed, ...], target: Target) -> Iterable[str]:
    candidate = chosen.candidate
    if target.skill:
        yield f"{target.skill} at level {candidate.specialties[target.skill]}"
    yield f"{candidate.free} of {candidate.capacity} units free"
    if chosen.points["language"]:
        yield f"speaks {language_name(target.language)}"
    if sum(one.score == chosen.score for one in candidates) > 1:
        yield "waited longest among equals"


def _why_nobody(candidates: tuple[Weighed, ...], facts: CaseFacts, target: Target) -> str:
    """The first hurdle that the last of the candidates fail."""
    if not candidates:
        return "The roster is empty."
    left = candidates
    for hurdle in get_args(Hurdle):
        over = tuple(one for one in left if not one.fails_at(hurdle))
        if not over:
            return _nobody_over(hurdle, facts, target)
        left = over
    return "Nobody was chosen."


def _nobody_over(hurdle: Hurdle, facts: CaseFacts, target: Target) -> str:
    sentences: dict[Hurdle, str] = {
        "clearance": f"Nobody is cleared for {facts.boundary} to the end of their shift.",
        "shift": "Nobody cleared is on shift.",
        "presence": "Everybody cleared and on shift is away.",
        "role": f"Nobody cleared and on shift works the {target.queue.name} queue.",
        "skill": f"Nobody on shift has {target.skill} at level {target.level}.",
        "room": f"Everybody who could take it is full: a case of severity {facts.severity} needs more room.",
    }
    return sentences[hurdle]


def _listed(parts: Iterable[str]) -> str:
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last
