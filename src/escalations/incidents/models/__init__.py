"""An incident, what was written on it while it lasted, and the cases that come of it."""

from .incident import Incident
from .links import CaseIncidentLink
from .updates import IncidentUpdate

__all__ = ["CaseIncidentLink", "Incident", "IncidentUpdate"]
