"""What became of some of the feedback, told by the verbs that people use, with a clock that moves along."""

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

import time_machine
from django.utils import timezone

from employees.actions import ladder
from employees.models import Employee
from feedback.actions import causes, handling, replies, sharing
from feedback.actions.cases import open_case
from feedback.actions.customers import find_or_make_customer, identifiers
from feedback.actions.intake import receive_response
from feedback.management.demo.mass import comment_of, score_of
from feedback.management.demo.organisations import Demo
from feedback.management.demo.people import FIRST, LAST
from feedback.management.demo.staff import Staff
from feedback.management.demo.words import ANSWERS, CUSTOMER_REPLIES
from feedback.models import Case, Cause, ListeningPost, Message, Prevention, Response

Story = Iterator[timedelta]
"""A story tells how long it takes until it goes on."""


def tell(stories: list[tuple[datetime, Story]], *, until: datetime) -> None:
    """Let all stories happen, one after the other as time passes; what would come later does not happen."""
    order = count()
    waiting = [(at, next(order), story) for at, story in stories]
    heapq.heapify(waiting)
    with time_machine.travel(until, tick=True) as clock:
        while waiting:
            at, _, story = heapq.heappop(waiting)
            if at >= until:
                continue
            clock.move_to(at)
            pause = next(story, None)
            if pause is not None:
                heapq.heappush(waiting, (at + pause, next(order), story))


class Teller:
    """Makes up the stories of one organisation."""

    def __init__(self, demo: Demo, staff: Staff, posts: list[ListeningPost], chance: Random) -> None:
        self.demo, self.staff, self.posts, self.chance = demo, staff, posts, chance
        self.causes: list[Cause] = []

    def hours(self, least: float, most: float) -> timedelta:
        return timedelta(hours=self.chance.uniform(least, most))

    def unhappy(self, *, stops_after: int) -> Story:
        """A poor answer, and so many of: answered, judged, shared, analysed, prevented, closed."""
        response = self.answer(is_good=False)
        case = Case.objects.filter(response=response).first() or open_case(response, by=self.staff.champion)
        owner = case.commitment.owner or self.staff.champion
        yield self.hours(1, 20) if self.chance.random() < 0.85 else self.hours(25, 60)
        steps = (self.reply, self.judge, self.share, self.analyse, self.prevent, self.close)
        for step in steps[:stops_after]:
            step(case, owner)
            case.refresh_from_db()
            yield self.hours(3, 70)
        mine = Prevention.objects.filter(cause=case.cause, created_by=owner).first() if case.cause else None
        if mine and self.chance.random() < 0.8:
            yield timedelta(days=self.chance.randrange(1, 14))
            causes.keep_prevention(mine, by=owner)

    def nights(self) -> Story:
        """What the clock does by itself: reminders, and the ladder of what is late."""
        while True:
            ladder.remind_due()
            ladder.escalate_due()
            yield timedelta(hours=24)

    def happy(self) -> Story:
        """Good news, shared by somebody of the team."""
        response = self.answer(is_good=True)
        yield self.hours(5, 50)
        by = self.chance.choice(self.staff.of(response.team) or [self.staff.champion])
        sharing.share(response, text=sharing.proposed_text(response), is_good=True, by=by)

    def answer(self, *, is_good: bool) -> Response:
        post = self.chance.choice([post for post in self.posts if post.kind != "import"])
        metric = next(q["kind"] for q in post.version.questions if q["key"] == "score")
        comment, language = comment_of(self.demo, post.touchpoint.name, is_good=is_good, chance=self.chance)
        return receive_response(
            post=post, metric=metric, score=score_of(metric, is_good=is_good, chance=self.chance),
            comment=comment, language=language, customer=self.customer(language), source="form",
            channel={"qr": "qr", "complaint": "phone"}.get(post.kind, "web"),
        )  # fmt: skip

    def customer(self, language: str):
        name = f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"
        known = identifiers(email=f"customer{self.chance.randrange(900)}@example.org")
        return find_or_make_customer(known_by=known, name=name, language=language, is_vouched=True)

    def reply(self, case: Case, owner: Employee) -> None:
        kind = self.chance.choice([Message.Kind.MAIL, Message.Kind.MAIL, Message.Kind.CALL])
        replies.reply(case, by=owner, kind=kind, body=self.chance.choice(ANSWERS))

    def judge(self, case: Case, owner: Employee) -> None:
        """Two thirds of the customers say how good our answer was, some write again."""
        if self.chance.random() < 0.66:
            score = self.chance.choice([2, 3, 4, 4, 5, 5])
            replies.judge(case, score=score, will_return=score >= 4)
        if self.chance.random() < 0.12:
            replies.receive_message(case, body=self.chance.choice(CUSTOMER_REPLIES))

    def share(self, case: Case, owner: Employee) -> None:
        if self.chance.random() < 0.08:
            sharing.decline(case, reason="The customer asked us to keep it between us.", by=owner)
        else:
            text = sharing.proposed_text(case.response)
            sharing.share(case.response, text=text, is_good=False, by=owner)

    def analyse(self, case: Case, owner: Employee) -> None:
        title, whys, _ = self.chance.choice(self.demo.causes)
        cause = next((cause for cause in self.causes if cause.title == title), None)
        if cause is None:
            cause = causes.describe_cause(
                title=title,
                whys=[(why, "seen on two days" if n % 2 else "") for n, why in enumerate(whys)],
                by=owner,
            )
            self.causes.append(cause)
        causes.join([case], cause, by=owner)

    def prevent(self, case: Case, owner: Employee) -> None:
        assert case.cause is not None
        prevention = Prevention.objects.filter(cause=case.cause).first()
        if prevention:
            causes.use_prevention([case], prevention, by=owner)
        elif self.chance.random() < 0.15:
            causes.excuse_prevention(case, reason="The road works end this month by themselves.", by=owner)
        else:
            self.promise_prevention(case, owner)

    def promise_prevention(self, case: Case, owner: Employee) -> None:
        assert case.cause is not None
        action = next(action for title, _, action in self.demo.causes if title == case.cause.title)
        due = timezone.localdate() + timedelta(days=self.chance.randrange(6, 30))
        causes.promise_prevention(
            case.cause, action=action, owner=owner, due_on=due, effective_on=due + timedelta(days=1), by=owner
        )

    def close(self, case: Case, owner: Employee) -> None:
        handling.close(case, by=owner)
