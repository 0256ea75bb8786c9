"""The description of the API says of each body what its form takes: programs are made from it."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from escalations.app.describing import Problem
from tests.builders import a_case
from tests.cast import Cast
from tests.support import app, browser_of, program_of

Schema = dict[str, Any]


def forms(of: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for form in of.__subclasses__():
        if form.__module__.startswith("escalations."):
            yield form
        yield from forms(form)


def kinds(schema: Schema) -> set[str]:
    """What a value may be; a reference is to an object or to one of some words."""
    one_of = schema.get("anyOf", schema.get("oneOf"))
    if one_of is not None:
        return set().union(*(kinds(one) for one in one_of))
    kind = schema.get("type", "string" if {"enum", "const"} & schema.keys() else "object")
    return set(kind) if isinstance(kind, list) else {kind}


def described() -> Iterator[tuple[type[BaseModel], Schema]]:
    """Forms whose name another has as well are described under longer ones, and told apart by their fields."""
    parts = app().openapi_schema.to_schema()["components"]["schemas"]
    for form in forms():
        for name, part in parts.items():
            fields = part.get("properties", {}).keys()
            if (name == form.__name__ or name.endswith(f"_{form.__name__}")) and fields == form.model_fields.keys():
                yield form, part


def test_a_body_is_described_as_its_form_takes_it() -> None:
    wrong, seen = [], 0
    for form, part in described():
        taken = form.model_json_schema()
        if set(taken.get("required", ())) != set(part.get("required", ())):
            wrong.append(f"{form.__name__}: needs {taken.get('required')}, described are {part.get('required')}")
        for name, field in taken.get("properties", {}).items():
            seen += 1
            if kinds(field) != kinds(part["properties"][name]):
                wrong.append(f"{form.__name__}.{name}: {kinds(field)}, described as {kinds(part['properties'][name])}")
    assert seen > 500 and "\n".join(wrong) == ""


async def test_a_refusal_is_described_as_it_is_told(cast: Cast) -> None:
    case = await a_case(cast.ada)
    paths = app().openapi_schema.to_schema()["paths"]
    odd = {"text": "Looked at.", "external_key": "incident-update/1"}
    notes, entries = "/api/cases/{ref}/notes", "/api/cases/{ref}/entries"
    async with program_of(cast.ada) as ada, program_of(cast.otto) as otto, browser_of(None) as nobody:
        told = [
            (400, notes, await ada.post(f"/api/cases/{case.ref}/notes", json={"text": 7})),
            (401, entries, await nobody.get(f"/api/cases/{case.ref}/entries")),
            (403, notes, await otto.post(f"/api/cases/{case.ref}/notes", json={"text": "Looked at."})),
            (404, entries, await ada.get("/api/cases/C-999/entries")),
            (409, notes, await ada.post(f"/api/cases/{case.ref}/notes", json=odd)),
            (422, notes, await ada.post(f"/api/cases/{case.ref}/notes", content="[" * 9000, headers=JSON)),
        ]
    for status, path, answer in told:
        described_as = paths[path][answer.request.method.lower()]["responses"][str(status)]["content"]
        assert answer.status_code == status and list(described_as) == ["application/json"]
        assert described_as["application/json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert Problem.model_validate(answer.json()) and answer.json().keys() <= Problem.model_fields.keys()


JSON = {"Content-Type": "application/json"}
