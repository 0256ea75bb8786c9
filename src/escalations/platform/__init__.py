"""Settings, database, events, jobs, live pages, text and the web shell. Knows no business word."""
