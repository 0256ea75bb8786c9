"""What a file is its bytes say; what may be shown is shown safely; what is ours stays ours."""

import zlib
from struct import pack

import pytest

from escalations.cases.actions import attach_file, reply_to_customer
from escalations.cases.actions.gating import HeldByGate
from escalations.cases.files import NotWhatItSays, kind_of
from escalations.cases.models import Attachment
from escalations.cases.queries import attachments_of, case_for
from escalations.people.models import Person
from escalations.platform.errors import NotAllowed, TooLarge
from escalations.platform.settings import settings
from escalations.platform.trail import trail_of
from tests.builders import a_case
from tests.cast import Cast
from tests.support import as_person, browser_of, program_of


def png(width: int = 2, height: int = 2, said: tuple[int, int] | None = None) -> bytes:
    """A whole picture; `said` is what its head claims instead."""
    rows = b"".join(b"\0" + b"\x40\x80\xc0" * width for _ in range(height))
    parts = {
        b"IHDR": pack(">IIBBBBB", *(said or (width, height)), 8, 2, 0, 0, 0),
        b"IDAT": zlib.compress(rows),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts.items()
    )


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"
GIF = b"GIF89a\x02\x00\x03\x00\x00"
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x02\x00\x00"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
BOMB = b"PK\x03\x04" + zlib.compress(b"\0" * 1_000_000)


@pytest.mark.parametrize(
    ("name", "content", "media_type", "shown_as"),
    [
        ("a.png", png(), "image/png", "image/png"), ("a.jpg", JPEG, "image/jpeg", "image/jpeg"), ("a.gif", GIF, "image/gif", "image/gif"), ("a.webp", WEBP, "image/webp", "image/webp"),
        ("a.svg", SVG, "text/plain", ""), ("a.html", b"<script>", "text/plain", ""), ("log.txt", b"09:00 down", "text/plain", ""), ("core.dmp", b"a\0b", "application/octet-stream", ""),
        ("logs.zip", BOMB, "application/zip", ""), ("huge.png", png(said=(60_000, 60_000)), "image/png", ""), ("no.png", b"\x89PNG\r\n\x1a\n", "image/png", ""), ("x", JPEG[:6], "image/jpeg", ""),
    ],
)  # fmt: skip
def test_the_bytes_say_what_it_is(name: str, content: bytes, media_type: str, shown_as: str) -> None:
    kind = kind_of(name, content)
    assert (kind.media_type, kind.shown_as) == (media_type, shown_as)


def test_a_picture_whose_frame_is_nowhere_near_is_only_a_download() -> None:
    frame = b"\xff\xc0\x00\x11\x08\x00\x02\x00\x02"
    assert kind_of("a.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 500 + frame).shown_as == "image/jpeg"
    assert kind_of("a.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 5000 + frame).shown_as == ""


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [("a.png", png(5, 7), (5, 7)), ("a.jpg", JPEG, (32, 16)), ("a.gif", GIF, (2, 3)), ("a.webp", WEBP, (2, 3)), ("x", JPEG[:6], (None, None)), ("a.txt", b"09:00 down", (None, None))],
)  # fmt: skip
def test_a_picture_says_how_wide_and_high_it_is(name: str, content: bytes, size: tuple[int | None, int | None]) -> None:
    kind = kind_of(name, content)
    assert (kind.width, kind.height) == size


async def test_a_picture_has_the_room_of_its_size_and_no_more_than_a_high_one_gets(cast: Cast) -> None:
    case = await a_case(cast.ada)
    await attached(cast.ada, case.ref, "icon.png", png(16, 12))
    await attached(cast.ada, case.ref, "tower.png", png(100, 900))
    async with browser_of(cast.ada) as ada:
        page = (await ada.get(f"/cases/{case.ref}")).text
    assert [
        f'alt="{said}" loading' in page
        for said in ('icon.png" width="16" height="12', 'tower.png" width="20" height="180')
    ] == [True, True]


@pytest.mark.parametrize(("name", "content"), [("a.png", SVG), ("a.jpg", png()), ("a.pdf", b"MZ"), ("tool.exe", b"MZ\x90"), ("run", b"\x7fELF"), ("a.pdf", b"hello"), ("a.png", b"PK\x03\x04")])  # fmt: skip
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(NotWhatItSays):
        kind_of(name, content)


async def attached(by: Person, ref: str, name: str, content: bytes, *, internal: bool = False) -> Attachment:
    async with as_person(by) as db:
        return await attach_file(db, await case_for(db, by, ref, lock=True), name, content, by=by, internal=internal)


async def test_the_same_file_twice_is_one_and_is_recorded_once(cast: Cast) -> None:
    case = await a_case(cast.ada)
    first = await attached(cast.ada, case.ref, "a.png", png())
    assert (await attached(cast.ada, case.ref, "a.png", png())).id == first.id
    assert (await attached(cast.ada, case.ref, "a.png", png(), internal=True)).id != first.id
    async with as_person(cast.ada) as db:
        assert len(await attachments_of(db, await case_for(db, cast.ada, case.ref))) == 2
        told = [row.told for row in await trail_of(db, case.subject)]
        assert told.count("attached a.png") == 1 and told.count("attached a.png for us only") == 1
    with pytest.raises(NotAllowed):
        await attached(cast.otto, case.ref, "b.png", png())


async def test_limits_are_told_in_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "attachment_limit", 100)
    case = await a_case(cast.ada)
    with pytest.raises(TooLarge, match="is larger than"):
        await attached(cast.ada, case.ref, "b.txt", b"x" * 101)
    for number in range(40):
        await attached(cast.ada, case.ref, f"{number}.txt", b"%03d" % number + b"x" * 97)
    with pytest.raises(TooLarge, match="as many files as a case can"):
        await attached(cast.ada, case.ref, "c.txt", b"x")
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(f"/cases/{case.ref}/attachments", files={"file": ("d.txt", b"x" * 101)}, text="typed")
        assert answer.status_code == 413 and "d.txt is larger than" in answer.text and "typed" in answer.text


