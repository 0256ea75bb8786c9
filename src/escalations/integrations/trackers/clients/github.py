"""GitHub issues, by its REST API. The marker is a label, which is found at once, not after an index has caught up."""

from typing import Any
from urllib.parse import quote

from ..calling import call
from ..models import Tracker
from .seam import Words, WorkItem

REASONS = {"fixed": "completed", "declined": "not_planned"}


class GitHub:
    async def find(self, tracker: Tracker, marker: str) -> WorkItem | None:
        found = await _call(tracker, "GET", f"issues?state=all&labels={quote(marker)}")
        return _item(tracker, found[0]) if found else None

    async def create(self, tracker: Tracker, words: Words) -> WorkItem:
        told = {"title": words.title, "body": words.body, "labels": [words.marker]}
        return _item(tracker, await _call(tracker, "POST", "issues", told))

    async def update(self, tracker: Tracker, external_key: str, words: Words) -> None:
        told = {"title": words.title, "body": words.body, "state": "open" if words.state == "open" else "closed"}
        told |= {"state_reason": REASONS[words.state]} if words.state in REASONS else {}
        await _call(tracker, "PATCH", f"issues/{external_key.rpartition('#')[2]}", told)


async def _call(tracker: Tracker, method: str, path: str, json: Any = None) -> Any:
    headers = {
        "Authorization": f"Bearer {tracker.token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return await call(
        method, f"{tracker.base_url.rstrip('/')}/repos/{tracker.project}/{path}", headers=headers, json=json
    )


def _item(tracker: Tracker, told: dict[str, Any]) -> WorkItem:
    return WorkItem(f"{tracker.project}#{told['number']}", str(told.get("html_url", "")))
