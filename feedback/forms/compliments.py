from django import forms
from django.utils.translation import gettext_lazy as _

from employees.forms.recognition import NamingForm
from employees.models import Employee


class ComplimentForm(NamingForm):
    """Whom a customer praises, and the words that all staff read. Names that can mean only one are ticked;
    where several are called alike, a person chooses."""

    words = forms.CharField(
        label=_("Words for all staff"), max_length=1000,
        help_text=_("Read it once more: could a colleague know who this customer is?"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args, names, text: str, user: Employee, initial=None, **kwargs):
        people = [key for name in names for key in name["people"]]
        clear = [key for name in names if len(name["people"]) == 1 for key in name["people"]]
        teams = [name["teams"][0] for name in names if len(name["teams"]) == 1]
        proposed = {
            "words": text[:1000],
            "people": clear,
            "team": None if people else next(iter(teams), None),
        }
        super().__init__(*args, near=people, apart=user, initial=proposed | (initial or {}), **kwargs)
