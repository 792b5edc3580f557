from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from feedback.figures import snapshot
from feedback.figures.rewards import ENOUGH, outcomes, quarter_of, read_quarter
from tenants.here import current_zone, today
from tenants.paging import address


@require_safe
@permission_required("feedback.view_rewards", raise_exception=True)
@snapshot()
def rewards(request: HttpRequest) -> HttpResponse:
    """What counts for rewards, how it is computed, and how each team stands."""
    quarter = read_quarter(request.GET.get("quarter", ""), today())
    whole, teams = outcomes(quarter, current_zone())
    path, is_latest = reverse("feedback:rewards"), quarter == quarter_of(today())
    context = {
        "quarter": quarter, "whole": whole, "teams": teams, "enough": ENOUGH,
        "newer": "" if is_latest else address(path, quarter=quarter.following),
        "older": address(path, quarter=quarter.before) if quarter.year > 2000 else "",
    }  # fmt: skip
    return render(request, "feedback/rewards.html", context)
