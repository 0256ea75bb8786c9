"""The rule files in force: read before anything serves, so that what is wrong with them is told to whoever starts it."""

from ..catalog.loading import catalogue, load_catalogue
from ..catalog.models import Catalogue
from ..clocks.policies import clock_policies
from ..coverage.requirements import requirements
from ..platform.resources import resource_dir, rules_dir
from ..rapid_response.weights import weights
from ..routing.rule_files import rule_set
from ..spikes.sensitivity import sensitivity

PARTS = (catalogue, rule_set, clock_policies, requirements, sensitivity, weights)


class UnusableRules(ValueError):
    """Names the file, its line where there is one, and the folder."""


def examined() -> str:
    """What the files hold, in words. Raises `UnusableRules` for the first thing that cannot be taken over."""
    try:
        for read in PARTS:
            read()
    except OSError as missing:
        raise UnusableRules(f"{missing.filename}: {missing.strerror}. Put the file back.") from None
    except ValueError as wrong:
        raise UnusableRules(f"{rules_dir()}: {wrong}") from None
    known, rules = catalogue(), rule_set()
    return (
        f"{len(known.families)} families, {len(known.products)} products, {len(rules.rules)} rules ({rules.hash[:12]}), "
        f"{len(clock_policies().policies)} clock policies"
    )


def refuse_for_demo() -> None:
    """The demo world names what ships: rules of one's own may say more, and decide otherwise, but not leave that out."""
    for kind, names in _named(load_catalogue(resource_dir("routing_rules"))).items():
        if gone := sorted(names - _named(catalogue())[kind]):
            told = f"The demo world needs the {kind} that ship, and {rules_dir()} lacks {', '.join(gone)}."
            raise UnusableRules(f"{told} Put them back, or set DATABASE_URL for a world of your own.")


def _named(known: Catalogue) -> dict[str, set[str]]:
    return {
        "families": {*known.families}, "products": {*known.products}, "product groups": {*known.product_groups}, "clouds": {*known.boundaries},
        "regions": {*known.regions}, "queues": {*known.queues}, "plans": {*known.plans},
    }  # fmt: skip
