"""What the figures of ideas are asked for."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.figures.funnel import Funnels, funnels, usual_days
from ideas.models import Board

DAYS = {
    "30": _("30 days"), "90": _("90 days"), "365": _("a year"), "1095": _("three years"),
    "0": _("all the time there is"),
}  # fmt: skip
DIVIDED = {"board": _("by board"), "team": _("by team"), "challenge": _("by challenge")}


class FunnelForm(forms.Form):
    """The time in which ideas were handed in, and how they are divided; usual where it is left out."""

    days = forms.ChoiceField(label=_("Handed in within"), choices=list(DAYS.items()), required=False)
    by = forms.ChoiceField(label=_("Divided"), choices=list(DIVIDED.items()), required=False)

    def __init__(self, data: Any, *, reader: Employee) -> None:
        boards = Board.objects.visible_to(reader)
        usual = {"days": lambda: str(usual_days(boards)), "by": lambda: "board"}
        super().__init__({name: data.get(name) or usual[name]() for name in usual})
        self.boards = boards

    def found(self) -> Funnels:
        """Of the boards that the reader sees; the form must be valid."""
        now, days = timezone.now(), int(self.cleaned_data["days"])
        boards = self.boards.values_list("pk", flat=True)
        since = now - timedelta(days=days) if days else datetime.fromtimestamp(0, now.tzinfo)
        return funnels(since=since, until=now, by=self.cleaned_data["by"], boards=boards)

    def query(self) -> str:
        return urlencode(self.cleaned_data)
