"""Variables of the environment that look like settings of ours and are none: a mistyped one is as if it were not set.

None is refused, since others may use the same beginning: an orchestrator makes such names for a service that is called as we are.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from .settings import Settings

OURS = "ESCALATIONS_"
ELSEWHERE = frozenset(
    {"ESCALATIONS_OWNER_PASSWORD", "ESCALATIONS_APP_PASSWORD", "ESCALATIONS_TEST_HOME", "MEILISEARCH_BIN"}
)
"""Read by the SQL of the roles, by tests and by trials."""
ALIKE = 0.66
OF_AN_ORCHESTRATOR = re.compile(r"_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)")


def known_settings() -> frozenset[str]:
    aliases = ((name, field.validation_alias) for name, field in Settings.model_fields.items())
    return frozenset(str(alias.choices[0]) if alias else f"{OURS}{name.upper()}" for name, alias in aliases)  # type: ignore[union-attr]


def misnamed(environment: Mapping[str, str]) -> Iterator[str]:
    """Each in words, without its value. Of names that do not begin as ours only those that are nearly ours."""
    known = known_settings()
    for name in sorted(environment):
        upper = name.upper()
        if upper in known | ELSEWHERE or OF_AN_ORCHESTRATOR.search(upper):
            continue
        meant = _meant(upper, known)
        if meant:
            yield f"{name} is no setting; did you mean {meant}?"
        elif upper.startswith(OURS):
            yield f"{name} is no setting"


def _meant(name: str, known: frozenset[str]) -> str | None:
    """The nearest with the same beginning, which alone says nothing."""
    start = name.partition("_")[0] + "_"
    rests = [one.removeprefix(start) for one in known if one.startswith(start)]
    near = get_close_matches(name.removeprefix(start), rests, 1, ALIKE)
    return start + near[0] if near else None
