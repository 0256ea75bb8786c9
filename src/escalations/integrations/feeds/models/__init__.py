"""Feeds and their keys, deliveries as they came, and what vendors say of each incident."""

from .deliveries import Delivery, Reading
from .feeds import Feed, FeedKey, FeedStanding
from .told import VendorIncident, VendorUpdate

__all__ = ["Delivery", "Feed", "FeedKey", "FeedStanding", "Reading", "VendorIncident", "VendorUpdate"]
