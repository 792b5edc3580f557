"""Clients that keep their connection and send one request after the other; one thread, plain sockets."""

import re
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

Request = Callable[[int], bytes]
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Outcome:
    """What came back: how often each status, and how long each answer took."""

    seconds: float = 0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    def done(self, status: int, took: float) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.times.append(took)

    @property
    def accepted(self) -> int:
        return sum(count for status, count in self.statuses.items() if 200 <= status < 400)

    @property
    def rate(self) -> float:
        """Accepted answers a second; a refusal is not a success that came quickly."""
        return self.accepted / self.seconds

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return quantiles(self.times, n=20)[-1] * 1000


class Client:
    """One connection, one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received, self.sent_at = b"", 0.0

    def send(self, request: bytes) -> None:
        self.received, self.sent_at = b"", time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> int | None:
        """The status once the answer is whole."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("The server closed the connection in the middle of an answer.")
        self.received += part
        return int(self.received[9:12]) if is_whole(self.received) else None


def is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    if length := LENGTH.search(head):
        return len(body) >= int(length[1])
    return body.endswith(b"0\r\n\r\n") or head[9:12] in (b"204", b"304")


def fire(port: int, request: Request, *, clients: int = 32, seconds: float = 4) -> Outcome:
    """Let the clients send numbered requests for so long, and wait for what is under way then."""
    outcome, waiting = Outcome(), selectors.DefaultSelector()
    began, number = time.perf_counter(), 0
    for _ in range(clients):
        client = Client(port)
        waiting.register(client.socket, selectors.EVENT_READ, client)
        client.send(request(number := number + 1))
    while waiting.get_map():
        for key, _ in waiting.select(30):
            client: Client = key.data
            if (status := client.receive()) is None:
                continue
            now = time.perf_counter()
            outcome.done(status, now - client.sent_at)
            if now - began < seconds:
                client.send(request(number := number + 1))
            else:
                waiting.unregister(client.socket)
                client.socket.close()
    outcome.seconds = time.perf_counter() - began
    return outcome


def side_by_side(
    ours: Callable[[], Outcome], floor: Callable[[], Outcome], rounds: int = 5
) -> tuple[float, float]:
    """Both rates, medians of rounds that take turns, so that a slow minute of the machine meets both."""
    pairs = [(ours().rate, floor().rate) for _ in range(rounds)]
    return median(ours for ours, _ in pairs), median(floor for _, floor in pairs)


def form_post(path: str, host: str, body: bytes, headers: str = "") -> bytes:
    """A form as a browser sends it."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    ).encode() + body
