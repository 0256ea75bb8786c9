"""What every text of the interface is in another language, read from `templates/languages/<code>.po`."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from babel.messages.pofile import read_po

from ..resources import resource_dir
from .hours import hours_told, short_names
from .moments import moment_told
from .shapes import LONGEST, Shapes, is_name, is_quoted, put_in
from .things import row_told

ENGLISH = "en"
FOLDER = "templates/languages"
_NAMED = re.compile(r"((?:[^\W\da-z_][\w'.-]* ){1,4})([a-z].*)", re.DOTALL)
_OR = " or "
_AFTER, _WITHIN = (". ", "; ", ", "), (" and ", _OR, " nor for ")
"""What stands between sentences and parts of them, and what may also be a part of one."""
_NOT_QUOTED = "(?![^“]*”)"
MOST_PARTS = 12
DEEPEST = 7
"""How many sentences may stand within each other."""


class Catalogue:
    def __init__(
        self, messages: Mapping[str, str], names: Mapping[str, str] | None = None, language: str = ENGLISH
    ) -> None:
        """`names` are those of weekdays and months."""
        self.messages, self.names, self.language = messages, names or {}, language
        self._shapes = Shapes(messages)
        self.told = lru_cache(maxsize=20_000)(self._told)
        self._of = lru_cache(maxsize=20_000)(self._looked_at)

    def _told(self, text: str) -> str:
        """For a sentence that is made as the page is: known as it is, or by its shape; and so is what is put into it."""
        return self._of(text, DEEPEST)

    def exactly(self, message: str) -> str:
        """For a text of a template, which is known as it stands there."""
        return self.messages.get(message, message)

    def _looked_at(self, text: str, depth: int) -> str:
        """Kept by `_of`: the same part is met again in each way to take a sentence apart."""
        bare = " ".join(text.split())
        if (known := self._exactly(bare)) is not None:
            return text.replace(text.strip(), known)
        if (moment := moment_told(bare.removesuffix("."), self.language)) is not None:
            return moment + "." * bare.endswith(".")
        if (hours := hours_told(bare, self.names, self.messages)) is not None:
            return hours
        if depth <= 0 or len(bare) > LONGEST:
            return text
        if (row := row_told(bare, self._joined, lambda one: self._of(one, depth - 1))) is not None:
            return row
        told = self._in_parts(bare, _AFTER, depth) or self._begun(bare, depth)
        if told is None and bare.endswith("."):
            without = self._of(bare[:-1], depth - 1)
            told = f"{without}." if without != bare[:-1] else None
        return told or self._in_parts(bare, _WITHIN, depth) or self._by_name(bare, depth) or text

    def _begun(self, text: str, depth: int) -> str | None:
        """A part of a sentence may begin one, with a capital."""
        if (told := self._by_shape(text, depth)) is not None or not text[:1].isupper():
            return told
        told = self._by_shape(text[:1].lower() + text[1:], depth)
        return told and told[:1].upper() + told[1:]

    def _by_shape(self, text: str, depth: int) -> str | None:
        for shape, values in self._shapes.found(text):
            told = [(name, self._of(value, depth - 1)) for name, value in values]
            if all(
                new != old or is_name(old, shape.before(at))
                for at, ((_, old), (_, new)) in enumerate(zip(values, told, strict=True))
            ):
                return put_in(shape.told, told)
        return None

    def _by_name(self, text: str, depth: int) -> str | None:
        """Somebody, and what they did."""
        named = _NAMED.fullmatch(text)
        if named is None or not (" " in named.group(2) or named.group(2) in self.messages):
            return None
        told = self._of(named.group(2), depth - 1)
        return named.group(1) + told if told != named.group(2) else None

    def _in_parts(self, text: str, betweens: Sequence[str], depth: int) -> str | None:
        """Sentences after one another, or things in a row: all of them, or none."""
        return next((told for between in betweens if (told := self._in_a_row(text, between, depth)) is not None), None)

    def _in_a_row(self, text: str, between: str, depth: int) -> str | None:
        cut = r"(?<=[.!?]) " if between == _AFTER[0] else re.escape(between)
        parts = re.split(cut + _NOT_QUOTED, text)
        if len(parts) == 1 or len(parts) > MOST_PARTS:
            return None
        told, at = [], 0
        while at < len(parts):
            found = self._longest(parts[at:], between, depth)
            if found is None:
                return None
            told.append(found[0])
            at += found[1]
        joined = (" " if between == _AFTER[0] else self._joined(between)).join(told)
        return joined if told != parts or between == _OR or all(map(is_quoted, parts)) else None

    def _longest(self, parts: list[str], between: str, depth: int) -> tuple[str, int] | None:
        """The first parts that are one sentence, the most of them; what separates others may be a part of it."""
        for count in range(len(parts), 1, -1):
            whole = (" " if between == _AFTER[0] else between).join(parts[:count])
            if (known := self._exactly(whole) or self._by_shape(whole, depth - 1)) is not None:
                return known, count
        told = self._of(parts[0], depth - 1)
        may_stay = is_name(parts[0]) and (between in _AFTER or not parts[0][:1].islower())
        return (told, 1) if told != parts[0] or may_stay else None

    def _joined(self, between: str) -> str:
        word = between.strip()
        return f" {self.messages.get(word, word)} " if between in _WITHIN else between

    def _exactly(self, text: str) -> str | None:
        """Also as the beginning of a sentence, or as a part of one."""
        if (known := self.messages.get(text)) is not None or len(text) < 2:
            return known
        turned = text[:1].swapcase() + text[1:]
        known = self.messages.get(turned)
        if known is None or not text[:1].isupper():
            return known
        return known[:1].upper() + known[1:]


@cache
def languages() -> dict[str, str]:
    """Codes and what each calls itself."""
    from babel import Locale

    codes = sorted(path.stem for path in resource_dir(FOLDER).glob("*.po"))
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in [ENGLISH, *codes]}


@cache
def catalogue(language: str) -> Catalogue:
    with (resource_dir(FOLDER) / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    return Catalogue(
        {str(one.id): str(one.string) for one in read if one.id and one.string}, short_names(language), language
    )
