"""The reply gate: no text reaches a customer unchecked. Pure; errors block, warnings need a reason from the writer."""

from .checking import VERSION, check_reply
from .context import InternalText, Newer, OutgoingFile, Recipient, ReplyContext, Stranger
from .finding import RULES, Finding, Remedy
from .mending import mended
from .others import Candidates, candidates_in
from .secrets import secrets_in
from .showing import Shown, shown

__all__ = [
    "RULES",
    "VERSION",
    "Candidates",
    "Finding",
    "InternalText",
    "Newer",
    "OutgoingFile",
    "Recipient",
    "Remedy",
    "ReplyContext",
    "Shown",
    "Stranger",
    "candidates_in",
    "check_reply",
    "mended",
    "secrets_in",
    "shown",
]
