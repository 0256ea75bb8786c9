"""Every SELECT about known issues: the articles and their links, their history, and whose cases they are about."""

from .articles import (
    PAGE,
    Narrowing,
    article_for,
    article_from,
    article_with_id,
    articles,
    articles_after,
    articles_among,
    articles_open_to,
    cases_linked_to,
    link_between,
    links_of,
    taught_by,
    uses_of,
)
from .customers import about_article, about_case, about_text
from .fanning_out import links_to_tell
from .history import flag_of, newest_number, open_flag_saying, open_flags_of, version_of, versions_of

__all__ = [
    "PAGE",
    "Narrowing",
    "about_article",
    "about_case",
    "about_text",
    "article_for",
    "article_from",
    "article_with_id",
    "articles",
    "articles_after",
    "articles_among",
    "articles_open_to",
    "cases_linked_to",
    "flag_of",
    "link_between",
    "links_of",
    "links_to_tell",
    "newest_number",
    "open_flag_saying",
    "open_flags_of",
    "taught_by",
    "uses_of",
    "version_of",
    "versions_of",
]
