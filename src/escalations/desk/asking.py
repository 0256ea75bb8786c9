"""What somebody types into a search: free words, and filters as words such as `family:storage sev:a is:open customer:contoso`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..cases.models import SEVERITIES, TURNS
from ..catalog.loading import catalogue
from ..catalog.models import Entry
from ..incidents.models.words import STATES as OF_INCIDENTS
from ..known_issues.models import CONFIDENCES
from ..known_issues.models import STATES as OF_ARTICLES
from ..product_groups.models import STATES as OF_ESCALATIONS
from .ages import age_of
from .refs import KINDS

STATES = ("open", "closed", "unowned", "mine", "breached", "snoozed", "covered")
SEARCHED = ("case", "incident", "known_issue", "escalation", "customer")
STAGES = tuple(dict.fromkeys((*TURNS, *OF_INCIDENTS, *OF_ARTICLES, *CONFIDENCES, *OF_ESCALATIONS)))
_NAMES = {
    "kind": "kind", "family": "family", "product": "product", "region": "region", "queue": "queue", "boundary": "boundary", "cloud": "boundary",
    "sev": "severity", "severity": "severity", "is": "state", "state": "stage", "customer": "customer", "owner": "owner",
    "waiting": "waiting", "age": "age",
}  # fmt: skip
_OF_SOME = {
    "families": ("case", "incident", "known_issue"), "products": ("case", "incident", "known_issue"), "regions": ("case", "incident"),
    "severities": ("case", "incident", "escalation"), "stages": ("case", "incident", "known_issue", "escalation"), "queues": ("case",),
    "customers": ("case",), "owners": ("case",), "ages": ("case",),
}  # fmt: skip
"""Which kinds of things have what a filter asks for."""
_OPEN_OR_CLOSED = ("case", "incident", "escalation")
_FILTER = re.compile(rf'(?<!\S)({"|".join(_NAMES)}):("[^"]*"?|\S*)', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Filters that say the same thing twice mean either, but all of `states` must be so. `complaints` are sentences about filters that name nothing."""

    text: str
    kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.states or self.boundaries or any(getattr(self, name) for name in _OF_SOME))

    @property
    def sought(self) -> tuple[str, ...]:
        """Kinds to look among: nothing can be found that has not what is asked for."""
        having = [kinds for name, kinds in _OF_SOME.items() if getattr(self, name)]
        having += [_OPEN_OR_CLOSED if state in ("open", "closed") else ("case",) for state in self.states]
        return tuple(kind for kind in self.kinds or SEARCHED if all(kind in kinds for kinds in having))


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
        found.setdefault("stage" if which == "waiting" else which, []).extend(meant)
    return Asking(
        text=" ".join(_FILTER.sub(" ", typed).split()), kinds=_of(found, "kind"), families=_of(found, "family"),
        products=_of(found, "product"), regions=_of(found, "region"), queues=_of(found, "queue"), boundaries=_of(found, "boundary"), severities=_of(found, "severity"),
        states=_of(found, "state"), stages=_of(found, "stage"), customers=_of(found, "customer"), owners=_of(found, "owner"), ages=_of(found, "age"), complaints=tuple(complaints),
    )  # fmt: skip


def _of(found: Mapping[str, list[str]], which: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.get(which, ())))


def _meant(which: str, wanted: str) -> list[str]:
    """Keys. Whoever types the beginning of a name means all that begin so; a customer and an owner are looked up later."""
    low = wanted.casefold()
    match which:
        case "customer" | "owner":
            return [wanted]
        case "age":
            return [wanted] if age_of(wanted) else []
        case "waiting":
            return [turn for turn in TURNS if turn.startswith(low)][:1]
        case "severity":
            return [wanted.upper()] if wanted.upper() in SEVERITIES else []
        case "state":
            return [state for state in STATES if state.startswith(low)][:1]
        case "stage":
            return [stage for stage in STAGES if stage == low] or [stage for stage in STAGES if stage.startswith(low)]
        case "kind":
            return [kind for kind in SEARCHED if kind.startswith(low) or KINDS[kind].words.casefold().startswith(low)]
        case _:
            return list(_begun(_entries(which).values(), low))


def _entries(which: str) -> Mapping[str, Entry]:
    known = catalogue()
    entries: Mapping[str, Mapping[str, Entry]] = {
        "family": known.families, "product": known.products, "region": known.regions, "queue": known.queues, "boundary": known.boundaries
    }  # fmt: skip
    return entries[which]


def _begun(entries: Iterable[Entry], low: str) -> Iterable[str]:
    exact = [one.key for one in entries if low in (one.key, one.name.casefold())]
    return exact or [one.key for one in entries if _begins(one, low)]


def _begins(entry: Entry, low: str) -> bool:
    return any(part.startswith(low) for part in (entry.key, entry.name.casefold(), *entry.name.casefold().split()))


def _known(which: str) -> str:
    if which in ("product", "region"):
        return f"Type the beginning of a {which}'s name."
    if which == "age":
        return "Write age:<4h, age:>3d or age:1d-3d."
    known = {"severity": SEVERITIES, "state": STATES, "stage": STAGES, "waiting": TURNS, "kind": SEARCHED}.get(
        which
    ) or _entries(which)
    return f"Use one of: {', '.join(known)}."
