-- Spikes and what was decided of them are given up; the incidents that came of them stay.
DROP TABLE spike_alarm;

DROP INDEX ix_case_arrivals;
