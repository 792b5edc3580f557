"""What every page knows: whose site it is, where its reader may go, and how it is shown."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from config.reader import chosen_theme
from employees.models import Commitment, Employee, Term
from employees.models.ledger import late
from tenants.brand import brand_version
from tenants.models import Organisation


@dataclass(frozen=True)
class Place:
    """One entry of a menu: shown where its page exists and its reader holds the permission; with a count of
    what its reader owes there."""

    label: Any
    page: str
    permission: str = ""
    count: str = ""


@dataclass(frozen=True)
class Link:
    """A place as one reader sees it."""

    label: Any
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Owed:
    """What a person owes: overdue promises, and customers who wait for an answer of theirs."""

    overdue: int
    unanswered: int


def owed_by(employee: Employee) -> Owed:
    is_answer = Q(kind__in=["answer", "danger"])
    mine = Commitment.objects.open().filter(owner=employee)
    return Owed(
        **mine.aggregate(overdue=Count("pk", filter=late()), unanswered=Count("pk", filter=is_answer))
    )


PLACES = [
    Place(_("Home"), "insights:home", "insights.view_home"),
    Place(_("Cases"), "feedback:cases", "feedback.view_case", "unanswered"),
    Place(_("Feed"), "feedback:feed", "feedback.view_feed"),
    Place(_("Promises"), "employees:board", "employees.view_commitment", "overdue"),
    Place(_("Ideas"), "ideas:boards", "ideas.view_idea"),
    Place(_("Thanks"), "employees:recognition", "employees.view_recognition"),
    Place(_("Pulse"), "insights:pulses", "employees.view_result"),
    Place(_("Desk"), "insights:desk", "insights.view_desk"),
    Place(_("Learning"), "employees:learning", "employees.view_programme"),
    Place(_("Figures"), "insights:dashboard", "insights.view_dashboard"),
    Place(_("Set-up"), "insights:setup", "insights.view_setup"),
    Place(_("Console"), "tenants:console", "tenants.run_platform"),
]
LEARNING_PLACES = [
    Place(_("Programmes"), "employees:learning", "employees.view_programme"),
    Place(_("What was learned"), "employees:learned", "employees.view_programme"),
    Place(_("From customers"), "feedback:learnings", "feedback.view_learning"),
    Place(_("Front line"), "employees:frontline", "employees.view_frontlineday"),
    Place(_("Newsletter"), "feedback:newsletters", "feedback.view_newsletter"),
    Place(_("By team"), "employees:coverage", "employees.view_programme"),
]
OWN_PLACES = [
    Place(_("My promises"), "employees:mine"),
    Place(_("Who is away when"), "employees:absences", "employees.view_absence"),
    Place(_("My settings"), "employees:me"),
    Place(_("Light, dark, language"), "preferences"),
    Place(_("Password"), "account_change_password"),
    Place(_("Second factor"), "mfa_index"),
    Place(_("Where I am signed in"), "usersessions_list"),
]
FOOT_PLACES = [
    Place(_("What we promised and kept"), "employees:board", "employees.view_commitment"),
    Place(_("Decisions"), "ideas:decisions", "ideas.view_decision"),
    Place(_("Posts that nobody cites"), "insights:uncited", "insights.view_uncited"),
    Place(_("What counts"), "feedback:rewards", "feedback.view_rewards"),
    Place(_("The promise register"), "employees:register", "employees.view_pledge"),
    Place(_("Pulse programmes"), "employees:pulse_programmes", "employees.view_pulse"),
    Place(_("Are pulse answers anonymous?"), "employees:proof", "employees.view_proof"),
    Place(_("Mails of the demo"), "mailbox:mails"),
    Place(_("Accessibility"), "accessibility"),
]
PUBLIC_PLACES = [
    Place(_("Who reads this, and how long we keep it"), "feedback:privacy"),
    Place(_("Accessibility"), "accessibility"),
]


def address(page: str) -> str:
    """The path of a page, or nothing where this site has no such page."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def links(places: list[Place], request: HttpRequest) -> list[Link]:
    """The places this reader may go to, the one they are at marked."""
    user: Any = getattr(request, "user", AnonymousUser())
    allowed = [p for p in places if not p.permission or user.has_perm(p.permission)]
    found = [(place, url) for place in allowed if (url := address(place.page))]
    here = max((url for _place, url in found if is_within(request.path, url)), key=len, default="")
    owed = SimpleLazyObject(lambda: owed_by(user))
    return [
        Link(p.label, url, url == here, getattr(owed, p.count) if p.count and user.is_authenticated else 0)
        for p, url in found
    ]


def views(places: list[Place], request: HttpRequest) -> list[dict[str, Any]]:
    """The places within one, as components/views.html takes them."""
    return [
        {"label": link.label, "url": link.url, "current": link.current} for link in links(places, request)
    ]


def is_within(path: str, url: str) -> bool:
    """Whether a path is this place or lies below it; the root holds only itself."""
    return path == url or (url != "/" and path.startswith(url))


def champion_in_office() -> str | None:
    """The name of today's customer champion, and of the deputy while one acts."""
    term = Term.objects.current()
    return term.who_acts if term else None


def organisation_of(request: HttpRequest) -> Organisation | None:
    """The organisation whose host was asked; none on the bare host."""
    tenant = getattr(request, "tenant", None) or getattr(connection, "tenant", None)
    return tenant if isinstance(tenant, Organisation) and tenant.schema_name != "public" else None


def look(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html; what costs a query is asked only when a page shows it."""
    organisation = organisation_of(request)
    shown = {
        "organisation": organisation,
        "site_name": organisation.name if organisation else "Heed",
        "theme": chosen_theme(request),
        "language": get_language() or "en",
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "foot_places": SimpleLazyObject(lambda: links(FOOT_PLACES, request)),
        "public_places": SimpleLazyObject(lambda: links(PUBLIC_PLACES, request)),
    }
    return shown | (_of_organisation(organisation, request) if organisation else {})


def _of_organisation(organisation: Organisation, request: HttpRequest) -> dict[str, Any]:
    version = brand_version(organisation.brand_color)
    return {
        "champion": SimpleLazyObject(champion_in_office),
        "brand_url": f"{address('brand')}?v={version}",
        "logo_url": f"{address('logo')}?v={organisation.logo.name[-12:]}" if organisation.logo.name else "",
        "search_url": address("insights:search"),
        "places": SimpleLazyObject(lambda: links(PLACES, request)),
        "learning_views": SimpleLazyObject(lambda: views(LEARNING_PLACES, request)),
        "own_places": SimpleLazyObject(lambda: links(OWN_PLACES, request)),
    }
