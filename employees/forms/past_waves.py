from django import forms
from django.utils.translation import gettext_lazy as _

from employees.forms.people import day_input
from employees.forms.tables import LARGEST, TableForm


class PastForm(TableForm):
    """Waves of another tool: as a file, or pasted from a sheet."""

    tool = forms.CharField(label=_("Which tool asked?"), max_length=100)
    title = forms.CharField(
        label=_("Name of the wave"), max_length=150, required=False,
        help_text=_("Not needed where the table has a column “wave”."),
    )  # fmt: skip
    closed_on = forms.DateField(
        label=_("Closed on"), required=False, widget=day_input(),
        help_text=_("Not needed where the table has a column “closed”, as 2024-05-31."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or paste the table here"), required=False, max_length=LARGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("As copied from a sheet, with the names of the columns in the first row."),
    )  # fmt: skip

    field_order = ["tool", "title", "closed_on", "file", "text"]

    def asked(self) -> dict:
        """As the action takes it."""
        return {name: self.cleaned_data[name] for name in ("tool", "title", "closed_on", "text")} | {
            "scales": self.scales()
        }

    def scales(self) -> dict[str, str]:
        """How each wave was counted, where somebody has said so beneath what the file would do."""
        titles = self.data.getlist("wave")
        return {title: self.data.get(f"scale-{place}", "") for place, title in enumerate(titles)}
