"""The story of an idea, each step by the person whose step it is: a customer complains, somebody has an idea,
it is wanted, answered, delivered, tried by that customer, and found to have helped."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from feedback.models import Response
from ideas import tasks
from ideas.models import Idea, OutcomeCheck
from tests.browser.hands import Mouse
from tests.browser.play import Play
from tests.receiving import Receiver

CUSTOMER = "rhian@example.com"
KNOWN, TITLE = "Chairs beside the tills", "Chairs with arms at the tills"
MONTH = timedelta(days=32)
SENT = {
    "planned": "We order four of them this week.",
    "started": "Gwen looks after it.",
    "completed": "They stand at both tills.",
}


class IdeaStory(Play):
    """And what those who take part know by now."""

    idea = ""

    def __init__(
        self, window: Callable[..., Mouse], mails: Receiver, post: Any, answer: Callable[..., Any]
    ) -> None:
        super().__init__(window, mails)
        self.post, self.answer = post, answer

    def customer_complains_on_a_phone(self) -> None:
        customer = self.at["customer"] = self.window(width=360)
        customer.open(f"/f/{self.post.key}/")
        customer.page.get_by_label("2", exact=True).check()
        customer.write("E-mail, if you would like an answer", CUSTOMER)
        customer.page.get_by_label("You may write to me about this answer.").check()
        customer.page.get_by_label("You may ask me to try what you change").check()
        customer.press("Send my answer")

    def colleague_has_had_a_similar_idea(self) -> None:
        colleague = self.sign_in("nia")
        self.begin(colleague)
        self.tell(colleague, KNOWN)
        colleague.press("Hand it in")
        colleague.reads(KNOWN)

    def somebody_types_and_finds_it(self) -> None:
        author = self.sign_in("huw")
        self.begin(author)
        author.page.get_by_label(re.compile("the idea in one line", re.IGNORECASE)).press_sequentially(TITLE)
        author.reads("Is one of these yours?", KNOWN)

    def both_questions_must_be_answered(self) -> None:
        author = self.at["huw"]
        author.write("What is the matter?", "People with sticks stand for ten minutes.")
        author.write("What should change?", "Four chairs with arms, so that they can get up again.")
        author.press("Hand it in")
        author.reads("Which customers does it affect? Choose one at least.")
        assert not Idea.objects.filter(title=TITLE).exists()

    def it_is_handed_in_all_the_same(self) -> None:
        author = self.at["huw"]
        self.tell(author, TITLE)
        author.press("Hand it in")
        author.reads(TITLE, "Gwen Price")
        self.idea = author.page.url

    def colleague_wants_it(self) -> None:
        colleague = self.at["nia"]
        colleague.open(self.idea)
        colleague.press("I want it")
        colleague.reads("You want it.")

    def reviewer_answers(self) -> None:
        reviewer = self.sign_in("lead")
        reviewer.follow("Ideas")
        reviewer.reads("2 ideas wait for your answer.")
        reviewer.follow("Answer one after the other")
        reviewer.reads(KNOWN)
        reviewer.follow("Later: show the next one")
        reviewer.reads(TITLE)
        self.decide(reviewer, "planned")
        reviewer.reads("It is the last one that waits for your answer.", KNOWN)

    def it_is_begun(self) -> None:
        reviewer = self.at["lead"]
        reviewer.open(self.idea)
        reviewer.reads(SENT["planned"])
        reviewer.choose("Who delivers it?", "Gwen Price")
        reviewer.date("Delivered by", timezone.localdate() + timedelta(days=5))
        self.decide(reviewer, "started")
        reviewer.reads(SENT["started"], "Gwen Price")

    def it_is_delivered(self) -> None:
        self.decide(self.at["lead"], "completed")
        self.at["lead"].reads(SENT["completed"])

    def the_customer_is_asked_to_try_it(self) -> None:
        champion = self.sign_in("champion")
        champion.open(self.idea)
        champion.follow("Let customers try it")
        champion.page.get_by_label("what do they try?").fill("The chairs at the tills")
        champion.page.get_by_label("NPS, 0 to 10").check()
        champion.press("Choose customers")
        champion.page.get_by_role("checkbox").check()
        champion.press("Invite them")
        champion.reads("1 customer is invited.")

    def the_customer_tries_it(self) -> None:
        text = self.mails.wait_for(CUSTOMER, 2).get_body(("plain",)).get_content()
        assert "The chairs at the tills" in text
        customer = self.at["customer"]
        customer.open("/" + re.search(r"https?://[^/]+/(i/\S+/)\s", text)[1])
        customer.reads("Is it better now?")
        customer.page.get_by_label("9", exact=True).check()
        customer.page.get_by_role("button", name=re.compile("Send")).click()

    def both_scores_stand_side_by_side(self) -> None:
        champion = self.at["champion"]
        champion.open(self.idea)
        champion.follow("Show each one's scores, side by side")
        both = champion.page.get_by_role("row", name=re.compile(r"2\s+of 10\s+9\s+of 10\s+\+7"))
        expect(both).to_be_visible()

    def a_month_passes(self) -> None:
        """By the clock, which cannot be waited for: all that has been was a month before; since then others
        have answered."""
        Response.objects.update(received_at=F("received_at") - MONTH)
        Idea.objects.update(submitted_at=F("submitted_at") - MONTH, judge_on=F("judge_on") - MONTH)
        dates = ("delivered_on", "before_from", "before_to", "after_from", "after_to")
        OutcomeCheck.objects.update(**{date: F(date) - MONTH for date in dates})
        for score in (9, 10, 8, 9) * 5:
            self.answer(score, timezone.now() - timedelta(days=9))
        tasks.judge_checks()

    def it_is_proven(self) -> None:
        self.mails.wait_for("huw@example.com", 4)
        author = self.at["huw"]
        author.open(self.idea)
        author.reads("Are the customers better off?", "proven")

    def author_and_voter_have_read_of_it(self) -> None:
        for person, says in (("huw", "Your idea"), ("nia", "ou voted for the idea")):
            sent = [self.mails.wait_for(f"{person}@example.com", number) for number in (1, 2, 3, 4)]
            told = [mail.get_body(("plain",)).get_content() for mail in sent]
            for text, (status, reason) in zip(told[:3], SENT.items(), strict=True):
                assert says in text
                assert f"{status} now" in " ".join(text.split())
                assert reason in text
            assert sent[3]["Subject"] == f"“{TITLE}”: proven"
            assert "are better off" in " ".join(told[3].split())

    def begin(self, hands: Mouse) -> None:
        hands.follow("Ideas")
        hands.follow("At the till")
        hands.follow("Hand in an idea")

    def tell(self, hands: Mouse, title: str) -> None:
        hands.write("The idea in one line", title)
        hands.write("What is the matter?", "People with sticks stand for ten minutes.")
        hands.write("What should change?", "Chairs with arms, so that they can get up again.")
        hands.choose("Customers at a touchpoint", self.post.touchpoint.name)
        hands.reads("21 answers of the last year, 16 cases.")
        hands.write("Why would it delight them?", "They can wait, and stay with us.")
        hands.choose("Which metric should move?", "NPS")
        hands.date("Until when?", timezone.localdate() + timedelta(days=30))

    def decide(self, hands: Mouse, status: str) -> None:
        hands.pick("What becomes of it?", status)
        hands.write("Why? Its author and all who want it read this.", SENT[status])
        hands.press("Answer it")
