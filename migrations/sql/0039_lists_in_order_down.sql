DROP INDEX ix_known_issue_unfinished;

DROP INDEX ix_case_closed_customer;

DROP INDEX ix_case_open_owed;

DROP INDEX ix_case_open_region;
