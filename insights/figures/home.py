"""What stands on a reader's first page: what is theirs, then what their role looks after."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.figures import standing
from employees.models import Commitment, Employee, Nudge, Term
from employees.models.champion import SOON
from feedback.figures import Scope, case_figures, tally
from feedback.models import Case, Compliment, Share
from insights.figures.chosen import USUAL
from insights.figures.paths import path_of
from insights.figures.tree import Tree
from insights.figures.words import item, number
from tenants.here import current_zone, today

SHOWN = 10


@dataclass(frozen=True)
class Task:
    """Something that waits for the reader: a number, what it is of, where to go."""

    words: str
    number: int
    url: str
    state: str = "late"

    @property
    def icon(self) -> str:
        return "late" if self.number else "kept"


def mine(reader: Employee) -> QuerySet[Commitment]:
    """One's own open promises, the nearest date first."""
    own = Commitment.objects.open().filter(owner=reader).select_related("owner", "team")
    return own.order_by("due_at", "pk")[:SHOWN]


def asked_of(reader: Employee) -> QuerySet[Nudge]:
    return Nudge.objects.open().filter(to=reader).select_related("by", "commitment").order_by("-at")[:SHOWN]


def news() -> QuerySet[Share]:
    """The last two that were shared."""
    places = ("shared_by", "team", "touchpoint", "response__case__cause")
    return Share.objects.visible().select_related(*places, "response__case__prevention__commitment__owner")[
        :2
    ]


def champion_alarm(reader: Employee) -> str:
    """What is amiss with the champion's office, for those who must know: an admin, or a sponsor."""
    if not (reader.is_admin or Term.objects.filter(sponsor=reader).exists()):
        return ""
    vacant, term = Term.objects.vacant_from(), Term.objects.current()
    if vacant <= today():
        return _("Nobody is customer champion today. Late promises reach nobody until somebody is in office.")
    if term and not term.acting:
        return _("The customer champion is away, and no deputy is there: nobody acts.")
    if vacant <= today() + SOON:
        day = {"day": date_format(vacant)}
        return _("Nobody is customer champion from %(day)s on. Appoint the next one.") % day
    return ""


def team_tasks(reader: Employee) -> list[Task]:
    """What is late or owned by nobody in the teams that somebody leads."""
    stands = standing(Commitment.objects.visible_to(reader))
    board = path_of("employees:board")
    return [
        Task(_("promises of your teams are late"), stands.overdue, f"{board}?view=overdue"),
        Task(_("belong to nobody"), stands.unowned, f"{board}?view=unowned"),
        praise_task(reader),
    ]


def praise_task(reader: Employee) -> Task:
    """Customers' good words that name somebody, and wait for a person to say whom."""
    waiting = Compliment.objects.visible_to(reader).waiting().count()
    return Task(_("compliments wait for a name"), waiting, path_of("feedback:compliments"), "soon")


def champion_tasks(reader: Employee) -> list[Task]:
    """What the champion sees to: late, owned by nobody, unshared, and asked without an answer."""
    stands = standing(Commitment.objects.visible_to(reader))
    board, cases = path_of("employees:board"), path_of("feedback:cases")
    unheard = Nudge.objects.open().filter(by=reader).count()
    unshared = Case.objects.unshared().count()
    return [
        Task(_("promises are late"), stands.overdue, f"{board}?view=overdue"),
        Task(_("promises belong to nobody"), stands.unowned, f"{board}?view=unowned"),
        Task(_("answered cases are not shared yet"), unshared, f"{cases}?view=unshared", "soon"),
        Task(_("of your questions have no answer yet"), unheard, board, "soon"),
        praise_task(reader),
    ]


def figures_of(reader: Employee) -> list[dict[str, Any]]:
    """NPS or what is measured, and answers in time, of the last 90 days, where this reader looks."""
    tree = Tree(reader)
    scope = Scope(today() - timedelta(days=USUAL - 1), today(), tree.branches(None))
    everything, cases = tally(scope), case_figures(scope, current_zone()).now
    found = []
    if nps := everything.figure("nps"):
        found.append(item(_("NPS"), nps))
    if csat := everything.figure("csat"):
        found.append(item(_("CSAT"), csat, unit="%"))
    return [*found, item(_("Answered within 24 h"), cases.attainment, unit="%")]


def sentence(reader: Employee, setup_left: int) -> str:
    """How things stand for this reader."""
    stands = standing(Commitment.objects.filter(owner=reader))
    if not stands.open:
        return setup_words(setup_left) if setup_left else _("Nothing waits for you.")
    words = ngettext("One promise is yours.", "%(n)s promises are yours.", stands.open)
    facts = {"n": number(stands.open)}
    if stands.overdue:
        words += " " + ngettext("One is late.", "%(late)s are late.", stands.overdue)
        facts["late"] = number(stands.overdue)
    return words % facts


def setup_words(left: int) -> str:
    return ngettext("One thing is left to set up.", "%(n)s things are left to set up.", left) % {
        "n": number(left)
    }
