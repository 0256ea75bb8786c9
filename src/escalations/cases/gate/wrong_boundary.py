"""Another cloud's portal, addresses, regions or name in an answer to a customer of this one. Pure, over the catalogue."""

from collections.abc import Iterator
from functools import lru_cache

from ...catalog.loading import catalogue
from .context import ReplyContext
from .finding import REMOVE, Finding
from .hosts import hosts_in, labels_above
from .words import run_keys, runs_with, words_of

OF_PUBLIC = (
    "portal.azure.com", "management.azure.com", "login.microsoftonline.com", "core.windows.net", "database.windows.net", "azurewebsites.net",
    "vault.azure.net", "azurecr.io", "servicebus.windows.net", "azure-api.net", "azurefd.net", "cloudapp.azure.com",
)  # fmt: skip


def find_wrong_boundary(text: str, context: ReplyContext) -> Iterator[Finding]:
    hosts, names = foreign_to(context.boundary)
    home = catalogue().boundary(context.boundary).name
    for start, end, host in hosts_in(text):
        cloud = next((hosts[part] for part in labels_above(host) if part in hosts), None)
        if cloud:
            says = f"This address belongs to {cloud}; the case is in {home}."
            yield Finding("wrong boundary", True, text[start:end], says, "Give the address of the customer's cloud.", start=start, end=end, remedies=(REMOVE,))  # fmt: skip
    taken = -1
    for run in runs_with(text, names):
        if run.start >= taken and not _was_said(run.key, context):
            cloud, words = names[run.key]
            if run.count > words or (words == 1 and run.key.islower() and not _is_name(text[run.start : run.end])):
                continue
            taken = run.end
            says = f"This is of {cloud}; the case is in {home}."
            yield Finding("wrong boundary", False, text[run.start : run.end], says, "Take it out, or say why it concerns them.", start=run.start, end=run.end, remedies=(REMOVE,))  # fmt: skip


def _is_name(quote: str) -> bool:
    """One word is a region's key or a cloud's name, not an ordinary word in small letters."""
    return len(quote) >= 9 or quote != quote.lower()


@lru_cache(maxsize=16)
def _keys(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for text in texts for key in run_keys(text))


def _was_said(key: str, context: ReplyContext) -> bool:
    return key in _keys(context.said)


def foreign_to(boundary: str) -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    """Hosts and names of all other boundaries, each with the name of its own; of a name also how many words it has."""
    return _foreign(boundary, id(catalogue()))


@lru_cache(maxsize=32)
def _foreign(boundary: str, _catalogue: int) -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    known = catalogue()
    hosts: dict[str, str] = {}
    names: dict[str, tuple[str, int]] = {}
    for other in known.boundaries.values():
        if other.key != boundary:
            hosts |= {
                hint.lower(): other.name
                for hint in (*other.hints, *(OF_PUBLIC if other.key == "public" else ()))
                if "." in hint
            }
            names |= {_key(hint): (other.name, len(words_of(hint))) for hint in other.hints if "." not in hint}
    at_home = {
        _key(name) for region in known.regions.values() if region.boundary == boundary for name in region.spoken_names
    }
    for region in known.regions.values():
        if region.boundary != boundary:
            cloud = known.boundary(region.boundary).name
            names[_key(region.key)] = (cloud, 1)
            names[_key(region.name)] = (cloud, len(words_of(region.name)))
    return hosts, {key: told for key, told in names.items() if key not in at_home}


def _key(name: str) -> str:
    return "".join(word.key for word in words_of(name))
