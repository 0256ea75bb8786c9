"""Whether a delivery comes from whom it says: by a signature over its bytes, or by a secret. Pure, and in constant time."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence

from ...platform.security import fingerprint
from .models import FeedKey

SIGNATURE_HEADER = "X-PagerDuty-Signature"
_VERSION = "v1="


def is_signed_by(keys: Iterable[FeedKey], header: str, body: bytes) -> bool:
    """PagerDuty sends one signature for each key it has; any of them with any of ours will do while keys are rotated."""
    sent = [part.strip()[len(_VERSION) :] for part in header.split(",") if part.strip().startswith(_VERSION)]
    ours = [hmac.new(key.signing_key.encode(), body, hashlib.sha256).hexdigest() for key in keys if key.signing_key]
    return any(_same(mine, theirs) for mine in ours for theirs in sent)


def is_known_secret(keys: Iterable[FeedKey], secrets: Sequence[str]) -> bool:
    given = [fingerprint(secret) for secret in secrets if secret]
    return any(_same(key.fingerprint, one) for key in keys if key.fingerprint for one in given)


def _same(mine: str, theirs: str) -> bool:
    return hmac.compare_digest(mine.encode(), theirs.encode())


def secrets_in(authorization: str, in_address: str) -> list[str]:
    """`Authorization: Bearer …` where the sender can set a header; the last part of the address where it cannot."""
    kind, _, token = authorization.partition(" ")
    return [token.strip() if kind.lower() == "bearer" else "", in_address]
