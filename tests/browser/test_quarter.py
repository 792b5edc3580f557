"""The quarter's page on paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from employees.models import Commitment, Nudge
from feedback.actions import causes

pytestmark = [pytest.mark.browser, pytest.mark.committing]


def fill(team, champion):
    """A quarter with something to tell in every part."""
    day = timezone.now() - timedelta(days=100)
    for kind in Commitment.Kind.values:
        for number in range(14):
            Commitment.objects.create(
                owner=None if number % 5 == 0 else champion, team=team, kind=kind, promise=f"No {number}",
                made_at=day - timedelta(days=2), first_due_at=day, due_at=day + timedelta(days=number % 3),
                kept_at=day + timedelta(days=1) if number % 4 else None,
            )  # fmt: skip
    Nudge.objects.create(commitment=Commitment.objects.overdue().first(), by=champion, to=champion)
    for number in range(5):
        causes.describe_cause(title=f"Nobody had told the night shift, number {number}, " * 3, by=champion)


def test_the_quarter_is_printed_on_two_pages(acme, make_team, make_champion, browse):
    team, champion = make_team(name="A ward with a name that is rather long, for a ward"), make_champion()
    fill(team, champion)
    page = browse(acme, champion)
    page.goto("/desk/quarter/")
    for choice in page.locator("option").all()[:3]:
        page.goto(f"/desk/quarter/?quarter={choice.get_attribute('value')}")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2
