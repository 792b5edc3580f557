from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.figures import owning_nothing
from employees.models import Employee
from insights.figures.desk.section import Desk, Section, counted, number_within

LISTED = 8


def free(desk: Desk) -> Section:
    """Who owns nothing, and could take something."""
    found = owning_nothing(Employee.objects.all()).select_related("team").only("name", "team__name")
    rows, whole = list(found[:LISTED]), number_within(found)
    words = ngettext("One person owns no open promise.", "%(n)s people own no open promise.", whole)
    says = capfirst(words % {"n": counted(whole)}) if whole else _("Everybody owns an open promise.")
    facts = {"rows": rows, "more": whole - len(rows), "more_words": counted(whole, len(rows))}
    return Section("free", _("Who owns nothing"), whole, says, None, "open", facts, is_bounded=True)
