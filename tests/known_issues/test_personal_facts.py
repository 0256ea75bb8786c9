from itertools import pairwise

import pytest

from escalations.known_issues.personal_facts import About, findings_in, impersonal, impersonal_account, personal_facts
from tests.known_issues.scenes import an_account
from tests.work import ends

HARBOUR = About(
    customers=frozenset({"Harbour Foods", "Nordhavn Rail GmbH"}),
    people=frozenset({"Lena Vogt"}),
    resources=frozenset({"hf-orders-db"}),
)
GUID = "6f2c1a9e-4b7d-4e21-9c55-0d7f3a8b1c2e"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Lena Vogt of Harbour Foods wrote", "[person] of [customer] wrote"),
        ("mail ops@harbour-foods.example now", "mail [e-mail] now"),
        ("host files.harbourfoods.example, and harbour-foods-prod", "host [host], and [host]"),
        (f"/subscriptions/{GUID}/resourceGroups", "/subscriptions/[subscription id]/resourceGroups"),
        (f"tenant id: {GUID}", "tenant id: [tenant id]"),
        (f"correlation {GUID}", "correlation [id]"),
        ("from 20.50.12.7 to port 445", "from [address] to port 445"),
        ("call +49 30 1234567 tomorrow", "call [phone] tomorrow"),
        ("phone: 030 1234567, please", "phone: [phone], please"),
        ("the server hf-orders-db answers", "the server [resource] answers"),
        ("AccountKey=abcdefghijklmnopqrstuvwxyz012345==", "AccountKey=[secret]"),
        ("fe80:0:0:0:1:2:3:4", "[address]"),
        ("from fe80::1 and 2603:1020:5::a1.", "from [address] and [address]."),
        ("sign-in of harbourworks.onmicrosoft.com fails", "sign-in of [tenant] fails"),
        ("403 at https://hforders7.blob.core.windows.net/in?x=1", "403 at https://[host]/in?x=1"),
        ("orders-eu.postgres.database.azure.com, hfkeys.vault.usgovcloudapi.net.", "[host], [host]."),
        ("s3: hf-invoices.s3.eu-west-1.amazonaws.com", "s3: [host]"),
        ("kudu of HFShop.scm.azurewebsites.net", "kudu of [host]"),
        ("HARBOUR-FOODS and Harbour  Foods", "[customer] and [customer]"),
        ("Nordhavn Rail and files.nordhavnrail.example", "[customer] and [host]"),
    ],
)
def test_what_belongs_to_one_customer_is_found_and_replaced(text: str, becomes: str) -> None:
    assert impersonal(text, HARBOUR) == becomes
    assert impersonal(becomes, HARBOUR) == becomes, "nothing is found in what was put in its place"


@pytest.mark.parametrize(
    "text",
    [
        "mount error(13): permission denied, AADSTS50011, port 445",
        "user@contoso.com and admin@example.com are everybody's examples",
        "Graph is 00000003-0000-0000-c000-000000000000, and 00000000-0000-0000-0000-000000000000 is nobody",
        "168.63.129.16, 127.0.0.1, 0.0.0.0, 192.0.2.10 and the range 10.0.0.0/16",
        "agent 2.9.1.1, version 1.29.4.2, release 4.18.0.5",
        "Harbour and foods apart, and a harbourmaster",
        "2026-11-21 14:30:00 UTC, 1,024 requests a second, 12:30:45",
        "std::map, Face::Add, fd00::/8 and 2001:db8::7 and ::1",
        "contoso.onmicrosoft.com and yourtenant.onmicrosoft.com",
        "mystorageaccount2.blob.core.windows.net, <account>.file.core.windows.net, xxxx.dfs.core.windows.net, contoso-web.azurewebsites.net",
        "privatelink.blob.core.windows.net, data.azurecr.io, {name}.vault.azure.net, $ACCOUNT.queue.core.windows.net",
        "blob.core.windows.net, s3.eu-west-1.amazonaws.com, storage.googleapis.com and management.azure.com",
    ],
)
def test_what_is_everybodys_is_left_alone(text: str) -> None:
    assert personal_facts(text, HARBOUR) == []


def test_a_finding_shows_the_words_around_it_and_where_it_stands() -> None:
    account = an_account(title="Harbour Foods cannot mount", body="Before it 20.50.12.7 after it")
    first, second = findings_in(account, HARBOUR)
    assert (first.field, first.fact.quote, second.field, second.before, second.after) == (
        "title", "Harbour Foods", "body", "Before it ", " after it",
    )  # fmt: skip
    assert findings_in(impersonal_account(account, HARBOUR), HARBOUR) == []


def test_facts_do_not_overlap_and_stand_in_order() -> None:
    found = personal_facts("ops@harbour-foods.example Harbour Foods ops@x.example", HARBOUR)
    assert [fact.kind for fact in found] == ["an e-mail address", "a customer's name", "an e-mail address"]
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("said", ["a", "1-", "20.50.12.7 "])
def test_a_very_long_text_takes_no_time(said: str) -> None:
    text = said * (600_000 // len(said))
    with ends():
        assert {fact.kind for fact in personal_facts(text)} <= {"an address of a machine"}
