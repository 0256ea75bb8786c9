"""How each vendor speaks. Pure: bytes in, what they tell out; nothing here knows of our incidents."""

from . import alertmanager, archive, aws_health, azure, generic, google_cloud, pagerduty
from .generic import BadMapping, read_mapping
from .telling import NotUnderstood, Told, VendorEvent, VendorText

__all__ = ["BadMapping", "NotUnderstood", "Told", "VendorEvent", "VendorText", "read_mapping", "understand"]

LONGEST_KEY = 500
_PARSERS = {
    "azure": azure.parse,
    "pagerduty": pagerduty.parse,
    "alertmanager": alertmanager.parse,
    "google": google_cloud.parse,
    "aws": aws_health.parse,
    "archive": archive.parse,
}


def understand(kind: str, body: bytes, mapping: str = "") -> Told:
    """Raises NotUnderstood, with the reason in words, for whatever it cannot make sense of."""
    told = _generic(body, mapping) if kind == "generic" else _PARSERS[kind](body)
    keys = [event.vendor_id for event in told.events] + [text.key for event in told.events for text in event.texts]
    if any(not key.strip() or len(key) > LONGEST_KEY for key in keys):
        raise NotUnderstood(f"An id in it is empty or longer than {LONGEST_KEY} characters.")
    return told


def _generic(body: bytes, mapping: str) -> Told:
    try:
        return generic.parse(body, read_mapping(mapping))
    except BadMapping as problem:
        raise NotUnderstood(str(problem)) from problem
