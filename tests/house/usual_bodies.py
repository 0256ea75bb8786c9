"""For every operation of the API that changes something a body that fits its description, about the things that are there."""

from typing import Any

from litestar.handlers import HTTPRouteHandler

from tests.house.test_guarded_routes import handlers
from tests.support import app

Schema = dict[str, Any]
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
LATER = "2027-03-01T10:00:00Z"
OF_PATH: dict[str, dict[str, Any]] = {
    "/api/feeds": {"kind": "azure"}, "/api/bulk": {"cases": ["C-1.1"]}, "/api/bulk/previews": {"cases": ["C-1.1"]},
}  # fmt: skip
TOLD: dict[str, Any] = {
    "customer": "CU-1", "contact_id": 1, "boundary": "public", "severity": "B", "claimed": "B", "family": "storage", "product": "azure_files",
    "product_group": "storage_platform", "to": "public", "queue": "storage", "region": "westeurope", "time_zone": "UTC", "other": "C-2", "case": "C-1",
    "incident": "I-1", "article": "KI-1", "escalation": "E-1", "issue": "EI-1", "other_escalation": "E-1", "owner": "P-1", "person": "P-1",
    "ground": "workaround", "into": "I-2", "codes": "0aab1c2d-0f3e-4a5b-8c6d-7e8f9a0b1c2d", "ends_at": LATER, "until": LATER, "ends": LATER,
    "email": "somebody@customer.example",
}  # fmt: skip


def changing() -> list[tuple[str, str]]:
    """Method and path of each."""
    return sorted(
        (method, path)
        for path, handler in handlers()
        if isinstance(handler, HTTPRouteHandler) and path.startswith("/api/")
        for method in handler.http_methods & CHANGING
    )


class Bodies:
    def __init__(self, **told: Any) -> None:
        """`told` says what fields of these names hold, whatever operation they belong to."""
        whole = app().openapi_schema.to_schema()
        self._parts, self._paths, self._told = whole["components"]["schemas"], whole["paths"], TOLD | told

    def of(self, method: str, path: str) -> Any:
        described = self._paths.get(_as_described(path), {}).get(method.lower(), {})
        content = described.get("requestBody", {}).get("content", {})
        body = self._value(content["application/json"]["schema"], "") if "application/json" in content else None
        return body | OF_PATH[path] if path in OF_PATH else body

    def _value(self, schema: Schema, name: str) -> Any:
        if "$ref" in schema:
            return self._value(self._parts[schema["$ref"].rpartition("/")[2]], name)
        if "oneOf" in schema:
            return self._value(next(one for one in schema["oneOf"] if one.get("type") != "null"), name)
        kind = schema.get("type", "string")
        kind = next(one for one in kind if one != "null") if isinstance(kind, list) else kind
        if (
            name in self._told
            and kind in ("string", "integer")
            and self._told[name] in schema.get("enum", [self._told[name]])
        ):
            return self._told[name]
        return self._of_kind(kind, schema, name)

    def _of_kind(self, kind: str, schema: Schema, name: str) -> Any:
        if options := [one for one in schema.get("enum", []) if one]:
            return options[0]
        match kind:
            case "object":
                fields = schema.get("properties", {})
                return {field: self._value(fields[field], field) for field in schema.get("required", [])}
            case "array":
                return [self._value(schema.get("items", {}), name.removesuffix("s"))] * max(
                    schema.get("minItems", 0), 1
                )
            case "boolean":
                return True
            case "integer" | "number":
                return max(schema.get("minimum", 1), 1)
        return LATER if schema.get("format") == "date-time" else _text(schema)


def _text(schema: Schema) -> str:
    if schema.get("format") == "date":
        return LATER[:10]
    return "As they told us on the telephone this morning."[: schema.get("maxLength", 500)]


def _as_described(path: str) -> str:
    return "/".join(
        part.partition(":")[0] + "}" if part.startswith("{") and ":" in part else part for part in path.split("/")
    )
