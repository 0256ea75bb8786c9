"""Mail out, over SMTP in a thread. One message to one address; whatever could smuggle in a header is refused.

`SMTP_URL` is smtp://user:password@host:port or smtps://…; `?from=` names the sender. STARTTLS is used whenever the server
offers it, and a password goes out only under TLS, unless `?tls=off` says that the way there is safe.
"""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from .settings import settings

TIMEOUT_SECONDS = 20
_ONE_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class MailRejected(Exception):
    """This message will never go out as it is."""


class MailDelayed(Exception):
    """The server did not take it now; the same message may go out later."""


@dataclass(frozen=True, kw_only=True)
class OutgoingMail:
    to: str
    subject: str
    text: str
    message_id: str
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)


def mail_is_configured() -> bool:
    return bool(settings().smtp_url)


def mail_host() -> str:
    """The right side of our message ids and of the sender that nobody configured."""
    return urlsplit(settings().public_url).hostname or "localhost"


async def send_mail(mail: OutgoingMail) -> None:
    """Returns when the server has taken it. Raises MailRejected or MailDelayed."""
    url = urlsplit(settings().smtp_url or "")
    if not url.hostname:
        raise MailDelayed("SMTP_URL is not set")
    message = message_of(mail, _option(url, "from") or f"support@{mail_host()}")
    await asyncio.to_thread(_send, url, message)


def message_of(mail: OutgoingMail, sender: str) -> EmailMessage:
    fields = {"To": mail.to, "Subject": mail.subject, "Message-ID": mail.message_id, **mail.headers}
    for name, value in fields.items():
        if _CONTROL.search(name + value):
            raise MailRejected(f"the header {name!r} holds a line break or another control character")
    if not _ONE_ADDRESS.fullmatch(mail.to):
        raise MailRejected(f"{mail.to!r} is not one e-mail address")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["Date"] = format_datetime(mail.at)
    for name, value in fields.items():
        message[name] = value
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    return message


def _send(url: SplitResult, message: EmailMessage) -> None:
    try:
        with _connected(url) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        raise _judged(code, said) from refused
    except smtplib.SMTPDataError as refused:
        raise _judged(refused.smtp_code, refused.smtp_error) from refused
    except (smtplib.SMTPException, OSError) as problem:
        raise MailDelayed(f"{url.hostname}: {problem}"[:500]) from problem


def _connected(url: SplitResult) -> smtplib.SMTP:
    context = ssl.create_default_context()
    host = url.hostname or ""
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT_SECONDS)
        _secure(server, url, context)
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def _secure(server: smtplib.SMTP, url: SplitResult, context: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if _option(url, "tls") == "off":
        return
    if server.has_extn("starttls"):
        server.starttls(context=context)
    elif url.username:
        raise MailDelayed(f"{url.hostname} offers no STARTTLS and a password is not sent in the clear")


def _option(url: SplitResult, name: str) -> str:
    return parse_qs(url.query).get(name, [""])[-1]


def _judged(code: int, said: bytes | str) -> MailRejected | MailDelayed:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return (MailRejected if code >= 500 else MailDelayed)(f"{code} {text}"[:500])
