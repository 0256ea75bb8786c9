"""What of a template is exchanged, and what is not: sentences with their places, words that depend on a condition, attributes that are read."""

import pytest
from jinja2 import Environment

from escalations.platform.language.catalogues import Catalogue
from escalations.platform.language.environments import Told, said
from escalations.platform.language.templates import Translation, signatures

MACROS = '{% macro button(text, kind="", attrs={}) %}<button class="{{ kind }}"{{ attrs | xmlattr }}>{{ text }}</button>{% endmacro %}'


class Shouting(Environment):
    """Everything that is exchanged is in capitals, and what may be told when the page is made is in angles."""

    heard: list[str]

    def _parse(self, source, name, filename):  # type: ignore[no-untyped-def]
        macros = {"ui.button": signatures(super()._parse(MACROS, None, None))["button"]}
        tree = Translation(self._hear, macros).of(super()._parse(source, name, filename))
        tree.set_environment(self)
        return tree

    def _hear(self, text: str) -> str:
        self.heard.append(text)
        return {"{who} did it {when}": "{when} DID {who} IT"}.get(text, "".join(_shouted(text)))


def _shouted(text: str) -> list[str]:
    """Without its places and tags."""
    parts, inside = list[str](), False
    for letter in text:
        inside = letter in "{<" or (inside and letter not in "}>")
        parts.append(letter if inside or letter in "}>" else letter.upper())
    return parts


def shown(source: str, **context: object) -> tuple[str, list[str]]:
    env = Shouting(autoescape=True)
    env.heard = []
    env.filters |= {"said": lambda value: f"‹{value}›" if type(value) is str else value, "told": Told}
    return env.from_string(MACROS.replace("button(", "ui_button(") + source).render(context), env.heard


@pytest.mark.parametrize(
    ("source", "becomes", "heard"),
    [
        ("<p>Nothing is here.</p>", "<p>NOTHING IS HERE.</p>", ["Nothing is here."]),
        ("<p>{{ who }} did it <b>{{ when }}</b></p>", "<p>Ada DID IT <b>‹now›</b></p>", ["{who} did it <b>{when}</b>"]),
        ("<p>{{ who }} did it {{ when }}</p>", "<p>‹now› DID Ada IT</p>", ["{who} did it {when}"]),
        ('<p class="Big words" title="Copy it">x</p>', '<p class="Big words" title="COPY IT">x</p>', ["Copy it"]),
        ("<script>say('Hello there')</script>", "<script>say('Hello there')</script>", []),
        ("{{ count }} case{{ 's' if count != 1 }}", "2 CASES", ["{count} cases", "{count} case"]),
        ("<p>One <b>{{ 'big' if count }}</b> case came</p>", "<p>ONE <b>BIG</b> CASE CAME</p>", ["One <b>big</b> case came", "One <b></b> case came"]),
        ("<p>The <b>{{ 'big' if count else 'small' }}</b> one of {{ who }}</p>", "<p>THE <b>BIG</b> ONE OF Ada</p>", ["The <b>big</b> one of {who}", "The <b>small</b> one of {who}"]),
        ("<a>One</a> <a>Two</a>", "<a>ONE</a> <a>TWO</a>", ["One", "Two"]),
        ("{{ 'Yes it is' if count == 2 else 'No it is not' }}", "YES IT IS", ["Yes it is", "No it is not"]),
        ("{{ ui.button('Save it', kind='Not read', attrs={'title': 'Read out', 'data-x': 'Not read'}) }}", None, ["Save it", "Read out"]),
        ("{{ case.title }}: {{ what }}", "Closed: ‹open›", []),
        ("{% if what == 'open' %}Open it{% endif %}", "OPEN IT", ["Open it"]),
        ("{{ 'all of ' ~ what ~ ' here' }}", "ALL OF ‹open› HERE", ["all of {what} here"]),
        ('<i {% if count %}hidden{% endif %} class="{{ what }}">Text here</i>', '<i hidden class="open">TEXT HERE</i>', ["Text here"]),
    ],
)  # fmt: skip
def test_what_is_exchanged(source: str, becomes: str | None, heard: list[str]) -> None:
    class Ui:
        @staticmethod
        def button(*given: object, **more: object) -> str:
            return ""

    context = {"count": 2, "who": "Ada", "when": "now", "what": "open", "case": {"title": "Closed"}, "ui": Ui}
    told, found = shown(source, **context)
    assert found == heard
    assert becomes is None or told == becomes


def test_what_is_told_is_not_told_again() -> None:
    words = Catalogue({"Sun": "So", "So": "Also"})
    assert said(words, said(words, "Sun")) == "So"
    assert said(words, Told("So")) == "So"
    assert said(words, ["Sun", 3]) == ["So", 3]
