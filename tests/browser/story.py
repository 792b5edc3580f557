"""The story of one poor answer, from the post where it was given to the promise that was kept: each step by
the person whose step it is, at their own window, with the hands of the test."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.play import Play

CUSTOMER = "rhian@example.com"
SAID = "I waited forty minutes. Call me on 029 2018 0001. Rhian"
ANSWER = "I am sorry, Rhian. Your order is paid back, and on Saturdays a second till opens from now on."
SHARED = "Somebody waited forty minutes for an order on a Saturday."
CAUSE = "One till on Saturdays"
ACTION = "Open a second till on Saturdays"
NTH = ("Second", "Third", "Fourth", "Fifth")
WHYS = [
    ("The queue went round the shop", "The camera at the door"),
    ("One till was open", "The plan of that day"),
    ("Nobody was planned for the second", "The plan of that day"),
    ("The plan is of the year before last", "Its date"),
    ("Nobody owns the plan", "We asked"),
]


class Story(Play):
    """What those who take part know by now."""

    address = case = ""

    def admin_makes_a_post(self) -> None:
        admin = self.sign_in("admin")
        admin.follow("Set-up")
        admin.follow("Do it A listening post")
        admin.follow("New post")
        admin.write("Name", "At the till")
        admin.choose("Kind", "survey")
        for label, option in (("Goal", "Fewer leave"), ("Touchpoint", "Reception 1"), ("Team", "Harbour")):
            admin.choose(label, option)
        admin.press("Keep it and see the questions")

    def admin_asks_for_satisfaction(self) -> None:
        admin = self.at["admin"]
        first = "Question 1"
        admin.choose("Kind", "CSAT, 1 to 5", first)
        admin.write("Question, English", "How satisfied were you?", first)
        if not admin.scripted:
            admin.press("Show the preview")
        admin.reads("1: very dissatisfied")
        admin.press("Ask this from now on")
        admin.reads("Version 2 is asked from now on.")
        self.address = admin.page.get_by_role("link", name=re.compile("^http")).inner_text()

    def customer_answers_on_a_phone(self) -> None:
        customer = self.at["customer"] = self.window(width=360)
        customer.open(self.address)
        customer.pick("How satisfied were you?", "2")
        customer.write("Why that number?", SAID)
        customer.write("E-mail, if you would like an answer", CUSTOMER)
        customer.tick("You may write to me about this answer. I can take that back at any time.")
        customer.press("Send my answer")
        customer.reads("Thank you. We have your answer.", "A person answers you,")

    def customer_is_promised_an_answer(self) -> None:
        text = self.read_mail(1, "Your feedback about Reception 1: we answer you")
        assert "You hear from us by" in text
        customer = self.at["customer"]
        customer.open(re.search(r"No more mails of this kind: (\S+)", text)[1])
        expect(customer.page.locator(":target")).to_contain_text("Write me no more mails")
        customer.open(link_in(text))
        customer.reads(SAID, "We answer within 24 hours.")

    def lead_sees_the_case(self) -> None:
        lead = self.sign_in("lead")
        lead.follow("Cases")
        lead.follow(SAID)
        lead.reads(SAID, "Huw Ellis, by", "not begun")
        self.case = lead.page.url

    def employee_answers_by_mail(self) -> None:
        employee = self.sign_in("employee")
        employee.follow("Go and keep it")
        assert employee.page.url == self.case
        employee.pick("How do you answer?", "By e-mail")
        employee.write("Your answer", ANSWER)
        employee.press("Send the answer")
        employee.reads("Your answer is written down, and the promise is kept.", ANSWER)

    def customer_rates_the_answer(self) -> None:
        text = self.read_mail(2, "Our answer to your feedback about Reception 1")
        assert ANSWER in " ".join(text.split())
        customer = self.at["customer"]
        customer.open(link_in(text))
        customer.reads(ANSWER)
        customer.pick("How good was our answer?", "4")
        customer.pick("Will you come back to us?", "Yes")
        customer.press("Send")
        customer.reads("Thank you. We have it, and this page shows it.")

    def employee_shares_it(self) -> None:
        employee = self.at["employee"]
        employee.open(self.case)
        employee.reads("will come back")
        proposed = employee.field("Text for all staff").input_value()
        assert "I waited forty minutes" in proposed
        assert "2018" not in proposed
        employee.write("Text for all staff", SHARED)
        employee.pick("What is it?", "bad news")
        employee.press("Share it")
        employee.reads("is shared with all staff", SHARED)

    def employee_finds_the_cause(self) -> None:
        employee, part = self.at["employee"], "3. Find the cause"
        employee.write("Give the cause a name", CAUSE, part)
        for number, (why, support) in enumerate(WHYS):
            asked = ("Why did it happen?", *(f"{nth}: why that?" for nth in NTH))[number]
            employee.write(asked, why, part)
            employee.write("How do we know?", support, part, nth=number)
        employee.press("Keep the cause")
        employee.reads(f"The cause is “{CAUSE}”.")

    def employee_has_the_prevention_promised(self) -> None:
        employee, part, today = self.at["employee"], "4. Prevent it", timezone.localdate()
        employee.write("What will change?", ACTION, part)
        employee.choose("Who promises it?", "Gwen Price", part)
        employee.date("Done by", today + timedelta(days=7), part)
        employee.date("From when does it hold?", today + timedelta(days=10), part)
        employee.press("Promise it")
        employee.reads("It is promised, and stands on the board.", "Promised by Gwen Price, in effect from")

    def employee_closes_the_case(self) -> None:
        self.at["employee"].press("Close the case")
        self.at["employee"].reads("is closed.", "Cases")
        self.at["employee"].open(self.case)
        self.at["employee"].reads("Closed by Huw Ellis")

    def lead_keeps_the_prevention(self) -> None:
        lead = self.sign_in("lead")
        lead.follow(ACTION)
        lead.follow("Where it was made")
        lead.reads(CAUSE, *(why for why, _support in WHYS))
        lead.press("It is done")
        lead.reads("The promise is kept.")

    def champion_sees_that_it_was_kept(self) -> None:
        champion = self.sign_in("champion")
        champion.follow("Promises")
        champion.reads("Every promise is settled.")
        champion.follow("Kept")
        champion.reads(ACTION, "Gwen Price", "Answer a customer about")
        champion.choose("Kind", "prevention")
        champion.press("Filter")
        champion.misses("Answer a customer about")
        champion.follow(ACTION)
        champion.reads("Where it was made", "Kept")

    def colleague_reads_it_in_the_feed(self) -> None:
        colleague = self.sign_in("colleague")
        colleague.follow("Feed")
        colleague.reads(SHARED, CAUSE, ACTION, "They rated the answer 4 of 5.")
        assert SAID not in colleague.page.content()

    def champion_sees_the_figures(self) -> None:
        champion = self.at["champion"]
        champion.follow("Figures")
        champion.reads("CSAT", "n = 1", "At the till", "Harbour")

    def read_mail(self, number: int, subject: str) -> str:
        """The text of the customer's first, second ... mail."""
        mail = self.mails.wait_for(CUSTOMER, number)
        assert mail["Subject"] == subject
        text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
        assert link_in(text) in page
        return text

    def run(self) -> None:
        self.admin_makes_a_post()
        self.admin_asks_for_satisfaction()
        self.customer_answers_on_a_phone()
        self.customer_is_promised_an_answer()
        self.lead_sees_the_case()
        self.employee_answers_by_mail()
        self.customer_rates_the_answer()
        self.employee_shares_it()
        self.employee_finds_the_cause()
        self.employee_has_the_prevention_promised()
        self.employee_closes_the_case()
        self.lead_keeps_the_prevention()
        self.champion_sees_that_it_was_kept()
        self.colleague_reads_it_in_the_feed()
        self.champion_sees_the_figures()


def link_in(text: str) -> str:
    """The customer's own page, as their mail names it."""
    return re.search(r"http://\S+/c/[^\s#]+", text)[0]
