"""What is shipped: the wheel, the image, the compose file, and what the docs say about them."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from litestar.openapi.spec import OpenAPI

from escalations import __version__
from escalations.platform.misnamed import known_settings
from escalations.platform.protection import APP_ROLE, OWNER_ROLE
from escalations.platform.settings import Settings
from tests.support import app

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("templates", "static", "search", "routing_rules", "migrations")
REQUIRED = re.compile(r"\$\{[A-Z_]+(:\?[^}]*|:-[^}]*)?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_the_wheel_holds_every_folder_beside_the_code() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {name: f"escalations/_data/{name}" for name in FOLDERS}


def test_the_image_gets_what_it_is_made_of() -> None:
    wanted = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {
        *FOLDERS,
        "src",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
        "package-lock.json",
    } <= wanted
    assert [name for name in wanted if not (ROOT / name).exists()] == []


def test_every_file_that_the_image_copies_reaches_its_build() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    named = {name for line in copied for name in line.split()} - {"."}
    assert "requirements.txt" in named and named <= let_in


def test_the_image_is_built_from_locks_and_runs_as_nobody() -> None:
    text = (ROOT / "Dockerfile").read_text()
    stages = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert all(re.fullmatch(r"(node|python):\d[\w.-]+", stage) for stage in stages), stages
    installs = [line for line in text.splitlines() if re.search(r"pip .*install", line)]
    assert all("--require-hashes" in line or "--no-deps /dist" in line for line in installs), installs
    assert "npm ci" in text and "npm install" not in text
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER ([1-9]\d*):", last, re.MULTILINE) and "HEALTHCHECK" in last
    assert "ESCALATIONS_ENV=production" in last


def test_the_image_s_build_tools_are_locked() -> None:
    wanted = re.search(r"/\^\((\S+)\)==/", (ROOT / "Dockerfile").read_text())
    assert wanted is not None
    locked = (ROOT / "requirements-dev.txt").read_text()
    assert [name for name in wanted[1].split("|") if not re.search(rf"^{name}==", locked, re.MULTILINE)] == []


def test_every_service_is_pinned_and_watched(compose: dict[str, Any]) -> None:
    assert {"postgres", "meilisearch", "migrate", "web", "worker", "mailpit"} == set(compose["services"])
    for name, service in compose["services"].items():
        assert re.fullmatch(r"[\w./-]+:v?\d[\w.-]*", service["image"]), name
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped"), name
        watched = service["healthcheck"]
        assert watched == {"disable": True} if name == "migrate" else watched["test"][0] == "CMD", name


def test_the_image_is_of_this_version(compose: dict[str, Any]) -> None:
    """One that is called like the last version is not built anew by an update, and could not be gone back to."""
    ours = {service["image"] for service in compose["services"].values() if service["image"].startswith("escalations:")}
    assert ours == {f"escalations:{__version__}"}


def test_no_log_grows_without_end(compose: dict[str, Any]) -> None:
    assert all(service["logging"]["options"]["max-size"] for service in compose["services"].values())


def test_every_setting_that_serves_comes_out_of_the_environment(compose: dict[str, Any]) -> None:
    """What stands in `.env` and is not named in the file would be as if it were not set."""
    for name in ("web", "worker"):
        told = set(compose["services"][name]["environment"])
        assert known_settings() - told <= NOT_IN_COMPOSE, name
    assert "ESCALATIONS_WORKER_PORT" in compose["services"]["worker"]["environment"]


NOT_IN_COMPOSE = {
    "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "DATABASE_COPY_URL", "DATABASE_DIRECT_URL", "ESCALATIONS_HOME", "ESCALATIONS_HOST", "ESCALATIONS_PORT", "ESCALATIONS_ROUTING_MODEL",
    "ESCALATIONS_WORKER_PORT",
}  # fmt: skip
"""Of other commands, of other shapes of an installation, or settled by the image."""


def test_nothing_runs_with_more_than_it_needs(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] and "no-new-privileges:true" in service["security_opt"], name
        assert not {"privileged", "network_mode", "pid", "cap_add"} & set(service), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
        if service["image"].startswith("escalations:"):
            assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"]) and service["cap_drop"] == ["ALL"], name
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("postgres", "meilisearch", "migrate"):
        assert compose["services"][name]["networks"] == ["inside"]


def test_no_secret_stands_in_the_file(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for variable, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|KEY$", variable):
                assert REQUIRED.fullmatch(value), variable
            if variable.startswith("DATABASE"):
                assert re.search(r"://\w+:\$\{[A-Z_]+:\?", value), variable


def test_each_process_has_the_role_it_needs_and_no_other(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in ("web", "worker"):
        told = services[name]["environment"]
        assert f"//{APP_ROLE}:" in told["DATABASE_URL"] and told["ESCALATIONS_ENV"] == "production"
        assert not [value for value in told.values() if OWNER_ROLE in value]
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert f"//{OWNER_ROLE}:" in services["migrate"]["environment"]["DATABASE_OWNER_URL"]
    mounted = [volume.split(":")[0] for volume in services["postgres"]["volumes"] if volume.startswith("./")]
    assert mounted == ["./migrations/sql/roles.sql"] and (ROOT / mounted[0]).is_file()


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "production.md").read_text()
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias.choices[0] if alias is not None else f"ESCALATIONS_{name.upper()}"  # type: ignore[union-attr]
        assert f"`{variable}`" in text, variable


def test_the_api_is_as_its_page_says() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    schema: OpenAPI = app().openapi_schema
    offered = {(verb.upper(), re.sub(r"\{\w+\}", "{}", path)) for path, item in (schema.paths or {}).items() for verb in ("get", "post") if getattr(item, verb)}  # fmt: skip
    offered.add(("GET", "/api/openapi/openapi.json"))
    told = re.findall(r"`(GET|POST) (/api/\S+?)(?:\?\S*)?`", text)
    assert len(told) > 30
    assert [one for one in told if (one[0], re.sub(r"\{\w+\}", "{}", one[1])) not in offered] == []
    called = re.findall(r"\$ESCALATIONS(/api/[^\s\"'?]+)", text)
    paths = [re.compile(re.sub(r"\{\}", "[^/]+", path)) for _, path in offered] + [
        re.compile("/api/openapi/openapi.json")
    ]
    assert called and [path for path in called if not any(one.fullmatch(path) for one in paths)] == []


def test_the_page_of_the_api_leaves_nothing_out() -> None:
    """`…/flags` on a line is the end of an address that begins as the line does."""
    lines = [
        line.split("|")[1] for line in (ROOT / "docs" / "api.md").read_text().splitlines() if line.startswith("| `")
    ]
    told = [re.sub(r"\{\w+\}", "{}", one) for line in lines for one in re.findall(r"(?:/api|…)/[^\s`?]+", line)]
    missing = []
    for path in app().openapi_schema.paths or {}:
        bare = re.sub(r"\{\w+\}", "{}", path)
        if bare.startswith("/api/") and not any(
            bare == one or (one[0] == "…" and bare.endswith(one[1:])) for one in told
        ):
            missing.append(path)
    assert missing == []
