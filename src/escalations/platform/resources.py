"""Where the files that ship beside the code are: inside the wheel, or at the root of a checkout."""

from pathlib import Path

from .settings import settings

_PACKAGE = Path(__file__).resolve().parents[1]


def resource_dir(name: str) -> Path:
    """One of templates, static, search, routing_rules, migrations."""
    for root in (_PACKAGE / "_data", _PACKAGE.parents[1]):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(
        f"The folder {name!r} is neither in the installed package nor beside src/. Reinstall the package."
    )


def rules_dir() -> Path:
    """The rule files in force: those of the installation where ESCALATIONS_ROUTING_RULES names its folder, otherwise those that ship."""
    return settings().routing_rules or resource_dir("routing_rules")
