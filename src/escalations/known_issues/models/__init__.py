"""The tables of known issues: an article, its links to cases, its history, and what was searched for."""

from .article import Article
from .asked import SearchAsked
from .history import ArticleFlag, ArticleVersion
from .links import CaseKnownIssue
from .words import AUDIENCES, CONFIDENCES, EVERYWHERE, GOVERNANCES, HELPS, KINDS, OUTSIDE, STATES

__all__ = [
    "AUDIENCES",
    "CONFIDENCES",
    "EVERYWHERE",
    "GOVERNANCES",
    "HELPS",
    "KINDS",
    "OUTSIDE",
    "STATES",
    "Article",
    "ArticleFlag",
    "ArticleVersion",
    "CaseKnownIssue",
    "SearchAsked",
]
