"""Finished values for the pages of known issues: templates only lay them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from ..catalog.loading import catalogue
from ..platform.search import Hit
from ..platform.time import now
from .matching import Matched
from .models import AUDIENCES, CONFIDENCES, GOVERNANCES, KINDS, STATES, Article
from .suggesting import Suggestion

STATE_TONES = {"investigating": "bad", "workaround": "warn", "fix_in_progress": "accent", "fixed": "ok"}
CONFIDENCE_TONES = {"work_in_progress": "paused", "validated": "ok"}


@dataclass(frozen=True, kw_only=True)
class ArticleLine:
    """`why` are the words that a search found."""

    ref: str
    url: str
    title: str | Markup
    excerpt: Markup
    why: list[str]
    what: str
    state: str
    state_tone: str
    confidence: str
    confidence_tone: str
    boundary: str
    helped: str
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A filter as `ui.filters` shows it; the URL of a chosen one is the list without it."""

    label: str
    url: str
    current: bool
    count: None = None


def article_lines(
    rows: Iterable[Any], uses: Mapping[int, Mapping[str, int]], hits: Sequence[Hit] = ()
) -> list[ArticleLine]:
    found = {hit.object_id: hit for hit in hits}
    return [_line(row, uses.get(row.id, {}), found.get(row.id)) for row in rows]


def _line(row: Any, uses: Mapping[str, int], hit: Hit | None) -> ArticleLine:
    return ArticleLine(
        ref=f"KI-{row.id}", url=f"/known-issues/KI-{row.id}", title=hit.title if hit else row.title,
        excerpt=hit.excerpt if hit else Markup(""), why=[*hit.codes, *hit.words][:5] if hit else [],
        what=" › ".join([family_name(row.family), *map(product_name, row.products[:1])]), state=state_words(row),
        state_tone=STATE_TONES[row.state], confidence=CONFIDENCES[row.confidence],
        confidence_tone=CONFIDENCE_TONES.get(row.confidence, ""), boundary=row.boundary, helped=helped_words(uses), changed_at=row.changed_at,
    )  # fmt: skip


def state_words(article: Any) -> str:
    """Works for an article, a row of a list and a link of a case alike."""
    if article.state == "fixed" and article.fixed_in:
        return f"Fixed in {article.fixed_in}"
    if article.state == "fix_in_progress" and article.fix_eta:
        if article.fix_eta < now().date():
            return f"Fix was expected {article.fix_eta:%-d %b %Y}"
        return f"Fix expected {article.fix_eta:%-d %b %Y}"
    return STATES[article.state]


def helped_words(uses: Mapping[str, int]) -> str:
    said = [
        f"solved {_cases(uses['resolved_by'])}" if uses.get("resolved_by") else "",
        f"linked to {_cases(uses['referenced'])}" if uses.get("referenced") else "",
    ]
    return ", ".join(filter(None, said))


def _cases(number: int) -> str:
    return f"{number} case{'s' if number != 1 else ''}"


def family_name(key: str) -> str:
    family = catalogue().families.get(key)
    return family.name if family else key


def product_name(key: str) -> str:
    product = catalogue().products.get(key)
    return product.name if product else key


def choices(chosen: Mapping[str, str]) -> list[Choice]:
    """Families, then states, then confidences."""
    tables = {
        "family": {f.key: f.name for f in catalogue().families.values()},
        "state": STATES,
        "confidence": CONFIDENCES,
    }
    return [_choice(chosen, name, key, label) for name, table in tables.items() for key, label in table.items()]


def _choice(chosen: Mapping[str, str], name: str, key: str, label: str) -> Choice:
    current = chosen.get(name) == key
    return Choice(label=label, url=list_url({**chosen, name: "" if current else key}), current=current)


def list_url(chosen: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in chosen.items() if value})
    return "/known-issues" + (f"?{query}" if query else "")


@dataclass(frozen=True, kw_only=True)
class LinkedArticle:
    ref: str
    url: str
    title: str
    kind: str
    said: str
    state: str
    state_tone: str
    at: datetime


def linked_articles(rows: Iterable[Any]) -> list[LinkedArticle]:
    return [
        LinkedArticle(
            ref=f"KI-{row[0].article_id}", url=f"/known-issues/KI-{row[0].article_id}", title=row.title, kind=row[0].kind,
            said=KINDS[row[0].kind], state=state_words(row), state_tone=STATE_TONES[row.state], at=row[0].at,
        )
        for row in rows
    ]  # fmt: skip


def note_of(suggestion: Suggestion | Matched) -> str:
    """What one wants to know before opening it."""
    return f"{state_words(suggestion)}, {CONFIDENCES[suggestion.confidence].lower()}"


def facts_of(article: Article) -> list[tuple[str, str]]:
    return [
        ("State", state_words(article)),
        ("Confidence", CONFIDENCES[article.confidence]),
        ("For", AUDIENCES[article.audience]),
        ("Governance", GOVERNANCES[article.governance]),
        ("Family", family_name(article.family)),
        ("Products", ", ".join(map(product_name, article.products))),
        ("Error codes", ", ".join(article.error_codes)),
        ("Boundary", article.boundary),
    ]
