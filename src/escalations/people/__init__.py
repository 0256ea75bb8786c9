"""People: who they are, what they can and may do, when they are there. Stands on platform. Heard by cases (clearances, presence)."""