async def test_more_than_the_door_takes_is_a_413_in_words(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with browser_of(cast.ada) as ada:
        answer = await ada.submit(
            f"/cases/{case.ref}/attachments", files={"file": ("big.bin", b"\0" * (13 * 1024 * 1024))}
        )
        assert answer.status_code == 413 and "more than is taken" in answer.text


async def test_a_picture_is_shown_under_its_own_type_and_nothing_else_is(cast: Cast) -> None:
    case = await a_case(cast.ada)
    picture = await attached(cast.ada, case.ref, 'a"\r\nX: y.png', png())
    drawing = await attached(cast.ada, case.ref, "a.svg", SVG)
    async with browser_of(cast.ada) as ada, browser_of(cast.cleo) as cleo:
        url = f"/cases/{case.ref}/attachments"
        shown = await ada.get(f"{url}/{picture.id}/picture")
        assert shown.content == png() and shown.headers["content-type"] == "image/png" and "x" not in shown.headers
        assert (
            shown.headers["x-content-type-options"] == "nosniff"
            and "sandbox" in shown.headers["content-security-policy"]
        )
        assert (await ada.get(f"{url}/{drawing.id}/picture")).status_code == 404
        saved = await ada.get(f"{url}/{drawing.id}")
        assert saved.headers["content-type"] == "application/octet-stream" and saved.headers[
            "content-disposition"
        ].startswith("attachment")
        page = (await ada.get(f"/cases/{case.ref}")).text
        assert f'src="{url}/{picture.id}/picture"' in page and f"{drawing.id}/picture" not in page
        assert (await cleo.get(f"{url}/{picture.id}/picture")).status_code == 404


async def test_an_internal_file_never_reaches_a_reply(cast: Cast) -> None:
    case = await a_case(cast.ada)
    ours = b"the node was drained twice before anybody looked at the broker again"
    await attached(cast.ada, case.ref, "findings.txt", ours, internal=True)
    await attached(cast.ada, case.ref, "steps.txt", b"Open the portal.")
    for text, rule in (("See findings.txt.", "internal file"), (f"We saw: {ours.decode()}.", "internal")):
        with pytest.raises(HeldByGate) as held:
            async with as_person(cast.ada) as db:
                await reply_to_customer(db, await case_for(db, cast.ada, case.ref, lock=True), text, by=cast.ada)
        assert rule in [one.rule for one in held.value.findings]
    async with as_person(cast.ada) as db:
        await reply_to_customer(
            db, await case_for(db, cast.ada, case.ref, lock=True), "I attach steps.txt.", by=cast.ada
        )


async def test_programs_attach_and_list(cast: Cast) -> None:
    case = await a_case(cast.ada)
    async with program_of(cast.ada) as ada, program_of(cast.cleo) as cleo:
        url = f"/api/cases/{case.ref}/attachments"
        made = await ada.post(url, files={"file": ("a.png", png())}, data={"internal": "1"})
        assert made.status_code == 201 and made.json()["internal"] and made.json()["media_type"] == "image/png"
        assert [one["name"] for one in (await ada.get(url)).json()] == ["a.png"]
        assert (await ada.post(url, files={"file": ("a.pdf", b"no")})).status_code == 409
        assert (await cleo.get(url)).status_code == 404 and (
            await cleo.post(url, files={"file": ("a", b"x")})
        ).status_code == 404
