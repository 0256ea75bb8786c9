"""Every SELECT of the lists."""

from .matching import Matching, counted, matching
from .pages import ListPage, Part, list_page

__all__ = ["ListPage", "Matching", "Part", "counted", "list_page", "matching"]
