"""What of a message was said before, and is folded on the page: quotes, originals, signatures, long logs. Nothing is taken away."""

from .parts import Part, parts_of

__all__ = ["Part", "parts_of"]
