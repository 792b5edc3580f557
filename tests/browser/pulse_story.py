"""The story of a pulse and of those who act on it, each step by the person whose step it is: it is planned,
answered on a phone, closed and read; something is promised, and the next wave shows it."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from employees import tasks
from employees.models import PulseProgramme, Wave
from tests.browser.hands import Mouse
from tests.browser.play import Play
from tests.receiving import Receiver

ACTION = "Two more people on Saturdays"
WEEK = timedelta(days=7)
LIKELY, VOICE = "How likely are you to recommend working here?", "What should we change first?"


class PulseStory(Play):
    """And the codes of their cards."""

    def __init__(self, window: Callable[..., Mouse], mails: Receiver) -> None:
        super().__init__(window, mails)
        self.codes: dict[str, str] = {}

    def admin_plans_a_pulse(self) -> None:
        admin = self.sign_in("admin")
        admin.follow("Pulse")
        admin.follow("Pulse programmes")
        admin.follow("Plan a pulse")
        admin.write("Name", "How are we?")
        admin.tick(VOICE)
        admin.date("First day", timezone.localdate())
        admin.write("Opens at", "00:00")
        admin.write("Days open", "5")
        admin.write("Again after", "1")
        admin.choose("Weeks or months", "weeks")
        admin.press("Keep it, and see what could be shown")
        admin.reads("8 people would be asked today.", LIKELY)
        tasks.open_waves()

    def admin_prints_a_card(self) -> None:
        admin = self.at["admin"]
        admin.page.reload()
        admin.reads("8 are asked; open until")
        admin.page.get_by_role("link", name=re.compile("^Cards on paper")).click()
        admin.press("Make the cards")
        admin.reads("8 cards")
        for card in admin.page.locator(".cards > li").all():
            name, code = card.locator("b").all_inner_texts()
            self.codes[name] = code

    def somebody_answers_by_the_mail(self) -> None:
        mail = self.mails.wait_for("huw@example.com", 1)
        text = mail.get_body(("plain",)).get_content()
        phone = self.window(width=360, javascript=False)
        phone.open(re.search(r"http://\S+/pulse/\S+", text)[0])
        self.answer(phone, "9")

    def the_others_answer_by_their_cards(self, *names: str) -> None:
        phone = self.window(width=320, javascript=False)
        for name in names:
            phone.open("/pulse/")
            phone.write("The code on your card", self.codes[name].lower())
            phone.press("Go on")
            self.answer(phone, str(4 + len(name) % 6))

    def answer(self, phone: Mouse, score: str) -> None:
        phone.reads("Who can read what")
        phone.pick(LIKELY, score)
        phone.press("Seal and send my answer")
        phone.reads("Thank you")

    def it_closes(self) -> None:
        """By the clock, which cannot be waited for."""
        Wave.objects.filter(closed_at=None).update(closes_at=timezone.now())
        tasks.close_waves()

    def lead_reads_it_and_promises(self) -> None:
        lead = self.sign_in("lead")
        lead.follow("Pulse")
        lead.page.get_by_role("link", name=re.compile("^How are we\\?")).click()
        lead.reads("The eNPS is", "6 of 8 who were asked", "The key was destroyed at the close")
        lead.follow("What was promised, and promise an action")
        lead.write("What will you do?", ACTION)
        lead.date("Done by", timezone.localdate() + timedelta(days=30))
        lead.press("Promise it")
        lead.reads(ACTION, "Gwen Price")

    def a_week_passes(self) -> None:
        """By the clock, which cannot be waited for: all that has been was a week before."""
        PulseProgramme.objects.update(first_day=F("first_day") - WEEK)
        dates = ("day", "opened_at", "closes_at", "closed_at")
        Wave.objects.update(**{date: F(date) - WEEK for date in dates})
        tasks.open_waves()

    def the_next_wave_shows_what_was_promised(self) -> None:
        colleague = self.sign_in("nia")
        colleague.page.get_by_label("Pulse").get_by_role("link", name="Answer").click()
        colleague.reads("Promised after How are we?", ACTION, "Promised for")

    def it_is_proven(self, prove: Callable[[], str]) -> None:
        assert "pulse answers are anonymous here" in prove()
        colleague = self.sign_in("nia")
        colleague.follow("Are pulse answers anonymous?")
        colleague.reads("on the live database, without changing anything in it")
        expect(colleague.page.get_by_text("does not hold")).to_have_count(0)

    def champion_goes_on_leave(self) -> None:
        champion = self.sign_in("champion")
        champion.unfold("Olu Adeyemi")
        champion.follow("Who is away when")
        champion.follow("Enter days")
        champion.date("First day", timezone.localdate())
        champion.date("Last day", timezone.localdate() + timedelta(days=5))
        champion.choose("Who stands in", "Dan Bevan")
        champion.press("Save")

    def deputy_acts(self) -> None:
        deputy = self.sign_in("deputy")
        deputy.reads("Dan Bevan for Olu Adeyemi")
        deputy.follow("Desk")
        deputy.reads("Late, and who can move it")
        deputy.follow("Promises")
        deputy.follow(ACTION)
        deputy.unfold("Ask the owner")
        deputy.write("What do you want to know?", "How far is it?")
        deputy.press("Ask the owner")
        deputy.reads("The owner is asked, and has to answer.")

    def praise_becomes_recognition(self) -> None:
        lead = self.sign_in("lead")
        lead.open("/compliments/")
        lead.follow("Say who is meant")
        lead.press("Confirm")
        lead.reads("It is confirmed.")

    def it_hangs_on_the_wall(self) -> None:
        admin = self.sign_in("admin")
        admin.open("/wall/")
        admin.press("Make its address")
        path = admin.find("link", "Look at it").get_attribute("href")
        screen = self.window(width=1920, javascript=False)
        screen.open(f"{path}?hold=1")
        screen.reads("carried my bags to the bus.")
