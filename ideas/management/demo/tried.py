"""Customers who had complained try what an idea changed; most of them say how they find it now."""

from datetime import datetime, timedelta
from random import Random

from feedback.actions.customers import record_consent
from feedback.actions.invitations import answer_invitation
from feedback.forms.answers import CONSENT_VERSION, TESTER_TEXT
from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Customer, Goal, Invitation, Touchpoint
from feedback.models.customers import TESTER
from ideas.actions import testing
from ideas.figures import proposed, touching, usual_metric
from ideas.management.demo.texts import TRIED, Tried
from ideas.models import Idea

AGREED, INVITED, ANSWERED = 40, 9, 6
TOP = {"nps": 10, "csat": 5, "ces": 7}


def tried(staff: Staff, slug: str, *, now: datetime, chance: Random) -> list[tuple[datetime, Story]]:
    """A week ago, when it had been delivered."""
    return [(now - timedelta(days=7), trying(staff, TRIED[slug], chance))]


def trying(staff: Staff, told: Tried, chance: Random) -> Story:
    idea = Idea.objects.get(title=told.title)
    complained = Customer.objects.filter(pk__in=touching(idea).values("customer"))
    for customer in complained.order_by("pk")[:AGREED]:
        agreed = {"purpose": TESTER, "text": str(TESTER_TEXT), "version": CONSENT_VERSION}
        record_consent(customer, given=True, source="demo", **agreed)
    trial = testing.begin_trial(
        idea, what=told.what, metric=usual_metric(idea), goal=Goal.objects.earliest("pk"),
        touchpoint=Touchpoint.objects.get(pk=idea.touchpoint_id), team=next(iter(staff.teams.values())),
        by=staff.champion,
    )  # fmt: skip
    invited = testing.invite_testers(trial, proposed(idea, to=staff.champion)[:INVITED], by=staff.champion)
    for invitation in invited[:ANSWERED]:
        yield timedelta(hours=chance.uniform(4, 20))
        find(invitation, trial.metric, chance.choice(told.found), chance)


def find(invitation: Invitation, metric: str, comment: str, chance: Random) -> None:
    """Better than at first, as a rule."""
    first = invitation.follows.score if invitation.follows else None
    score = min(TOP[metric], (first or 0) + chance.choice([0, 1, 2, 3]) * TOP[metric] // 5)
    answer_invitation(invitation, {"metric": metric, "score": score, "comment": comment, "language": "en"})
