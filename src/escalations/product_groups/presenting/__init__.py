"""Finished values for the pages of escalations: templates only lay them out."""

from .offering import about_escalations_of, offer
from .showing import about_escalation, owed, return_choices
from .story import story_of

__all__ = ["about_escalation", "about_escalations_of", "offer", "owed", "return_choices", "story_of"]
