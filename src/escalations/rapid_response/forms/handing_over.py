"""What the giver of a pack says."""

from pydantic import BaseModel, Field, model_validator

from ..actions.handing_over import Said


class WriteHandover(BaseModel):
    """Line by line: the n-th case with the n-th action and hypothesis."""

    boundary: str = Field(max_length=40)
    receiver: str = Field(max_length=20)
    note: str = Field("", max_length=4000)
    case: list[int] = Field(default_factory=list, max_length=100)
    next_action: list[str] = Field(default_factory=list, max_length=100)
    hypothesis: list[str] = Field(default_factory=list, max_length=100)

    @model_validator(mode="after")
    def _in_step(self) -> "WriteHandover":
        if not len(self.case) == len(self.next_action) == len(self.hypothesis):
            raise ValueError("Each case has one next action and one hypothesis, which may be empty.")
        if any(len(text) > 2000 for text in (*self.next_action, *self.hypothesis)):
            raise ValueError("At most 2000 characters for each case, please.")
        return self

    @property
    def said(self) -> dict[int, Said]:
        told = zip(self.case, self.next_action, self.hypothesis, strict=True)
        return {case: Said(action, hypothesis) for case, action, hypothesis in told}
