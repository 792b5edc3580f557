"""A mail server that takes whatever comes, and keeps it."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tenants import processes


class Receiver:
    """What it took, in the order in which it came."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.last = time.monotonic()

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.last = time.monotonic()
        return "250 OK"

    @property
    def url(self) -> str:
        """What EMAIL_URL says of it."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    def wait_for(self, recipient: str, number: int, seconds: float = 20) -> EmailMessage:
        """The first, second ... mail to somebody, which may still be on its way."""

        def theirs() -> list[EmailMessage]:
            return [mail for mail in self.mails if mail["To"] == recipient]

        assert processes.wait_until(lambda: len(theirs()) >= number, seconds), f"no mail {number} came"
        return theirs()[number - 1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def receive() -> Iterator[Receiver]:
    """Take mails on a port of our own."""
    receiver = Receiver(free_port())
    controller = Controller(receiver, hostname="127.0.0.1", port=receiver.port)
    controller.start()
    try:
        yield receiver
    finally:
        controller.stop()
