"""A decision in plain sentences, with names instead of keys."""

from collections.abc import Iterator
from typing import get_args

from ..people.tongues import language_name
from .choosing import Choice
from .facts import CaseFacts
from .hurdles import Hurdle, hurdles_in
from .naming import answer_in_words, listed, name_of, skills_in_words
from .questions import RuleOutcome
from .ranking import Weighed
from .standing import Ask
from .targets import SENT_BY_A_PERSON, Target

NOR = " nor for "
STAYS = "It stays in the queue until somebody can take it."


def which_rule(matched: RuleOutcome) -> str:
    because = listed(answer_in_words(answer) for answer in matched.answers) or "no earlier rule holds"
    return f"Rule “{matched.rule}” decided: {because}."


def which_rule_before(rule: str) -> str:
    """For a case that stands in its queue already: no rule was asked again."""
    return f"It stands there by the rule “{rule}”." if rule != SENT_BY_A_PERSON else "A person sent it there."


def where_to(target: Target, facts: CaseFacts) -> str:
    goes = [f"It goes to the {target.queue.name} queue"]
    asks = [f"asks for {skills_in_words(target.require)} or higher"] if target.require else []
    prefers = [f"prefers someone who {listed(likes)}"] if (likes := [*_likes(target)]) else []
    return f"{'; '.join([listed(goes + asks + prefers), *_relaxed(target, facts)])}."


def _likes(target: Target) -> Iterator[str]:
    if target.language:
        yield f"speaks {language_name(target.language)}"
    if target.prefer:
        yield f"knows {skills_in_words(target.prefer)}"


def _relaxed(target: Target, facts: CaseFacts) -> Iterator[str]:
    """What its rule asked for at first and gave up by now."""
    if not target.relaxed:
        return
    given_up = {skill: level for skill, level in target.asked.items() if target.require.get(skill, 0) < level}
    parts = [skills_in_words(given_up)] if given_up else []
    parts += ["the language"] if any(step.language is False for step in target.relaxed) else []
    yield f"after {facts.waited_minutes} minutes of waiting it no longer asks for {NOR.join(parts)}"


def who_takes_it(choice: Choice) -> str:
    chosen = choice.chosen
    if chosen is None:
        return f"{_why_nobody(choice)} {STAYS}"
    return f"{chosen.name} takes it: {', '.join(_strengths(chosen, choice))}."


def _strengths(chosen: Weighed, choice: Choice) -> Iterator[str]:
    if choice.target.asked:
        yield skills_in_words(chosen.levels)
    yield f"{chosen.free} of {chosen.capacity} units free"
    if chosen.points["language"]:
        yield f"speaks {language_name(choice.target.language)}"
    if chosen.points["preferred"]:
        yield f"knows what is preferred: {skills_in_words(choice.target.prefer)}"
    if chosen.points["familiar"]:
        yield "knows the customer"
    if choice.tied:
        yield f"waited longest of {choice.tied + 1} with as many points"


def _why_nobody(choice: Choice) -> str:
    """The first hurdle that the last of the candidates fail. Those who fail for the same reasons are asked as one."""
    left = [hurdles_in(group.because) for group in choice.unable]
    if not left:
        return "The roster is empty."
    for hurdle in get_args(Hurdle):
        over = [failed for failed in left if hurdle not in failed]
        if not over:
            return _nobody_over(hurdle, choice.ask)
        left = over
    return "Nobody was chosen."


def _nobody_over(hurdle: Hurdle, ask: Ask) -> str:
    sentences: dict[Hurdle, str] = {
        "clearance": f"Nobody is cleared for {name_of('boundary', ask.facts.boundary)} to the end of their shift.",
        "shift": "Nobody cleared is on shift for long enough.",
        "presence": "Everybody cleared and on shift is away.",
        "role": f"Nobody cleared and on shift works the {ask.target.queue.name} queue.",
        "skill": f"Nobody on shift has {skills_in_words(ask.target.require)}.",
        "room": f"Everybody who could take it is full: a case of severity {ask.facts.severity} weighs {ask.units} {'unit' if ask.units == 1 else 'units'}.",
        "again": "Everybody else is busy, and who is left had it just now and let it go.",
    }
    return sentences[hurdle]
