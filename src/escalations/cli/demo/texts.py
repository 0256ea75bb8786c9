"""The texts of the demo world as examples to learn from: our own, and their families are known."""

import re
from collections.abc import Iterator

import frontmatter

from ...routing.learning.texts import KnownText
from .content import FOLDER, clean, content

_BLANK = re.compile(r"\{\w+\}")
_CAUSE = "\n## Cause"


def demo_texts(weight: float) -> Iterator[KnownText]:
    """Every title with a description, and every description with a title."""
    for told in content("cases")["cases"]:
        titles, descriptions = told["titles"], told["descriptions"]
        for number in range(max(len(titles), len(descriptions))):
            yield KnownText(
                title=_plain(titles[number % len(titles)]), description=_plain(descriptions[number % len(descriptions)]),
                error_codes=tuple(told.get("error_codes", ())), family=told["family"], weight=weight,
            )  # fmt: skip
    for path in sorted((FOLDER / "known_issues").glob("*.md")):
        article = frontmatter.loads(path.read_text("utf-8"))
        told = article.content.partition(_CAUSE)[0].replace("## Issue", "").replace("## Environment", "")
        codes = tuple(map(str, article.get("error_codes", ())))  # type: ignore[call-overload]
        yield KnownText(
            title=str(article["title"]),
            description=told,
            error_codes=codes,
            family=str(article["family"]),
            weight=weight,
        )


def _plain(text: str) -> str:
    return clean(_BLANK.sub(" ", text))
