"""Whatever somebody types becomes harmless HTML."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.platform.text import to_html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "<svg/onload=alert(1)>",
    '<a href="java&#115;cript:alert(1)">x</a>',
    "<style>*{background:url(//evil)}</style>",
    "![x](https://evil.example/track.png)",
    "<iframe src=//evil></iframe>",
    "`<b onclick=alert(1)>`",
    '"><script>alert(1)</script>',
    "[x](https://ok.example 'a\" onmouseover=\"alert(1)')",
]
ACTIVE = {"script", "img", "svg", "iframe", "style", "object", "embed", "form", "input", "link", "meta", "base"}


class Seen(HTMLParser):
    """What a browser would find alive in a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.alive.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.alive.append(name)
            if name in ("href", "src") and not (value or "").lower().startswith(("http://", "https://", "mailto:")):
                self.alive.append(f"{name}={value}")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_alive(text: str) -> None:
    assert Seen(to_html(text)).alive == []


@given(st.text(max_size=400))
def test_no_text_at_all_comes_alive(text: str) -> None:
    assert Seen(to_html(text)).alive == []


def test_what_people_write_keeps_its_shape() -> None:
    html = to_html("It **fails** with `503`:\n\n```\nGET /\n```\n\n1. first\n2. second\n\n[log](https://logs.example)")
    for piece in ("<strong>fails</strong>", "<code>503</code>", "<pre>", "<ol>", 'rel="noopener noreferrer nofollow"'):
        assert piece in html
