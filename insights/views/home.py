from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from employees.figures.pulses import open_pulses
from employees.models import SignUp
from feedback.figures import snapshot
from ideas.models import Challenge
from insights.figures import home as first_page
from insights.figures.paths import path_of
from insights.figures.searching import search as search_for
from insights.figures.setup import further, steps

CHALLENGES = 3
"""So many of those that run are shown, which end first."""


@require_safe
@permission_required("insights.view_home", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; who runs the platform goes to its console."""
    if request.user.has_perm("tenants.run_platform") and (console := path_of("tenants:console")):
        return redirect(console)
    return page(request)


@snapshot()
def page(request: HttpRequest) -> HttpResponse:
    reader = request.user
    admin, leads = "admin" in reader.roles, "lead" in reader.roles
    setup = [step for step in steps() if not step.done] if admin else []
    context = {
        "sentence": first_page.sentence(reader, len(setup)),
        "mine": first_page.mine(reader),
        "untold": SignUp.objects.untold_by(reader),
        "nudges": first_page.asked_of(reader),
        "pulses": open_pulses(reader),
        "challenges": Challenge.objects.visible_to(reader).running()[:CHALLENGES],
        "news": first_page.news(),
        "setup": setup,
        "alarm": first_page.champion_alarm(reader),
        "desk": first_page.champion_tasks(reader) if "champion" in reader.roles else [],
        "team": first_page.team_tasks(reader) if leads else [],
        "figures": first_page.figures_of(reader) if reader.has_perm("insights.view_dashboard") else [],
    }
    return render(request, "insights/home.html", context)


@require_safe
@permission_required("insights.view_setup", raise_exception=True)
@snapshot()
def setup(request: HttpRequest) -> HttpResponse:
    """What is there and what is missing before customers can speak and somebody answers."""
    found = steps()
    done = sum(step.done for step in found)
    context = {"steps": found, "done": done, "whole": len(found), "further": further()}
    return render(request, "insights/setup.html", context)


@require_safe
@permission_required("insights.view_home", raise_exception=True)
@snapshot()
def search(request: HttpRequest) -> HttpResponse:
    """Customers, cases and causes in which these words stand."""
    asked = request.GET.get("q", "").replace("\x00", "")
    return render(request, "insights/search.html", {"asked": asked, "parts": search_for(request.user, asked)})
