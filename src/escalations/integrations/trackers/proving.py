"""Whether a webhook comes from whom it says: a signature over its bytes, or a password. Pure, and in constant time."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

from ...platform.security import fingerprint
from .models import TrackerKey

SIGNATURES = {"github": "X-Hub-Signature-256", "jira": "X-Hub-Signature"}
"""Azure DevOps signs nothing; it brings a password (basic authentication)."""
SENT_KEYS = {"github": "X-GitHub-Delivery", "jira": "X-Atlassian-Webhook-Identifier"}


def is_proved(kind: str, keys: Iterable[TrackerKey], headers: Mapping[str, str], body: bytes) -> bool:
    if kind in SIGNATURES:
        sent = headers.get(SIGNATURES[kind], "")
        ours = [
            "sha256=" + hmac.new(key.signing_key.encode(), body, hashlib.sha256).hexdigest()
            for key in keys
            if key.signing_key
        ]
        return any(hmac.compare_digest(mine.encode(), sent.encode()) for mine in ours)
    given = fingerprint(_password(headers.get("Authorization", "")))
    return any(hmac.compare_digest(key.fingerprint, given) for key in keys if key.fingerprint)


def sent_key(kind: str, headers: Mapping[str, str], body: bytes) -> str:
    """The sender's own name for this delivery; where it gives none, the bytes themselves."""
    named = headers.get(SENT_KEYS.get(kind, ""), "")
    return named[:200] or hashlib.sha256(body).hexdigest()


def _password(authorization: str) -> str:
    kind, _, token = authorization.partition(" ")
    try:
        return base64.b64decode(token, validate=True).decode().partition(":")[2] if kind.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        return ""
