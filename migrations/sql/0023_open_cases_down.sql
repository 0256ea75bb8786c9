DROP INDEX ix_case_in_hand;

DROP INDEX ix_case_open_snoozed;

DROP INDEX ix_case_open_product;
