"""A whole day of a support organisation, played through the verbs: three shifts, one incident, 400 cases, 60 escalations, two outages of staff."""
