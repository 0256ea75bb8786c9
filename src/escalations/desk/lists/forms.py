"""What is typed to keep a list."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, model_validator

from .actions.saving import NewView
from .columns import columns_chosen
from .shape import LONGEST, Shape


def _one_line(text: object) -> object:
    return " ".join(text.split()) if isinstance(text, str) else text


Line = Annotated[str, BeforeValidator(_one_line)]


class ViewForm(BaseModel):
    """`version` is that of the view which is changed, `columns` are in their order."""

    name: Line = Field(min_length=1, max_length=60)
    q: Line = Field("", max_length=LONGEST)
    columns: list[str] = []
    group: str = Field("", max_length=20)
    order: str = Field("urgent", max_length=20)
    team: str = Field("", max_length=60)
    version: int = 0

    @model_validator(mode="before")
    @classmethod
    def put_in_order(cls, sent: Any) -> Any:
        return {**sent, "columns": list(columns_chosen(sent))} if isinstance(sent, dict) else sent

    @property
    def shape(self) -> Shape:
        return Shape.of({"q": self.q, "group": self.group, "order": self.order}, self.columns)

    @property
    def view(self) -> NewView:
        return NewView(self.name, self.shape, self.team)
