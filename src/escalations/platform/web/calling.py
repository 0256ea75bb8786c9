"""How templates call macros."""

from typing import Any

from jinja2.runtime import Context, Macro


class Calling(Context):
    """Macros are called as they are. Jinja asks each callable anew what it wants to be given beside its arguments, which takes longer
    than most of the macros that a page calls hundreds of times; and all of ours escape."""

    def call(self, called: Any, /, *given: Any, **named: Any) -> Any:
        if called.__class__ is not Macro:
            return super().call(called, *given, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*given, **named)
