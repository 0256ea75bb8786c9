"""What is asked of changed and proposed rules."""

from datetime import date

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator


class BacktestAsked(BaseModel):
    """`place` is the rule file that `rules` would replace; empty, they go before the last rule."""

    since: date | None = None
    until: date | None = None
    place: str = Field("", max_length=200)
    rules: str = Field("", max_length=300_000)

    @field_validator("until")
    @classmethod
    def until_is_not_before_since(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if since and until and until < since:
            raise ValueError("This is before the first day.")
        return until


class BacktestForm(BacktestAsked):
    """`before` pages back through the cases that would move."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    rules_file: UploadFile | None = None
    before: int | None = None


class DraftForm(BaseModel):
    draft: str = Field(min_length=10, max_length=50_000)
    version: int

    @field_validator("draft")
    @classmethod
    def lines_end_as_in_files(cls, draft: str) -> str:
        return draft.replace("\r\n", "\n")


class ProposalForm(DraftForm):
    """`since` is from when on past cases are tried."""

    since: date | None = None
    before: int | None = None


class AdoptionForm(BaseModel):
    version: int
    note: str = Field("", max_length=1000)


class DismissalForm(BaseModel):
    version: int
    reason: str = Field(min_length=3, max_length=1000)
