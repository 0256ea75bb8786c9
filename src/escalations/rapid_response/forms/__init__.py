"""What people type about rapid response."""

from .engaging import (
    AddCase,
    ForCase,
    NoteGuest,
    PromiseMoved,
    PromiseNext,
    ReleaseCase,
    RequestRapidResponse,
    RoleForm,
    StandDown,
    StandDownCase,
    StepForm,
    StepRevision,
    StepTick,
    SummaryForm,
    Widening,
)
from .handing_over import WriteHandover
from .silence import NoteContact

__all__ = [
    "AddCase",
    "ForCase",
    "NoteContact",
    "NoteGuest",
    "PromiseMoved",
    "PromiseNext",
    "ReleaseCase",
    "RequestRapidResponse",
    "RoleForm",
    "StandDown",
    "StandDownCase",
    "StepForm",
    "StepRevision",
    "StepTick",
    "SummaryForm",
    "Widening",
    "WriteHandover",
]
