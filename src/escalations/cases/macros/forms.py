"""What people type of macros, and how they use them."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from ..forms import Drafted, Text
from .actions import MacroText


def _lower_blanks(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


class MacroFields(BaseModel):
    name: Annotated[str, BeforeValidator(_lower_blanks)] = Field(min_length=3, max_length=80)
    kind: Literal["reply", "note"] = "reply"
    body: Text = Field(min_length=2, max_length=20_000)
    wait_on: Literal["customer", "third_party"] | None = None
    wait_hours: int | None = Field(None, ge=1, le=720)
    wait_question: str = Field("", max_length=500)
    claims: Literal["A", "B", "C"] | None = None
    claim_reason: str = Field("", max_length=300)

    @model_validator(mode="after")
    def is_whole(self) -> "MacroFields":
        if self.wait_on and not (self.wait_hours and self.wait_question.strip()):
            raise ValueError("A wait needs its hours and a question that somebody can answer.")
        if self.claims and not self.claim_reason.strip():
            raise ValueError("Say why the severity is what the macro sets.")
        return self

    @property
    def text(self) -> MacroText:
        """Without what belongs to a wait or a severity that is not set."""
        return MacroText(
            name=self.name, kind=self.kind, body=self.body.strip(), wait_on=self.wait_on, wait_hours=self.wait_hours if self.wait_on else None,
            wait_question=self.wait_question.strip() if self.wait_on else "", claims=self.claims,
            claim_reason=self.claim_reason.strip() if self.claims else "",
        )  # fmt: skip


class NewMacro(MacroFields):
    private: bool = False


class MacroRevision(MacroFields):
    version: int


class Use(Drafted):
    """`version` is of the draft that stands in the composer, `macro_version` of the macro as it was previewed."""

    version: int = 0
    macro_version: int = 0
