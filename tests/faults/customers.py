"""Customers who answer over real HTTP through our own proxy's header, and press the button until they are
thanked: what was not acknowledged is sent again with the token of the same showing of the form."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

TOKEN = re.compile(r'name="token" value="([^"]+)"')
PATIENCE = 240


@dataclass(frozen=True)
class Answer:
    """One of many: a fifth poor, half of those with an address to be answered at."""

    number: int

    @property
    def score(self) -> int:
        return self.number % 7 if self.number % 5 == 0 else 9

    @property
    def is_poor(self) -> bool:
        return self.score <= 6

    @property
    def email(self) -> str:
        return f"customer{self.number % 400}@example.com" if self.number % 10 == 0 else ""

    @property
    def address(self) -> str:
        return f"198.51.100.{self.number % 200 + 1}"

    def fields(self, token: str) -> dict[str, str]:
        contact = {"email": self.email, "consent": "on"} if self.email else {}
        return {
            "q-nps": str(self.score),
            "q-text": f"answer {self.number}",
            "token": token,
            "lang": "en",
        } | contact


class Customers:
    """So many at once, until every answer was acknowledged."""

    def __init__(self, port: int, key: str, answers: int, at_once: int) -> None:
        self.port, self.path = port, f"/f/{key}/"
        self.waiting: SimpleQueue[Answer] = SimpleQueue()
        for number in range(answers):
            self.waiting.put(Answer(number))
        self.acknowledged: list[Answer] = []
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(at_once)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def are_done(self) -> bool:
        return not any(thread.is_alive() for thread in self.threads)

    def work(self) -> None:
        while True:
            try:
                answer = self.waiting.get_nowait()
            except Empty:
                return
            page = self.until(200, answer, "GET")
            token = TOKEN.search(page)[1]
            for _time in range(2 if answer.number % 20 == 0 else 1):  # some press the button twice
                self.until(302, answer, "POST", answer.fields(token))
            self.acknowledged.append(answer)

    def until(self, wanted: int, answer: Answer, method: str, fields: dict[str, str] | None = None) -> str:
        """Ask again until it is granted; what else comes is counted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, headers, body = self.ask(answer, method, fields)
            self.seen[f"{method} {status}"] += 1
            if status == wanted:
                return body
            if status not in (0, 429, 503) or (status and "retry-after" not in headers):
                self.wrong.append(f"{method} {status} {headers} {body[-300:]}")
            time.sleep(float(headers["retry-after"]) if status == 429 else random.uniform(0.1, 0.5))
        raise AssertionError(f"answer {answer.number}: {method} not granted within {PATIENCE} s")

    def ask(
        self, answer: Answer, method: str, fields: dict[str, str] | None
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and page; status 0 when the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {"Host": "acme.localhost", "X-Forwarded-For": f"203.0.113.9, {answer.address}"}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, self.path, urlencode(fields or {}) or None, headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return response.status, found, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        finally:
            connection.close()
