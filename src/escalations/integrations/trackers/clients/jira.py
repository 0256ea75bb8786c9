"""Jira, by its REST API. The marker is a label; a state is reached by whichever transition leads to its category."""

from typing import Any
from urllib.parse import quote

from ..calling import TrackerFailed, call
from ..models import Tracker
from .seam import Words, WorkItem


class Jira:
    async def find(self, tracker: Tracker, marker: str) -> WorkItem | None:
        asked = quote(f'project = "{tracker.project}" AND labels = "{marker}"')
        found = (await _call(tracker, "GET", f"3/search/jql?fields=summary&jql={asked}")).get("issues", [])
        return _item(tracker, found[0]) if found else None

    async def create(self, tracker: Tracker, words: Words) -> WorkItem:
        fields = {
            "project": {"key": tracker.project}, "issuetype": {"name": "Bug"}, "summary": words.title, "description": words.body,
            "labels": [words.marker],
        }  # fmt: skip
        return _item(tracker, await _call(tracker, "POST", "2/issue", {"fields": fields}))

    async def update(self, tracker: Tracker, external_key: str, words: Words) -> None:
        fields = {"summary": words.title, "description": words.body}
        await _call(tracker, "PUT", f"2/issue/{external_key}", {"fields": fields})
        stands = await _call(tracker, "GET", f"2/issue/{external_key}?fields=status")
        done = stands["fields"]["status"]["statusCategory"]["key"] == "done"
        if done != (words.state != "open"):
            await self._move(tracker, external_key, done=not done)

    async def _move(self, tracker: Tracker, external_key: str, *, done: bool) -> None:
        offered = (await _call(tracker, "GET", f"2/issue/{external_key}/transitions"))["transitions"]
        fitting = [one for one in offered if (one["to"]["statusCategory"]["key"] == "done") == done]
        if not fitting:
            raise TrackerFailed(f"{external_key} has no transition to {'a done' if done else 'an open'} status.")
        await _call(tracker, "POST", f"2/issue/{external_key}/transitions", {"transition": {"id": fitting[0]["id"]}})


async def _call(tracker: Tracker, method: str, path: str, json: Any = None) -> Any:
    url = f"{tracker.base_url.rstrip('/')}/rest/api/{path}"
    return await call(method, url, headers={}, json=json, auth=(tracker.login, tracker.token))


def _item(tracker: Tracker, told: dict[str, Any]) -> WorkItem:
    return WorkItem(told["key"], f"{tracker.base_url.rstrip('/')}/browse/{told['key']}")
