DROP TABLE bulk_case;

DROP TABLE bulk;

DROP TABLE view_pin;

DROP TABLE saved_view;

DROP INDEX ix_case_open_age;

DROP INDEX ix_case_open_clock;

DROP INDEX ix_case_closed;

DROP INDEX ix_case_closed_family;

DROP INDEX ix_case_closed_owner;

DROP INDEX ix_case_closed_queue;
