"""Every bench can be started: one that is not asked for a while is not left behind by what it measures."""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for file in (ROOT / "bench").rglob("*.py")
)


@pytest.mark.parametrize("module", MODULES)
def test_what_a_bench_needs_is_there(module: str) -> None:
    import_module(module)
