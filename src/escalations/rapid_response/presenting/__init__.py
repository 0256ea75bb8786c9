"""Finished values for pages: templates only lay them out."""

from .board import Board, Ranked, arrange, board
from .cover import about_cover
from .engagement import about_engagement
from .packs import about_draft, about_pack

__all__ = ["Board", "Ranked", "about_cover", "about_draft", "about_engagement", "about_pack", "arrange", "board"]
