"""Every SELECT about feeds: `feeds` themselves, their `deliveries`, the `shelf`, and `told`, what vendors say of an incident."""

from .deliveries import DeliveryLine, deliveries_of, delivery_for, delivery_with_id, has_body, reading_of
from .feeds import (
    FeedLine,
    feed_for,
    feed_lines,
    feed_named,
    feed_with_id,
    feed_with_key,
    feeds_to_poll,
    keys_of,
    standing_of,
)
from .shelf import ShelvedDelivery, ShelvedIncident, shelved_deliveries, shelved_ids, shelved_incidents
from .told import (
    Source,
    is_active_elsewhere,
    is_told_already,
    sources_of,
    texts_of,
    unplaced_by,
    vendor_incident_locked,
    vendor_incidents_of,
)

__all__ = [
    "DeliveryLine",
    "FeedLine",
    "ShelvedDelivery",
    "ShelvedIncident",
    "Source",
    "deliveries_of",
    "delivery_for",
    "delivery_with_id",
    "feed_for",
    "feed_lines",
    "feed_named",
    "feed_with_id",
    "feed_with_key",
    "feeds_to_poll",
    "has_body",
    "is_active_elsewhere",
    "is_told_already",
    "keys_of",
    "reading_of",
    "shelved_deliveries",
    "shelved_ids",
    "shelved_incidents",
    "sources_of",
    "standing_of",
    "texts_of",
    "unplaced_by",
    "vendor_incident_locked",
    "vendor_incidents_of",
]
