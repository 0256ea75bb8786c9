"""What people type about rapid response."""

from pydantic import BaseModel, Field


class RequestRapidResponse(BaseModel):
    reason: str = Field(min_length=10, max_length=2000)


class StandDown(BaseModel):
    note: str = Field(min_length=5, max_length=2000)
