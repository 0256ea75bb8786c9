"""What somebody types into a search: free words, and filters as words such as `family:storage sev:a is:open customer:contoso`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..cases.models import SEVERITIES
from ..catalog.loading import catalogue
from ..catalog.models import Entry
from .refs import KINDS

STATES = ("open", "closed", "unowned", "mine", "breached", "snoozed", "covered")
SEARCHED = ("case", "incident", "known_issue", "escalation", "customer")
_NAMES = {
    "kind": "kind", "family": "family", "product": "product", "queue": "queue", "boundary": "boundary", "cloud": "boundary",
    "sev": "severity", "severity": "severity", "is": "state", "customer": "customer", "owner": "owner",
}  # fmt: skip
_FILTER = re.compile(rf'(?<!\S)({"|".join(_NAMES)}):("[^"]*"?|\S*)', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Filters that say the same thing twice mean either. `complaints` are sentences about filters that name nothing."""

    text: str
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()

    @property
    def is_of_cases(self) -> bool:
        """Whether it asks for what only cases have."""
        return bool(self.severities or self.states or self.products or self.queues or self.customers or self.owners)

    @property
    def is_narrowed(self) -> bool:
        return self.is_of_cases or bool(self.families or self.boundaries)

    @property
    def sought(self) -> tuple[str, ...]:
        """Kinds to look among. Nothing else than cases has what only cases have."""
        kinds = self.kinds or SEARCHED
        return tuple(kind for kind in kinds if kind == "case") if self.is_of_cases else kinds


def asking(typed: str) -> Asking:
    found: dict[str, list[str]] = {}
    complaints: list[str] = []
    for name, value in _FILTER.findall(typed):
        which, wanted = _NAMES[name.lower()], value.strip('"').strip()
        if not wanted:
            continue
        meant = _meant(which, wanted)
        if not meant:
            complaints.append(f"{name.lower()}:{wanted} names nothing. {_known(which)}")
        found.setdefault(which, []).extend(meant)
    return Asking(
        text=" ".join(_FILTER.sub(" ", typed).split()), kinds=_of(found, "kind"), families=_of(found, "family"),
        products=_of(found, "product"), queues=_of(found, "queue"), boundaries=_of(found, "boundary"), severities=_of(found, "severity"),
        states=_of(found, "state"), customers=_of(found, "customer"), owners=_of(found, "owner"), complaints=tuple(complaints),
    )  # fmt: skip


def _of(found: Mapping[str, list[str]], which: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.get(which, ())))


def _meant(which: str, wanted: str) -> list[str]:
    """Keys. Whoever types the beginning of a name means all that begin so; a customer and an owner are looked up later."""
    low = wanted.casefold()
    match which:
        case "customer" | "owner":
            return [wanted]
        case "severity":
            return [wanted.upper()] if wanted.upper() in SEVERITIES else []
        case "state":
            return [state for state in STATES if state.startswith(low)][:1]
        case "kind":
            return [kind for kind in SEARCHED if kind.startswith(low) or KINDS[kind].words.casefold().startswith(low)]
        case _:
            return list(_begun(_entries(which).values(), low))


def _entries(which: str) -> Mapping[str, Entry]:
    known = catalogue()
    entries: Mapping[str, Mapping[str, Entry]] = {
        "family": known.families, "product": known.products, "queue": known.queues, "boundary": known.boundaries
    }  # fmt: skip
    return entries[which]


def _begun(entries: Iterable[Entry], low: str) -> Iterable[str]:
    exact = [one.key for one in entries if low in (one.key, one.name.casefold())]
    return exact or [one.key for one in entries if _begins(one, low)]


def _begins(entry: Entry, low: str) -> bool:
    return any(part.startswith(low) for part in (entry.key, entry.name.casefold(), *entry.name.casefold().split()))


def _known(which: str) -> str:
    if which == "product":
        return "Type the beginning of a product's name."
    known = {"severity": SEVERITIES, "state": STATES, "kind": SEARCHED}.get(which) or _entries(which)
    return f"Use one of: {', '.join(known)}."
