"""What administrators type about trackers."""

from typing import Literal

from pydantic import BaseModel, Field


class AddTracker(BaseModel):
    name: str = Field(min_length=2, max_length=80)
    kind: Literal["github", "azure_devops", "jira"]
    boundary: str = Field(max_length=30)
    product_group: str = Field(max_length=60)
    base_url: str = Field(min_length=8, max_length=300)
    project: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_.~%-]+(/[A-Za-z0-9_.~% -]+)?$")
    login: str = Field("", max_length=200)
    token: str = Field(min_length=8, max_length=1000)
