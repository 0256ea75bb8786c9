"""Bytes that were kept long enough."""

from datetime import datetime

from sqlalchemy import text

from ....platform.db import Session

AT_ONCE = 500

LET_GO = """UPDATE inbound_delivery SET body = '', forgotten_at = :at WHERE id IN (
  SELECT d.id FROM inbound_delivery d JOIN inbound_reading r ON r.delivery_id = d.id
  WHERE d.forgotten_at IS NULL AND d.received_at < :before AND r.outcome <> 'shelved'
    AND NOT EXISTS (SELECT FROM vendor_incident v WHERE v.feed_id = d.feed_id AND v.shelf <> '' AND v.delivery_id = d.id)
  ORDER BY d.received_at LIMIT :most)"""


async def let_bytes_go(db: Session, at: datetime, before: datetime) -> int:
    """How many; of those that were read, the oldest first."""
    gone = await db.execute(text(LET_GO), {"at": at, "before": before, "most": AT_ONCE})
    return int(getattr(gone, "rowcount", 0))
