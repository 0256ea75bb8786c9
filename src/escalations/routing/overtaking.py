"""What would have put somebody who could take a case before the one who took it."""

from collections.abc import Iterator

from msgspec import structs

from .choosing import Choice
from .instead_of import Instead, instead_if
from .naming import name_of
from .ranking import first_of
from .standing import Standing


def overtaking(choice: Choice) -> Iterator[Instead]:
    """Everybody who could take it is stored whole, so they are weighed again with a little more of something."""
    for one in choice.able:
        if one is not choice.first and (better := min(_improved(one, choice), key=_cost, default=None)):
            yield better


def _cost(one: Instead) -> int:
    return one.cost


def _improved(one: Standing, choice: Choice) -> Iterator[Instead]:
    for units in range(1, one.capacity - one.free + 1):
        if _comes_first(one, structs.replace(one, free=one.free + units), choice):
            yield instead_if(one, f"had {units} more {'unit' if units == 1 else 'units'} free", units)
            break
    if one.presence == "busy" and _comes_first(one, structs.replace(one, presence="available"), choice):
        yield instead_if(one, "were not busy", 10)
    if choice.target.language and not one.speaks and _comes_first(one, structs.replace(one, speaks=True), choice):
        yield instead_if(one, f"spoke {name_of('language', choice.target.language)}", 30)
    for number, skill in enumerate(choice.ask.skills):
        for level in range(one.levels[number] + 1, 6):
            levels = (*one.levels[:number], level, *one.levels[number + 1 :])
            if _comes_first(one, structs.replace(one, levels=levels), choice):
                yield instead_if(one, f"had {name_of('family', skill)} at level {level}", 40 + level)
                break


def _comes_first(was: Standing, now: Standing, choice: Choice) -> bool:
    return first_of((now if one is was else one for one in choice.able), choice.ask) is now
