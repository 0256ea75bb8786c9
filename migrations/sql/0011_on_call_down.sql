-- Back: what was planned and who was away are given up.
DROP TABLE on_call_swap;

DROP TABLE on_call_shift;

DROP TABLE on_call_override;

DROP TABLE on_call_member;

DROP TABLE calendar_source;

DROP TABLE calendar_key;

DROP TABLE absence;

DROP TABLE on_call_rotation;

DROP TABLE coverage_gap;

DROP FUNCTION keep_past_shifts();
