import pytest

from escalations.catalog import catalogue
from escalations.catalog.toml_files import CatalogueError


def test_the_ten_families_each_have_a_queue_of_their_own() -> None:
    families = catalogue().families
    assert len(families) == 10
    assert all(catalogue().queue(family.queue).families == (family.key,) for family in families.values())


def test_triage_and_rapid_response_belong_to_no_family() -> None:
    assert catalogue().queue("triage").families == ()
    assert catalogue().queue("rapid_response").roles == ("rapid_response",)


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("Key Vault", "key_vault"),
        ("keyvault", "key_vault"),
        ("AKS", "aks"),
        ("node pools", "aks"),
        ("app-gateway", "application_gateway"),
        ("StackExchange.Redis", "redis"),
    ],
)
def test_a_product_is_found_by_what_people_call_it(said: str, product: str) -> None:
    found = catalogue().product_named(said)
    assert found is not None and found.key == product


@pytest.mark.parametrize("said", ["West Europe", "westeurope", "west-europe", "WEU", "Amsterdam"])
def test_a_region_is_found_by_what_people_call_it(said: str) -> None:
    found = catalogue().region_named(said)
    assert found is not None and found.key == "westeurope"


def test_an_unknown_name_is_nothing() -> None:
    assert catalogue().product_named("teapot") is None
    assert catalogue().region_named("Atlantis") is None


def test_a_product_may_have_another_owner_than_its_family() -> None:
    assert catalogue().product_group_for("backup", "storage").key == "backup_and_recovery"
    assert catalogue().product_group_for("blob_storage", "storage").key == "storage_platform"
    assert catalogue().product_group_for(None, "storage").key == "storage_platform"
    assert catalogue().product_group_for("left the catalogue", "storage").key == "storage_platform"


def test_every_product_group_owns_something_and_asks_for_something() -> None:
    for group in catalogue().product_groups.values():
        assert catalogue().products_owned_by(group.key), group.key
        assert group.needs and "public" in group.boundaries
        assert group.ola.at("A") < group.ola.at("B") < group.ola.at("C")


def test_products_of_a_family_are_its_own() -> None:
    for family in catalogue().families:
        products = catalogue().products_of(family)
        assert products and all(product.family == family for product in products)


def test_regions_pair_inside_their_boundary() -> None:
    for region in catalogue().regions.values():
        if region.paired:
            assert catalogue().region(region.paired).boundary == region.boundary


def test_every_boundary_has_a_region_and_every_cloud_but_the_public_one_a_hint() -> None:
    regions = catalogue().regions.values()
    for boundary in catalogue().boundaries.values():
        assert any(region.boundary == boundary.key for region in regions)
        assert bool(boundary.hints) is (boundary.key != "public")


def test_an_unknown_key_says_which_are_known() -> None:
    with pytest.raises(CatalogueError, match=r"no family 'teapots'\. Known are: web_apps, kubernetes"):
        catalogue().family("teapots")
