"""The description of the API says what the API does: tokens, names, and how it refuses."""

import json
import re
from typing import Any

import pytest

from tests.builders import a_case
from tests.cast import Cast
from tests.support import app, browser_of, program_of

Schema = dict[str, Any]
JSON = {"Content-Type": "application/json"}
PAST = "2020-01-01T09:00:00Z"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return app().openapi_schema.to_schema()


def operations(schema: Schema) -> dict[str, Schema]:
    return {
        f"{verb.upper()} {path}": operation
        for path, verbs in schema["paths"].items()
        for verb, operation in verbs.items()
        if path.startswith("/api/")
    }


def test_a_client_made_of_it_sends_a_token_and_has_usable_names(schema: Schema) -> None:
    token = schema["components"]["securitySchemes"]["token"]
    assert (token["type"], token["scheme"]) == ("http", "bearer")
    found = operations(schema)
    assert len(found) > 200
    assert [name for name, operation in found.items() if operation.get("security") != [{"token": []}]] == []
    names = [operation["operationId"] for operation in found.values()]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name)] == []
    assert [name for name, operation in found.items() if not operation["summary"] or not operation["tags"]] == []


def test_what_a_name_does_not_tell_is_told(schema: Schema) -> None:
    told = operations(schema)["POST /api/cases/{ref}/replies/check"]["description"]
    assert told == "What sending it now would come to. Nothing is sent or kept."


def test_every_answer_has_a_shape(schema: Schema) -> None:
    shapeless = [
        name
        for name, operation in operations(schema).items()
        for status, answer in operation["responses"].items()
        if status < "300" and '"additionalProperties": {}' in json.dumps(answer)
    ]
    assert shapeless == []


async def test_refusals_are_as_it_says(cast: Cast, schema: Schema) -> None:
    case = await a_case(cast.ada)
    shape = schema["components"]["schemas"]["Problem"]
    found = operations(schema)
    async with browser_of(None) as stranger, program_of(cast.otto) as auditor, program_of(cast.ada) as engineer:
        refused = {
            "GET /api/cases/{ref}": [
                await stranger.get(f"/api/cases/{case.ref}"),
                await engineer.get("/api/cases/C-99"),
            ],
            "POST /api/cases/{ref}/notes": [
                await auditor.post(f"/api/cases/{case.ref}/notes", json={"text": "Seen."}),
                await engineer.post(f"/api/cases/{case.ref}/notes", json={"words": 1}),
                await engineer.post(f"/api/cases/{case.ref}/notes", content="[" * 9000, headers=JSON),
            ],
            "POST /api/cases/{ref}/snooze": [
                await engineer.post(f"/api/cases/{case.ref}/snooze", json={"until": PAST, "reason": "Too late."})
            ],
        }
    answers = [(name, answer) for name, several in refused.items() for answer in several]
    assert [answer.status_code for _, answer in answers] == [401, 404, 403, 400, 422, 409]
    for name, answer in answers:
        said = found[name]["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
        assert said == {"$ref": "#/components/schemas/Problem"}
        assert set(shape["required"]) <= set(answer.json()) <= set(shape["properties"]), answer.text


def test_pages_stand_in_no_description(schema: Schema) -> None:
    assert [path for path in schema["paths"] if not path.startswith(("/api/", "/inbound/"))] == []
