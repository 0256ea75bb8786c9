import base64

import pytest

from escalations.platform.mail import MailDelayed, MailRejected, OutgoingMail, mail_is_configured, message_of, send_mail
from escalations.platform.settings import settings
from escalations.platform.time import now
from tests.integrations.smtp import mail_server


def a_mail(**more: object) -> OutgoingMail:
    values = {"to": "lena@nordhavn.example", "subject": "Hello", "text": "Hello.", "message_id": "<1@x>", "at": now()}
    return OutgoingMail(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [
        {"to": "lena@nordhavn.example\r\nBcc: all@evil.example"},
        {"to": "lena@nordhavn.example, all@evil.example"},
        {"to": "Lena <lena@nordhavn.example>"},
        {"to": "lena"},
        {"to": ""},
        {"subject": "Hello\nBcc: all@evil.example"},
        {"subject": "Hello\x00"},
        {"message_id": "<1@x>\r\nBcc: all@evil.example"},
        {"headers": {"References": "<1@x>\r\nBcc: all@evil.example"}},
        {"headers": {"X\r\nBcc": "all@evil.example"}},
    ],
)
def test_what_would_smuggle_in_a_header_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(MailRejected):
        message_of(a_mail(**more), "support@vendor.example")


def test_a_message_is_what_was_said() -> None:
    moment = now()
    mail = a_mail(subject="Straße gesperrt", text="Grüße\n" + "x" * 3000, at=moment, headers={"References": "<c-1@x>"})
    message = message_of(mail, "support@vendor.example")
    assert message["Subject"] == "Straße gesperrt" and message["References"] == "<c-1@x>"
    assert message["Date"].datetime == moment.replace(microsecond=0) and str(message["Date"]).endswith("+0000")
    assert message.get_content().replace("\r\n", "\n").strip() == mail.text
    assert max(len(line) for line in bytes(message).splitlines()) < 998


async def test_the_server_takes_it_and_a_lone_dot_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    async with mail_server(monkeypatch) as server:
        assert mail_is_configured()
        await send_mail(a_mail(text="before\n.\n..after"))
        assert server.received[0].get_content().replace("\r\n", "\n") == "before\n.\n..after\n"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"RCPT": ["550 nobody"]}, MailRejected),
        ({"DATA": ["554 we do not like it"]}, MailRejected),
        ({"RCPT": ["452 full"]}, MailDelayed),
        ({"DATA": ["451 later"]}, MailDelayed),
        ({"MAIL": ["550 who are you"]}, MailDelayed),
    ],
)
async def test_only_what_the_message_itself_is_refused_for_is_final(
    monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]], problem: type[Exception]
) -> None:
    async with mail_server(monkeypatch) as server:
        server.answers = answers
        with pytest.raises(problem):
            await send_mail(a_mail())


async def test_a_password_is_not_sent_in_the_clear_unless_told_that_the_way_is_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with mail_server(monkeypatch) as server:
        with_password = server.url.replace("smtp://", "smtp://desk:p%40ss@")
        server.answers = {"EHLO": ["250-test\r\n250 AUTH PLAIN"] * 3, "AUTH": ["235 in"]}
        monkeypatch.setattr(settings(), "smtp_url", with_password)
        with pytest.raises(MailDelayed, match="not sent in the clear") as refused:
            await send_mail(a_mail())
        assert "p@ss" not in str(refused.value) and server.said == []
        monkeypatch.setattr(settings(), "smtp_url", f"{with_password}&tls=off")
        await send_mail(a_mail())
        assert base64.b64encode(b"\0desk\0p@ss").decode() in server.said[0]


async def test_without_a_url_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "smtp_url", None)
    assert not mail_is_configured()
    with pytest.raises(MailDelayed, match="SMTP_URL is not set"):
        await send_mail(a_mail())


async def test_the_sender_is_support_at_our_own_host_when_nobody_said_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with mail_server(monkeypatch) as server:
        monkeypatch.setattr(settings(), "smtp_url", server.url.partition("?")[0])
        monkeypatch.setattr(settings(), "public_url", "https://desk.vendor.example:8443/")
        await send_mail(a_mail())
        assert server.received[0]["From"] == "support@desk.vendor.example"
