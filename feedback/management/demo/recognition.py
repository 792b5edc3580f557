"""Thanks, praise that reaches whom it names, gestures of goodwill and a wall, told by the verbs that people
use."""

from datetime import timedelta
from decimal import Decimal

from employees.actions import recognising
from employees.actions.wall import change_wall, renew_wall
from employees.models import Employee, Team
from feedback.actions import compliments, gestures, sharing
from feedback.actions.intake import receive_response
from feedback.management.demo.mass import score_of
from feedback.management.demo.stories import Story, Teller
from feedback.models import Case, Gesture

THANKS = (
    ("You stayed an hour longer so that the last one in the queue was served.", "She had what she came for."),
    ("You rang back although it was not your case.", "He knew the same evening how it goes on."),
    ("You explained the new form until it was clear to everybody.", "Two people did not have to come again."),
    ("You saw that the ramp was blocked and cleared it.", "A man in a wheelchair came in without asking."),
    ("You taught the new ones how to listen first.", "A mother said that she felt heard for once."),
    ("You found the lost bag in the store room.", "A child has her bear back."),
    ("You translated for an hour, in your break.", "A family understood what happens next."),
    ("You told us that the sign was wrong.", "Nobody goes to the wrong door any more."),
)  # fmt: skip
PRAISE = (
    "{name} was so patient with my father. Thank you!",
    "I want to thank {name}, who went out of the way to help me.",
    "Everybody was kind, above all {name}.",
    "{name} remembered me from last time and asked how I was.",
    "We were lost, and {name} walked with us all the way.",
)
GESTURES = (
    (Gesture.Kind.VOUCHER, "10.00", "A voucher and a card"),
    (Gesture.Kind.GIFT, "15.00", "Flowers"),
    (Gesture.Kind.REFUND, "18.50", "The fare there and back"),
    (Gesture.Kind.DISCOUNT, "12.00", ""),
    (Gesture.Kind.REFUND, "85.00", "The whole bill"),
)


def set_up(*, names: str) -> None:
    """Limits, and a wall with an address: it stands on the set-up page."""
    gestures.set_currency("GBP")
    gestures.set_limit(role="employee", amount=Decimal(20), number=3)
    gestures.set_limit(role="lead", amount=Decimal(60), number=10)
    change_wall(names=names, theme="")
    renew_wall()


def thanks(teller: Teller) -> Story:
    """One thanks another of the team, or the whole team of a place."""
    team = teller.chance.choice([team for team in teller.staff.teams.values() if _number(team) > 2])
    by, to = teller.chance.sample(list(team.members.order_by("pk")), 2)
    words, outcome = teller.chance.choice(THANKS)
    whole = teller.chance.random() < 0.2
    recognising.thank(
        by=by, people=[] if whole else [to], teams=[team] if whole else [], words=words, outcome=outcome
    )
    yield timedelta()


def _number(team: Team) -> int:
    return team.members.count()


def praise(teller: Teller) -> Story:
    """A customer names somebody; most are confirmed, and some wait for a name."""
    post = teller.chance.choice([post for post in teller.posts if _number(post.team) > 2])
    person: Employee = teller.chance.choice(list(post.team.members.order_by("pk")))
    metric = next(q["kind"] for q in post.version.questions if q["key"] == "score")
    comment = teller.chance.choice(PRAISE).format(name=person.name.split()[0])
    response = receive_response(
        post=post, metric=metric, score=score_of(metric, is_good=True, chance=teller.chance), comment=comment,
        language="en", customer=teller.customer("en"), channel="web",
    )  # fmt: skip
    compliments.find_compliments()
    yield teller.hours(5, 50)
    lead = post.team.lead
    by = teller.staff.champion if lead in (None, person) else lead
    if teller.chance.random() < 0.7 and by != person and compliments.may_recognise(response, by):
        words = sharing.proposed_text(response)
        compliments.confirm(response, people=[person], teams=[], words=words, by=by)


def goodwill(teller: Teller) -> Story:
    """Who has answered a case makes a gesture; above the limit a lead says yes or no."""
    answered = list(Case.objects.filter(answered_at__isnull=False, danger="").order_by("-pk")[:40])
    case = teller.chance.choice(answered) if answered else None
    if case is None or case.owner is None:
        return
    kind, amount, note = teller.chance.choice(GESTURES)
    made = gestures.give(case, by=case.owner, kind=kind, amount=Decimal(amount), note=note)
    yield teller.hours(1, 7)
    if made.commitment and made.commitment.owner and teller.chance.random() < 0.8:
        yes = teller.chance.random() < 0.7
        reason = "They waited far too long." if yes else "A call by the lead is what they asked for."
        gestures.decide(made, yes=yes, by=made.commitment.owner, reason=reason)
