"""What was typed, what is wrong with it, and the value it means."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)


@dataclass
class Form(Generic[M]):
    """`errors` maps a field to a sentence; the empty name means the form as a whole. `theirs` is the saved side of a conflict."""

    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    parsed: M | None = None
    theirs: Any = None

    @property
    def value(self) -> M:
        if self.parsed is None:
            raise ValueError("This form has errors and therefore no value.")
        return self.parsed

    def refuse(self, field: str, sentence: str) -> "Form[M]":
        self.errors[field] = sentence
        return self


async def read_form(request: Request[Any, Any, Any], model: type[M]) -> Form[M]:
    """Parse the posted form. A field named in the model as a list keeps all its values, any other the last one."""
    sent = await request.form()
    typed: dict[str, Any] = {}
    for name in sent:
        values = sent.getall(name)
        typed[name] = values if _is_list(model, name) else values[-1]
    try:
        return Form(typed, parsed=model.model_validate(_filled(typed)))
    except ValidationError as problem:
        errors: dict[str, str] = {}
        for error in problem.errors():
            errors.setdefault(_field(error), sentence_of(error))
        return Form(typed, errors)


def _is_list(model: type[BaseModel], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and str(field.annotation).startswith("list")


def _filled(typed: dict[str, Any]) -> dict[str, Any]:
    """An empty input was not filled in; it takes the default of its field. No text holds a NUL, which PostgreSQL refuses."""
    clean = {name: without_nul(value) for name, value in typed.items()}
    return {name: value for name, value in clean.items() if not _is_empty(value)}


def without_nul(value: Any) -> Any:
    if isinstance(value, list):
        return [without_nul(one) for one in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def _is_empty(value: object) -> bool:
    if isinstance(value, UploadFile):
        return not value.filename
    return value == "" or value == [] or (isinstance(value, str) and not value.strip())


def _field(error: ErrorDetails) -> str:
    return str(error["loc"][0]) if error["loc"] else ""


_SENTENCES = {
    "missing": "Fill this in.",
    "int_parsing": "Write a whole number.",
    "datetime_from_date_parsing": "Write a date and time, such as 2026-11-21 14:30.",
    "datetime_parsing": "Write a date and time, such as 2026-11-21 14:30.",
    "date_parsing": "Write a date, such as 2026-11-21.",
    "date_from_datetime_parsing": "Write a date, such as 2026-11-21.",
    "literal_error": "Choose one of the options.",
    "bool_parsing": "Choose yes or no.",
}


def sentence_of(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context.get("error", error["msg"]))
    if error["type"] == "string_too_long":
        return f"At most {context['max_length']} characters, please."
    if error["type"] == "string_too_short":
        return f"At least {context['min_length']} characters, please."
    return _SENTENCES.get(error["type"], error["msg"] + ".")
