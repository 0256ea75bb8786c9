"""A small world to learn from: two families that a word each gives away."""

from escalations.catalog import catalogue
from escalations.routing.learning.model import TextModel
from escalations.routing.learning.texts import KnownText
from escalations.routing.learning.validating import train

SUBJECTS = ("invoice", "meter", "pump", "valve", "sensor", "door", "lamp", "engine", "wheel", "mirror")
SYMPTOMS = ("is late", "does not start", "makes noise", "cannot be reached")


def texts() -> list[KnownText]:
    """`zorblax` is always about storage and `quuxly` about networking; anything else stands in both."""
    return [
        KnownText(
            title=f"{word} {subject}", description=f"The {subject} of {word} {symptom}", family=family, weight=2.0
        )
        for subject in SUBJECTS
        for symptom in SYMPTOMS
        for word, family in (("zorblax", "storage"), ("quuxly", "networking"))
    ]


def small_model() -> TextModel:
    return train(texts(), [], catalogue())
