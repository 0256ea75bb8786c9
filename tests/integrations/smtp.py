"""A mail server small enough to read: takes what it is told to take, and can act between the message and its receipt."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from escalations.platform.settings import settings


@dataclass
class MailServer:
    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """The AUTH lines."""
    answers: dict[str, list[str]] = field(default_factory=dict)
    """What to say instead of yes, one after another: {"RCPT": ["450 later"]}."""
    before_receipt: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=support@vendor.example"

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        try:
            while line := await reader.readline():
                verb = line.split(b" ")[0].strip().decode().upper()
                writer.write(f"{await self._answer(verb, line, reader, writer)}\r\n".encode())
                await writer.drain()
                if verb == "QUIT":
                    break
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _answer(self, verb: str, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        if verb == "AUTH":
            self.said.append(line.decode())
        if self.answers.get(verb):
            return self.answers[verb].pop(0)
        if verb == "RCPT":
            self.recipients.append(line.decode().split("<")[1].split(">")[0])
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            raw = await reader.readuntil(b"\r\n.\r\n")
            self.received.append(message_from_bytes(raw[:-3].replace(b"\r\n..", b"\r\n."), policy=policy.default))  # type: ignore[arg-type]
            self.before_receipt()
            await asyncio.sleep(0.05)
        return "221 bye" if verb == "QUIT" else "250 yes"


@asynccontextmanager
async def mail_server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MailServer]:
    """Listening, and named in the settings."""
    server = MailServer()
    listening = await asyncio.start_server(server.converse, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    monkeypatch.setattr(settings(), "smtp_url", server.url)
    try:
        yield server
    finally:
        listening.close()
