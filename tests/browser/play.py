"""Who takes part in a story, and a window for each."""

from collections.abc import Callable

from tests.browser.hands import Mouse
from tests.receiving import Receiver

PASSWORD = "a long pass phrase 7"


class Play:
    def __init__(self, window: Callable[..., Mouse], mails: Receiver) -> None:
        self.window, self.mails = window, mails
        self.at: dict[str, Mouse] = {}

    def sign_in(self, person: str) -> Mouse:
        """The window of somebody who works here; the first time they sign in by the form."""
        if person not in self.at:
            hands = self.at[person] = self.window()
            hands.open("/accounts/login/")
            hands.write("Email", f"{person}@example.com")
            hands.write("Password", PASSWORD)
            hands.press("Sign in")
        self.at[person].open("/")
        return self.at[person]
