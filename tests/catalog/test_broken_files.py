"""A broken file is refused with its name, its line and what to do."""

import shutil
from pathlib import Path

import pytest

from escalations.catalog.loading import load_catalogue
from escalations.catalog.toml_files import CatalogueError
from escalations.platform.resources import resource_dir


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource_dir("routing_rules"), tmp_path / "rules"))


def _refusal(rules: Path) -> str:
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(rules)
    return str(refused.value)


def _change(rules: Path, name: str, old: str, new: str) -> int:
    """The line on which the change stands."""
    file = rules / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_files_as_they_are_load(rules: Path) -> None:
    assert load_catalogue(rules).families


def test_a_missing_file(rules: Path) -> None:
    (rules / "clouds.toml").unlink()
    assert _refusal(rules) == "clouds.toml: the file is missing. Put it back."


def test_no_toml(rules: Path) -> None:
    _change(rules, "plans.toml", 'name = "Standard"', "name = Standard")
    assert _refusal(rules).startswith("plans.toml:9: not valid TOML: ")


def test_a_family_with_an_unknown_queue(rules: Path) -> None:
    line = _change(rules, "families.toml", 'queue = "storage"', 'queue = "stroage"')
    assert _refusal(rules).startswith(f"families.toml:{line - 3}: there is no queue 'stroage'. Use one of: web_apps,")


def test_a_family_with_an_unknown_product_group(rules: Path) -> None:
    _change(rules, "families.toml", 'product_group = "compute"', 'product_group = "computers"')
    assert "there is no product group 'computers'. Use one of: app_platform," in _refusal(rules)


def test_a_product_with_an_unknown_product_group(rules: Path) -> None:
    line = _change(rules, "products/storage.toml", "[backup]\n", '[backup]\nproduct_group = "nobody"\n')
    _change(rules, "products/storage.toml", 'product_group = "backup_and_recovery"\n', "")
    assert _refusal(rules).startswith(f"products/storage.toml:{line}: there is no product group 'nobody'.")


def test_products_of_a_family_that_is_not(rules: Path) -> None:
    (rules / "products" / "teapots.toml").write_text('[teapot]\nname = "Teapot"\n', "utf-8")
    refusal = _refusal(rules)
    assert refusal.startswith(
        "products/teapots.toml:1: there is no family 'teapots'. Name the file after one of: web_apps"
    )


def test_an_alias_of_two_products_names_both_places(rules: Path) -> None:
    line = _change(rules, "products/storage.toml", '"azure blob", ', '"azure blob", "Front-Door", ')
    refusal = _refusal(rules)
    assert refusal.startswith(
        f"products/storage.toml:{line}: the alias 'Front-Door' is already taken at products/caching_cdn.toml:2."
    )


def test_a_weak_alias_that_is_a_full_one_elsewhere(rules: Path) -> None:
    line = _change(rules, "products/storage.toml", 'weak = ["VHD"]', 'weak = ["AKS"]')
    assert _refusal(rules).startswith(
        f"products/storage.toml:{line}: the alias 'AKS' is already taken at products/kubernetes.toml:"
    )


def test_an_alias_without_a_letter(rules: Path) -> None:
    line = _change(rules, "products/storage.toml", '"azure blob", ', '"--", ')
    assert _refusal(rules) == f"products/storage.toml:{line}: the alias '--' has no letters or digits. Take it out."


def test_a_region_alias_that_is_taken(rules: Path) -> None:
    _change(rules, "regions.toml", '"Berlin"', '"Marseille"')
    assert "the alias 'Marseille' is already taken at regions.toml:" in _refusal(rules)


def test_the_same_product_in_two_files(rules: Path) -> None:
    with (rules / "products" / "web_apps.toml").open("a", encoding="utf-8") as file:
        file.write('\n[redis]\nname = "Redis on a web app"\n')
    assert "the product 'redis' is also in products/caching_cdn.toml. Keep one." in _refusal(rules)


@pytest.mark.parametrize("key", ["Blob-Storage", "9lives", '"blob storage"'])
def test_a_bad_key(rules: Path, key: str) -> None:
    line = _change(rules, "products/storage.toml", "[blob_storage]", f"[{key}]")
    bad = key.strip('"')
    assert f"{bad!r} is not a good key. Use small letters, digits and underscores." in _refusal(rules)
    assert _refusal(rules).startswith(f"products/storage.toml:{line if bad == key else 1}:")


def test_a_field_that_no_entry_has(rules: Path) -> None:
    line = _change(rules, "queues.toml", "[triage]\n", '[triage]\ncolour = "red"\n')
    assert _refusal(rules).startswith(f"queues.toml:{line}: Object contains unknown field `colour`.")


def test_a_field_of_the_wrong_kind(rules: Path) -> None:
    line = _change(rules, "plans.toml", "rank = 1", 'rank = "first"')
    assert _refusal(rules).startswith(f"plans.toml:{line - 2}: Expected `int`, got `str` - at `$.rank`.")


def test_a_field_that_is_missing(rules: Path) -> None:
    _change(rules, "product_groups.toml", "ola = { A = 30, B = 240, C = 1440 }\n", "")
    assert "Object missing required field `ola`" in _refusal(rules)


def test_an_escalation_that_needs_what_nobody_explained(rules: Path) -> None:
    _change(rules, "product_groups.toml", '"network_trace", "change_before"]', '"crystal_ball", "change_before"]')
    assert "there is no need 'crystal_ball'. Use one of: subscription_id," in _refusal(rules)


def test_a_region_without_its_pair(rules: Path) -> None:
    _change(rules, "regions.toml", 'paired = "germanynorth"', 'paired = "germanysouth"')
    assert "there is no paired region 'germanysouth'." in _refusal(rules)


def test_a_region_of_no_boundary(rules: Path) -> None:
    _change(rules, "regions.toml", 'boundary = "usgov"', 'boundary = "moon"')
    assert "there is no boundary 'moon'. Use one of: public, usgov, germany, france, singapore." in _refusal(rules)
