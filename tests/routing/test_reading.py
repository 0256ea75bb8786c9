"""What a text says, and with which words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.catalog import catalogue
from escalations.routing.reading import Reading, read_text
from tests.work import calls_of


def _read(title: str, description: str = "", codes: tuple[str, ...] = (), resources: tuple[str, ...] = ()) -> Reading:
    return read_text(title, description, codes, resources, catalogue())


@pytest.mark.parametrize(
    ("title", "family", "product"),
    [
        ("AKS node pool does not scale", "kubernetes", "aks"),
        ("KeyVault secret cannot be read", "identity", "key_vault"),
        ("Self-hosted agents lose their jobs in Azure Pipelines", "other", "devops"),
        ("StackExchange.Redis times out", "caching_cdn", "redis"),
        ("BlobServiceClient uploads are slow", "storage", "blob_storage"),
        ("Event Hub consumer stops", "serverless", "event_hubs"),
    ],
)
def test_family_and_product(title: str, family: str, product: str | None) -> None:
    reading = _read(title)
    assert (reading.family, reading.product) == (family, product)


def test_the_evidence_is_the_words_as_they_stand() -> None:
    title, description = "App Gateway answers 502", "The backend pool is healthy, says the NSG flow log."
    for ranked in _read(title, description).families:
        for told in (*ranked.evidence, *ranked.against):
            text = title if told.source == "title" else description
            assert text[told.start : told.end] == told.words
        assert all(told.weight > 0 for told in ranked.evidence)
        assert all(told.weight < 0 for told in ranked.against)


def test_a_longer_name_hides_the_shorter_inside_it() -> None:
    words = {told.words for ranked in _read("storage queue trigger").products for told in ranked.evidence}
    assert words == {"queue trigger", "storage queue"}
    assert _read("Private DNS zone").product == "private_dns"


def test_the_title_weighs_more() -> None:
    assert _read("Cosmos DB is slow", "We call it from AKS.").family == "databases"
    assert _read("AKS is slow", "It calls Cosmos DB.").family == "kubernetes"


def test_an_abbreviation_counts_only_in_capitals() -> None:
    assert _read("SAS expired").family == "storage"
    assert _read("sas expired").family != "storage"
    assert _read("The slot has MOVED").family != _read("We have moved").family


def test_a_misspelt_name_is_understood() -> None:
    reading = _read("aplication gatway is down")
    assert reading.product == "application_gateway"
    assert reading.products[0].evidence[0].words == "aplication gatway"
    assert _read("Kuberntes upgrade").family == "kubernetes"


def test_a_resource_speaks_for_its_type_not_its_name() -> None:
    vault = "/subscriptions/1/resourceGroups/aks-prod/providers/Microsoft.KeyVault/vaults/redis-secrets"
    reading = _read("It is denied", resources=(vault,))
    assert (reading.family, reading.product) == ("identity", "key_vault")
    assert [product.key for product in reading.products] == ["key_vault"]


def test_a_code_from_the_form_counts_like_one_in_the_text() -> None:
    reading = _read("Login page shows an error", codes=("AADSTS50011",))
    assert reading.family == "identity"
    assert reading.error_codes == ("AADSTS50011",)
    assert "ErrImagePull" in _read("Events show ErrImagePull").error_codes


def test_regions_and_clouds_are_noticed() -> None:
    reading = _read(
        "Slow in West Europe and eastus2", "Portal: https://portal.azure.us, also seen in Sovereign France Central"
    )
    assert [hint.key for hint in reading.regions] == ["westeurope", "eastus2", "sovfrancecentral"]
    assert {hint.key: hint.words for hint in reading.boundaries} == {
        "usgov": "portal.azure.us",
        "france": "Sovereign France Central",
    }


def test_a_country_in_passing_is_no_cloud() -> None:
    assert not _read("Microsoft US support told us to ask again, Azure US regions are slow").boundaries


@pytest.mark.parametrize("title", ["", "Help", "It does not work any more", "Please call me"])
def test_too_few_words_are_not_sure(title: str) -> None:
    assert not _read(title).sure


def test_two_families_side_by_side_are_not_sure() -> None:
    reading = _read("Redis and Cosmos DB")
    assert not reading.sure
    assert {ranked.key for ranked in reading.families[:2]} == {"caching_cdn", "databases"}


def test_the_product_belongs_to_the_family() -> None:
    reading = _read("kubectl shows pods and nodes evicted, cluster upgrade drained", "app gateway")
    assert reading.family == "kubernetes"
    assert reading.product is None or catalogue().product(reading.product).family == "kubernetes"


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_read(title: str, description: str) -> None:
    reading = _read(title, description)
    scores = [ranked.score for ranked in reading.families]
    assert scores == sorted(scores, reverse=True)
    assert all(ranked.key in catalogue().families for ranked in reading.families)
    assert all(ranked.key in catalogue().products for ranked in reading.products)


def test_reading_a_long_text_is_work_as_it_is_long() -> None:
    text = "The pods of our AKS cluster cannot mount the file share since the subnett firewal changed over night. "
    _read("Mount fails", text)
    short, long = calls_of(lambda: _read("Mount fails", text * 20)), calls_of(lambda: _read("Mount fails", text * 80))
    assert long < 4.4 * short
