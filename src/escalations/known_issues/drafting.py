"""What a person may send to a customer when the problem of their case moved. It is a draft: nobody but a person sends it."""

from typing import Any

from .models import HELPS, OUTSIDE
from .sections import sections_of


def loop_draft(article: Any, contact: str | None) -> str:
    """Empty while there is nothing to verify. Only a way around that customers may read is quoted."""
    if article.state not in HELPS:
        return ""
    greeting = f"Hello {contact}," if contact else "Hello,"
    steps = (
        sections_of(article.body).resolution if article.state == "workaround" and article.audience in OUTSIDE else ""
    )
    return "\n\n".join(filter(None, [greeting, _news(article), steps, _question(article)]))


def _news(article: Any) -> str:
    if article.state == "fixed":
        return f"the problem behind your case is fixed in {article.fixed_in}."
    return "there is now a way around the problem behind your case."


def _question(article: Any) -> str:
    tried = f"take up {article.fixed_in}" if article.state == "fixed" else "try it"
    return f"Could you please {tried} and tell us whether it works for you now? We keep the case open until we hear from you."
