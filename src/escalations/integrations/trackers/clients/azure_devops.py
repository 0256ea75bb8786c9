"""Azure DevOps work items, by its REST API. The marker is a tag."""

from typing import Any

from ..calling import call
from ..models import Tracker
from .seam import Words, WorkItem

VERSION = "api-version=7.1"
STATES = {"open": "Active", "fixed": "Closed", "declined": "Closed"}
"""Of the Agile process; a project with other states answers 400, and the tracker's page says so."""


class AzureDevOps:
    async def find(self, tracker: Tracker, marker: str) -> WorkItem | None:
        asked = {
            "query": f"SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS '{marker}'"
        }
        found = (await _call(tracker, "POST", f"wiql?{VERSION}", asked)).get("workItems", [])
        return _item(tracker, found[0]) if found else None

    async def create(self, tracker: Tracker, words: Words) -> WorkItem:
        fields = {"System.Title": words.title, "System.Description": words.body, "System.Tags": words.marker}
        return _item(tracker, await _call(tracker, "POST", f"workitems/$Bug?{VERSION}", _patch(fields), patch=True))

    async def update(self, tracker: Tracker, external_key: str, words: Words) -> None:
        fields = {"System.Title": words.title, "System.Description": words.body, "System.State": STATES[words.state]}
        await _call(tracker, "PATCH", f"workitems/{external_key}?{VERSION}", _patch(fields), patch=True)


def _patch(fields: dict[str, str]) -> list[dict[str, str]]:
    return [{"op": "add", "path": f"/fields/{name}", "value": value} for name, value in fields.items()]


async def _call(tracker: Tracker, method: str, path: str, json: Any, *, patch: bool = False) -> Any:
    url = f"{tracker.base_url.rstrip('/')}/{tracker.project}/_apis/wit/{path}"
    headers = {"Content-Type": "application/json-patch+json" if patch else "application/json"}
    return await call(method, url, headers=headers, json=json, auth=(tracker.login, tracker.token))


def _item(tracker: Tracker, told: dict[str, Any]) -> WorkItem:
    key = str(told["id"])
    return WorkItem(key, f"{tracker.base_url.rstrip('/')}/{tracker.project}/_workitems/edit/{key}")
