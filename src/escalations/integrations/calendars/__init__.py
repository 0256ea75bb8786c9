"""Calendars elsewhere that are asked for people's absences."""
