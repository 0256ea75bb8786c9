"""What a tracker says happened to a work item, each in its own way. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec


class NotUnderstood(ValueError):
    """Why nothing can be made of a delivery."""


@dataclass(frozen=True)
class News:
    """`state` is open, fixed or declined; `at` the tracker's own time."""

    external_key: str
    state: str
    at: datetime


def understand(kind: str, body: bytes) -> News | None:
    """None for what is not about the state of a work item, such as a ping."""
    try:
        told = msgspec.json.decode(body)
        return _READERS[kind](told)
    except msgspec.DecodeError as problem:
        raise NotUnderstood("It is no JSON.") from problem
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise NotUnderstood(f"Something is missing or of another kind: {problem}.") from problem


def _github(told: dict[str, Any]) -> News | None:
    if "issue" not in told or "comment" in told:
        return None
    issue = told["issue"]
    state = (
        "open" if issue["state"] == "open" else "declined" if issue.get("state_reason") == "not_planned" else "fixed"
    )
    return News(
        f"{told['repository']['full_name']}#{issue['number']}", state, datetime.fromisoformat(issue["updated_at"])
    )


def _jira(told: dict[str, Any]) -> News | None:
    if "issue" not in told:
        return None
    fields = told["issue"]["fields"]
    done = fields["status"]["statusCategory"]["key"] == "done"
    resolution = ((fields.get("resolution") or {}).get("name") or "").lower()
    declined = resolution.startswith(("won't", "wont", "declined", "cannot", "duplicate", "not a bug"))
    state = "open" if not done else "declined" if declined else "fixed"
    return News(told["issue"]["key"], state, datetime.fromtimestamp(told["timestamp"] / 1000, UTC))


def _azure_devops(told: dict[str, Any]) -> News | None:
    if not str(told.get("eventType", "")).startswith("workitem."):
        return None
    resource = told["resource"]
    fields = resource.get("revision", resource)["fields"]
    done = fields["System.State"] in ("Closed", "Done", "Resolved", "Completed")
    declined = str(fields.get("System.Reason", "")).lower() in (
        "as designed",
        "cannot reproduce",
        "deferred",
        "rejected",
        "won't fix",
    )
    key = str(resource.get("workItemId", resource.get("id")))
    return News(
        key, "open" if not done else "declined" if declined else "fixed", datetime.fromisoformat(told["createdDate"])
    )


_READERS: dict[str, Callable[[dict[str, Any]], News | None]] = {
    "github": _github,
    "jira": _jira,
    "azure_devops": _azure_devops,
}
