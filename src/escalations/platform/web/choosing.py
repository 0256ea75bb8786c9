"""What a select offers, laid out in one go: a dialog may offer hundreds of people."""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup, escape


def as_options(options: Iterable[Any], chosen: str, told: Callable[[Any], Any] | None = None) -> Markup:
    """Each is a value and what is read of it, in one or several parts, or a text that is its own value. `told` says a part in the
    reader's language."""
    return Markup("".join(_laid_out(one, chosen, told) for one in options))


def _laid_out(option: Any, chosen: str, told: Callable[[Any], Any] | None) -> str:
    code, *parts = (option, option) if isinstance(option, str) else option
    text = " · ".join(escape(part if told is None else told(part)) for part in parts)
    opened = " ".join(("<option", f'value="{escape(code)}"', *(("selected",) if str(code) == chosen else ())))
    return f"\n  {opened}>{text}</option>"
