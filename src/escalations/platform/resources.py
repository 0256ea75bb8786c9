"""Where the files that ship beside the code are: inside the wheel, or at the root of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource_dir(name: str) -> Path:
    """One of templates, static, search, routing_rules, migrations."""
    for root in (_PACKAGE / "_data", _PACKAGE.parents[1]):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(
        f"The folder {name!r} is neither in the installed package nor beside src/. Reinstall the package."
    )
