"""A quoted text shows its words and what was found in them, and none of its Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.platform.search import search
from escalations.platform.search.excerpts import words_of_excerpt
from tests.cast import Cast
from tests.platform.test_search import a_document, indexed
from tests.support import as_person

WRITTEN = """## What happens

The **share** does not `mount`: see [the *guide* to shares](https://learn.example/shares?view=a).

| port | state |
| --- | --- |
| 445 | ~~open~~ closed |

> - _restart_ the agent
"""


@pytest.mark.parametrize(
    ("quoted", "read"),
    [
        ("## What \x02happens\x03\n\nThe **\x02share\x03** fails", "What \x02happens\x03 The \x02share\x03 fails"),
        ("see [the \x02guide\x03](https://\x02guide\x03.example/a) there", "see the \x02guide\x03 there"),
        ("guide](https://example.com/a) … see [the guide", "guide … see the guide"),
        ("![a picture](x.png) `az \x02vm\x03 list`", "a picture az \x02vm\x03 list"),
        ("| 445 | closed |\n| --- | :-: |\n| 80 | open |", "445 closed 80 open"),
        ("> quoted\n> - and *listed*\n* too", "quoted and listed too"),
        ("***both*** and ~~none~~", "both and none"),
    ],
)
def test_marks_of_markdown_are_no_words(quoted: str, read: str) -> None:
    assert words_of_excerpt(quoted) == read


@pytest.mark.parametrize(
    "said",
    [
        "C# and F# on issue #5", "SELECT * FROM a WHERE b > 3", "*.blob.core.windows.net", "[ERROR] disk_full_on_c", "__init__ of snake_case_name",
        "a|b || c", "2 * 3 * 4", "10-20 - or more", "a < b", "<vm-name>",
    ],
)  # fmt: skip
def test_what_only_looks_like_markdown_stays(said: str) -> None:
    assert words_of_excerpt(said) == said


@given(st.text(alphabet="ab *_`#|>~[]()!-\n\x02\x03", max_size=400))
def test_no_letter_is_lost_and_nothing_is_marked_that_was_not(text: str) -> None:
    """But for the targets of links, which nobody reads."""
    read = words_of_excerpt(text.replace("(", " "))
    assert [one for one in read if one in "ab\x02\x03"] == [one for one in text if one in "ab\x02\x03"]


async def test_a_search_quotes_words(cast: Cast) -> None:
    await indexed(a_document(1, "Share", WRITTEN))
    async with as_person(cast.ada) as db:
        (hit,) = await search(db, "mount agent guide closed", kinds=["note"])
    assert "<mark>mount</mark>" in hit.excerpt and "<mark>guide</mark>" in hit.excerpt
    assert not [mark for mark in ("**", "`", "##", "](", "~~", "https:", "|", "_restart_") if mark in hit.excerpt]
