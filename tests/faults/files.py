"""Rule files that say something else for a while, read from real files."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from escalations.catalog.loading import load_catalogue, rule_folder
from escalations.platform.resources import resource_dir
from escalations.routing.rule_files import _rule_book, load_rules, rule_set


def _edit(path: Path, pattern: str, instead: str) -> None:
    path.write_text(re.sub(pattern, instead, path.read_text(), flags=re.MULTILINE))


def _without_table(path: Path, name: str) -> None:
    _edit(path, rf"^\[{re.escape(name)}\]\n(?:(?!\[(?!{re.escape(name)}\.)).*\n?)*", "")


def without_queue(folder: Path) -> None:
    _without_table(folder / "queues.toml", "storage")
    for path in (folder / "families.toml", *(folder / "rules").glob("*.toml")):
        _edit(path, r'queue = "storage"', 'queue = "triage"')


def without_product(folder: Path) -> None:
    _without_table(folder / "products" / "storage.toml", "azure_files")
    _without_table(folder / "texts" / "storage.toml", "azure_files")


def without_product_group(folder: Path) -> None:
    _without_table(folder / "product_groups.toml", "group.storage_platform")
    for path in (folder / "families.toml", *(folder / "products").glob("*.toml")):
        _edit(path, r'product_group = "storage_platform"', 'product_group = "compute"')


def without_rules(folder: Path) -> None:
    """Only what catches all is left."""
    for path in (folder / "rules").glob("*.toml"):
        if not path.name.startswith("90-"):
            path.unlink()


class Files:
    """The folder, edited once for each fault, taken over as the running program would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lose(self, fault: object) -> None:
        fault(self.folder)  # type: ignore[operator]
        catalogue = load_catalogue(self.folder)
        rule_folder()._catalogue, _rule_book()._in_force = catalogue, load_rules(self.folder, catalogue)


@contextmanager
def changing(folder: Path) -> Iterator[Files]:
    was, rules = rule_folder().catalogue(), rule_set()
    shutil.copytree(resource_dir("routing_rules"), folder)
    try:
        yield Files(folder)
    finally:
        rule_folder()._catalogue, _rule_book()._in_force = was, rules
