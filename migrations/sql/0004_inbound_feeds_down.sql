-- Without feeds. What they declared stays as incidents of ours.
DROP TABLE vendor_update;

DROP TABLE vendor_incident;

DROP TABLE inbound_reading;

DROP TABLE inbound_delivery;

DROP TABLE inbound_standing;

DROP TABLE inbound_key;

DROP TABLE inbound_feed;
