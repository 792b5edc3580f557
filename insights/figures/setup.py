"""What an organisation needs before customers can speak and somebody answers, and what is missing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.models import Employee, Team, Term
from feedback.models import Goal, ListeningPost, Response, Touchpoint
from insights.figures.paths import path_of
from insights.figures.words import number
from tenants.here import current_organisation


@dataclass(frozen=True)
class Step:
    """One thing of the set-up list."""

    title: str
    text: str
    done: bool
    url: str
    is_next: bool = False


def steps() -> list[Step]:
    """In the order in which they help, those that this site has a page for; the first that is missing is the
    next."""
    every = [people(), teams(), champion(), strategy(), post(), answers(), looks()]
    found = [step for step in every if step.url]
    missing = next((step for step in found if not step.done), None)
    return [Step(s.title, s.text, s.done, s.url, s is missing) for s in found]


def people() -> Step:
    count = Employee.objects.active().count()
    words = ngettext("Only you so far", "%(n)s people work here", count) % {"n": number(count)}
    return Step(
        _("People"), words, count > 1, first("employees:people", "admin:employees_employee_changelist")
    )


def teams() -> Step:
    count, led = Team.objects.count(), Team.objects.filter(lead__isnull=False).count()
    words = ngettext("One team", "%(n)s teams", count) % {"n": number(count)}
    led_words = ngettext("one has a lead", "%(n)s have a lead", led) % {"n": number(led)}
    text = (
        f"{words}, {led_words}" if count else _("Cases go to the team in question, and late ones to its lead")
    )
    return Step(
        _("Teams and their leads"),
        text,
        bool(led),
        first("employees:teams", "admin:employees_team_changelist"),
    )


def champion() -> Step:
    term = Term.objects.current()
    text = _("Nobody is in office: late promises reach nobody")
    if term:
        text = _("%(name)s is in office") % {"name": term.who_acts}
    return Step(
        _("Customer champion"), text, bool(term), first("employees:terms", "admin:employees_term_changelist")
    )


def strategy() -> Step:
    there = Goal.objects.exists() and Touchpoint.objects.exists()
    text = _("A listening post needs a goal and a place in the customer's journey")
    return Step(
        _("Goals and journey"), text, there, first("feedback:strategy", "admin:feedback_goal_changelist")
    )


def post() -> Step:
    count = ListeningPost.objects.open().count()
    words = ngettext("One is open", "%(n)s are open", count) % {"n": number(count)}
    text = words if count else _("A survey, a QR code for the door, or a complaint line; some five minutes")
    return Step(
        _("A listening post"),
        text,
        bool(count),
        first("feedback:posts", "admin:feedback_listeningpost_changelist"),
    )


def answers() -> Step:
    there = Response.objects.exists()
    text = (
        _("Customers have spoken")
        if there
        else _("Bring a file of what customers said, or wait for the first one")
    )
    return Step(_("First answers"), text, there, first("feedback:imports"))


def looks() -> Step:
    organisation = current_organisation()
    own = bool(organisation.logo) or organisation.brand_color != "#44403a"
    text = _("A logo and one colour; contrast is taken care of")
    return Step(_("Your colour and logo"), text, own, first("look"))


def further() -> list[tuple[str, str]]:
    """What is looked after now and then: its name and its page."""
    named = [
        (_("How we work"), "employees:policy"), (_("Imports"), "feedback:imports"),
        (_("The wall"), "employees:wall_settings"), (_("Limits of gestures"), "feedback:gesture_limits"),
        (_("Pulse of the staff"), "employees:pulse_programmes"), (_("Past waves"), "employees:past_waves"),
        (_("Keys for programs"), "employees:tokens"), (_("Records"), "admin:index"),
    ]  # fmt: skip
    return [(name, path) for name, page in named if (path := path_of(page))]


def first(*pages: str) -> str:
    """The first of these pages that this site has."""
    return next((path for page in pages if (path := path_of(page))), "")
