"""Seeded leaks: each must be found, and the harmless neighbours of each must pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalations.cases.gate import InternalText, ReplyContext, Stranger, check_reply
from tests.work import calls_of

NOTE = "The backend team suspects the September regression in the storage front end."
CONTEXT = ReplyContext(
    internal=(InternalText(NOTE),),
    strangers=(Stranger("name", "alpineinsurance", "Alpine Insurance"), Stranger("name", "nordrail", "Nord Rail")),
)

LEAKS = [
    ("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + "Zm9vYmFy" * 6, "secret"),
    ("Server=db;User=sa;Password=Sup3rSecret!", "secret"),
    ("https://a.blob.example/c?sv=2024&sig=" + "a1B2c3D4" * 5, "secret"),
    ("-----BEGIN RSA PRIVATE KEY-----", "secret"),
    ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc", "secret"),
    ("As we said, the backend team suspects the September regression in the storage front end.", "internal"),
    ("This also hit ALPINE INSURANCE yesterday.", "other customer"),
]
HARMLESS = [
    "Please rotate the account key and send us the request id.",
    "The parameter is called sig; do not share its value.",
    "Insurance companies in the Alpine region are unaffected.",
    "We found no regression in the storage front end.",
    "The password must be changed in the portal.",
]


@pytest.mark.parametrize(("text", "rule"), LEAKS)
def test_a_seeded_leak_blocks(text: str, rule: str) -> None:
    found = check_reply(f"Hello,\n\n{text}\n\nRegards", CONTEXT)
    assert (found[0].rule, found[0].blocks) == (rule, True)


@pytest.mark.parametrize("text", HARMLESS)
def test_its_harmless_neighbour_passes(text: str) -> None:
    assert check_reply(text, CONTEXT) == []


@pytest.mark.parametrize(
    "text", ["I'll update you by 16:00.", "You hear from us within 2 hours.", "We will call before noon."]
)
def test_a_promise_is_seen(text: str) -> None:
    (finding,) = check_reply(text, CONTEXT)
    assert (finding.rule, finding.blocks) == ("promise", False)
    kept = finding.promised[0].at
    assert check_reply(text, replace(CONTEXT, kept=(kept,))) == []


def test_a_promise_is_proposed_with_its_moment_and_its_zone() -> None:
    context = replace(CONTEXT, at=datetime(2026, 11, 18, 14, 0, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin"))
    (finding,) = check_reply("I'll update you by 16:00.", context)
    assert [one.at for one in finding.promised] == [datetime(2026, 11, 18, 15, 0, tzinfo=UTC)]
    assert "18 Nov 15:00 UTC" in finding.fix and "write the zone as well: 15:00 UTC" in finding.fix
    (named,) = check_reply("I'll update you by 16:00 UTC.", context)
    assert "write the zone" not in named.fix


def test_a_clock_later_than_the_text_does_not_keep_it() -> None:
    context = replace(CONTEXT, at=datetime(2026, 11, 18, 14, 0, tzinfo=UTC))
    four, five = (context.at.replace(hour=hour) for hour in (16, 17))
    text = "I'll update you by 16:00 UTC."
    assert "promises 18 Nov 16:00 UTC" in check_reply(text, replace(context, kept=(five,)))[0].says
    assert check_reply(text, replace(context, kept=(five, four))) == []
    assert check_reply("We will send it by end of day.", replace(context, kept=(context.at + timedelta(days=1),))) == []


def test_nobody_to_write_to_blocks() -> None:
    assert check_reply("Hello", ReplyContext(recipients=()))[0].blocks


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_gets_an_answer_with_what_blocks_first(text: str) -> None:
    blocks = [finding.blocks for finding in check_reply(text, CONTEXT)]
    assert blocks == sorted(blocks, reverse=True)


def test_a_short_reply_beside_a_long_story_is_little_work() -> None:
    """Megabytes of notes and messages are read for the runs of the reply, and nothing is made of them."""
    story = [" ".join(f"line{number}of{text} of the log" for number in range(2000)) for text in range(40)]
    context = ReplyContext(internal=(*map(InternalText, story), InternalText(NOTE)), said=tuple(story[:20]))
    reply = f"Hello Lena, {NOTE} We tell you more when we know it."
    assert "internal" in {finding.rule for finding in check_reply(reply, context)}
    assert calls_of(lambda: check_reply(reply, context)) < 20_000
