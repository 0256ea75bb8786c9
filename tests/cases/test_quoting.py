"""What mail programs put around what somebody said: folded, never taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalations.cases.actions import add_customer_message
from escalations.cases.queries import case_for
from escalations.cases.quoting import parts_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, browser_of
from tests.work import ends

OWN = "Thank you, the share is there again."
GMAIL = f"{OWN}\n\nOn Mon, 2 Nov 2026 at 09:12, Support <support@vendor.example>\nwrote:\n\n> Please rotate the key\n> and tell us.\n"
OUTLOOK = f"{OWN}\n\nFrom: Support <support@vendor.example>\nSent: Monday, 2 November 2026 09:12\nTo: Lena Vogt\nSubject: RE: C-4\n\nPlease rotate the key."
OUTLOOK_RULE = f"{OWN}\n\n________________________________\nVon: Support\nGesendet: Montag, 2. November 2026 09:12\nAn: Lena Vogt\nBetreff: AW: C-4\n\nBitte tauschen."
OUTLOOK_OLD = f"{OWN}\n\n-----Original Message-----\nFrom: Support\nSent: Monday\n\nPlease rotate the key."
OUTLOOK_BOLD = f"{OWN}\n\n**From:** Support\n**Sent:** Monday\n**To:** Lena\n**Subject:** C-4\n\nPlease rotate."
APPLE = f"{OWN}\n\n> Am 02.11.2026 um 09:12 schrieb Support:\n> \n> Bitte den Schlüssel tauschen.\n> Danke."
APPLE_FORWARD = f"{OWN}\n\nBegin forwarded message:\n\nFrom: Ops <ops@contoso.example>\nSubject: down\n\nIt is down."
GMAIL_FORWARD = (
    f"{OWN}\n\n---------- Forwarded message ---------\nFrom: Ops <ops@contoso.example>\nDate: Mon\n\nIt is down."
)
LEADS = [
    "Am Mo., 2. Nov. 2026 um 09:12 Uhr schrieb Support <s@v.example>:",
    "Le lun. 2 nov. 2026 à 09:12, Support <s@v.example> a écrit :",
    "El lun, 2 nov 2026 a las 9:12, Support (<s@v.example>) escribió:",
    "Il giorno lun 2 nov 2026 alle ore 09:12 Support <s@v.example> ha scritto:",
    "Em seg., 2 de nov. de 2026 às 09:12, Support <s@v.example> escreveu:",
    "Op ma 2 nov 2026 om 09:12 schreef Support <s@v.example>:",
    "Den mån 2 nov. 2026 kl 09:12 skrev Support <s@v.example>:",
    "man. 2. nov. 2026 kl. 09:12 skrev Support <s@v.example>:",
    "W dniu 2.11.2026 o 09:12, Support pisze:",
    "po 2. 11. 2026 v 9:12 odesílatel Support <s@v.example> napsal:",
    "ma 2. marrask. 2026 klo 9.12 Support (s@v.example) kirjoitti:",
    "Support <s@v.example>, 2 Kas 2026 Pzt, 09:12 tarihinde şunu yazdı:",
    "пн, 2 нояб. 2026 г. в 09:12, Support <s@v.example> написал:",
    "2026年11月2日(月) 9:12 Support <s@v.example>のメール:",
    "Support <s@v.example> 于2026年11月2日周一 09:12写道：",
    "2026년 11월 2일 (월) 오전 9:12, Support <s@v.example>님이 작성:",
]
LOG = "\n".join(f"2026-11-02 09:{minute:02}:00 ERROR mount failed, error 13" for minute in range(30))


def kinds(text: str) -> list[str]:
    return [part.kind for part in parts_of(text) if part.text.strip()]


def seen(text: str) -> str:
    return "\n".join(part.text for part in parts_of(text) if not part.is_folded).strip()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (GMAIL, "quote"), (OUTLOOK, "original"), (OUTLOOK_RULE, "original"), (OUTLOOK_OLD, "original"), (OUTLOOK_BOLD, "original"), (APPLE, "quote"),
        (APPLE_FORWARD, "original"), (GMAIL_FORWARD, "original"), (f"{OWN}\n\n> one\n> two\n> three\n> four", "quote"),
    ],
)  # fmt: skip
def test_what_was_said_before_is_folded(text: str, kind: str) -> None:
    assert kinds(text) == ["said", kind]
    assert seen(text) == OWN


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("below", ["> Please rotate the key.", "Please rotate the key."])
def test_the_line_above_a_quote_goes_with_it_in_each_language(lead: str, below: str) -> None:
    text = f"{OWN}\n\n{lead}\n\n{below}"
    assert kinds(text) == ["said", "quote"]
    assert seen(text) == OWN


def test_signatures_are_folded_and_the_quote_below_them_is_its_own() -> None:
    text = f"{OWN}\n\n-- \nLena Vogt\nHarbour Foods\n\n{GMAIL.partition(OWN)[2]}"
    assert kinds(text) == ["said", "signature", "quote"]
    assert kinds(f"{OWN}\n\nVon meinem iPhone gesendet") == ["said", "signature"]
    assert kinds(
        f"{OWN}\n\nSent from my phone, while the portal was down, I could still reach the node and the share.\nSo it works.\nYes.\nAnd yes."
    ) == ["said"]


def test_an_answer_below_a_short_quote_keeps_it_in_sight() -> None:
    text = "> Which node pool is it?\n\nThe second one.\n\n> Since when?\n\nSince 08:00 UTC."
    assert kinds(text) == ["said"]


def test_long_output_is_folded_and_shown_as_it_is() -> None:
    text = f"{OWN}\n\n{LOG}\n\nWhat now?"
    assert kinds(text) == ["said", "log", "said"]
    assert parts_of(text)[1].markdown.startswith("~~~~")
    fenced = f"{OWN}\n\n```\n{LOG}\n> not a quote\n```\n"
    assert kinds(fenced) == ["said", "log"]
    assert parts_of(fenced)[1].markdown.startswith("```")


@pytest.mark.parametrize(
    "text",
    [
        "On the second node pool he wrote:\nthe key is wrong", "From: here it goes on\nwithout a heading", "```\n> a\n> b\n> c\n> d\n```", "A list:\n\n- one\n- two\n---\nand more",
        "He said on the phone, as Lena wrote:", "The rule\n-- \n" + "line\n" * 30, "From 09:00 to 10:00 UTC\nSent: 12 messages", "a@b.example wrote this",
        "Since then it fails.\n\nOn 12 November 14:05 the service wrote:\n\nerror 13, the share is gone\n\nWhat now?",
    ],
)  # fmt: skip
def test_what_somebody_says_is_not_mistaken(text: str) -> None:
    assert set(kinds(text)) == {"said"}


@pytest.mark.parametrize("text", ["> all\n> of\n> it\n> is quoted", LOG, APPLE_FORWARD.removeprefix(OWN), ""])
def test_a_message_never_shows_nothing(text: str) -> None:
    assert [part.kind for part in parts_of(text)] == ["said"]


WORDS = st.sampled_from(
    ["", ">", "> quoted", "-- ", "```", "From: a", "Sent: b", "To: c", "said", *LEADS[:4], "09:00:00 x", "____________"]
)


@given(st.lists(WORDS, max_size=60))
def test_nothing_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "\n".join(part.text for part in parts_of(text)) == text


async def test_the_page_folds_it_and_works_without_scripts(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with as_person(cast.ada) as db:
        await add_customer_message(db, await case_for(db, cast.ada, case.ref, lock=True), GMAIL, by=cast.ada)
    async with browser_of(cast.ada) as ada:
        text = (await ada.get(f"/cases/{case.ref}")).text
    folded = text.partition('<details id="entry-2-part-2"')[2].partition("</details>")[0]
    assert "quoted text" in folded and "Please rotate the key" in folded
    assert OWN in text.partition('<details id="entry-2')[0]


@pytest.mark.parametrize("line", ["09:00:00 x", "-- ", "> a", "On 2 wrote", "wrote 1 " * 40, "From: a", "```"])
def test_a_very_long_text_takes_no_time(line: str) -> None:
    text = "\n".join([line, *(f"{line} {number}" for number in range(60_000 // (len(line) + 5)))])
    with ends():
        assert "\n".join(part.text for part in parts_of(text)) == text


@pytest.mark.parametrize("line", ["-- ", "Sent from my iPhone", "On 2 January 2026 a wrote:", ""])
def test_a_line_that_is_always_the_same_takes_no_time_either(line: str) -> None:
    text = "\n".join([line] * (60_000 // (len(line) + 1)))
    with ends():
        assert "\n".join(part.text for part in parts_of(text)) == text


def test_empty_lines_below_a_signature_do_not_make_it_longer() -> None:
    assert [part.kind for part in parts_of(f"{OWN}\n-- \nLena" + "\n" * 40)] == ["said", "signature", "said"]
