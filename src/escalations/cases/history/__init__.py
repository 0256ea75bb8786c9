"""Cases of an earlier system, brought in many at a time as they were there: what was said, when, by whom, and how it ended."""

from .bringing_in import BroughtIn, bring_in_cases, keys_that_are_there
from .past import PastCase, PastMessage
from .placing import facts_of_past

__all__ = ["BroughtIn", "PastCase", "PastMessage", "bring_in_cases", "facts_of_past", "keys_that_are_there"]
