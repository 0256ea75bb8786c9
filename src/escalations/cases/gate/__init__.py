"""The reply gate: no text reaches a customer unchecked. Pure; errors block, warnings need a reason from the writer."""

from .checking import VERSION, check_reply
from .context import InternalText, Newer, OutgoingFile, Recipient, ReplyContext, Stranger
from .everyday import EVERYDAY
from .finding import RULES, Finding, Remedy
from .mending import mended
from .others import Candidates, candidates_in
from .secrets import secrets_in
from .showing import Shown, shown
from .words import name_key, runs_with, words_of

__all__ = [
    "EVERYDAY",
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
    "name_key",
    "runs_with",
    "secrets_in",
    "shown",
    "words_of",
]
